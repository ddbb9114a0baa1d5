import Foundation

/// How far a learner has come with the bug shelf.
public struct BugNotes: Codable, Equatable, Sendable {
  /// When each bug was diagnosed, by its number.
  public var solved: [Int: Date] = [:]
  /// How many diagnoses were given for each, the right one included.
  public var tries: [Int: Int] = [:]

  public init() {}

  /// Takes down a diagnosis. What comes after the right one no longer counts.
  public mutating func note(_ number: Int, isRight: Bool, at date: Date = Date()) {
    if solved[number] != nil { return }
    tries[number, default: 0] += 1
    if isRight { solved[number] = date }
  }
}

extension WorkFolder {
  private var bugsFile: URL { url.appendingPathComponent("bugs.json") }

  public func bugNotes() throws(ClassroomError) -> BugNotes {
    guard FileManager.default.fileExists(atPath: bugsFile.path) else { return BugNotes() }
    let bytes = try read(bugsFile)
    do { return try Progress.decoder.decode(BugNotes.self, from: bytes) } catch {
      throw .badData(
        """
        \(bugsFile.relativePath): this is not what the workbook wrote; delete it and diagnose again
        """)
    }
  }

  /// Reads the notes, changes them and writes them, with nobody else between.
  public func change(_ body: (inout BugNotes) -> Void) throws(ClassroomError) {
    try locked { () throws(ClassroomError) in
      var notes = try bugNotes()
      body(&notes)
      guard let bytes = try? Progress.encoder.encode(notes) else { return }
      try save(bytes, to: bugsFile)
    }
  }
}
