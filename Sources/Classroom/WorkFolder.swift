import Foundation
import Images

/// The learner's folder: an answer for each exercise, and how far they have come.
///
/// The answers lie outside the package's targets: one that does not compile blocks neither the build
/// nor the other exercises, and an update of the workbook never meets the learner's edits.
public struct WorkFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url }

  public func file(_ sheet: ExerciseSheet) -> URL {
    url.appendingPathComponent("\(sheet.name).swift")
  }

  public func hasBegun(_ sheet: ExerciseSheet) -> Bool {
    FileManager.default.fileExists(atPath: file(sheet).path)
  }

  /// Puts the starter where the learner's answer belongs, unless there is one.
  ///
  /// - Returns: whether the file is new.
  @discardableResult
  public func begin(_ sheet: ExerciseSheet) throws(ClassroomError) -> Bool {
    if hasBegun(sheet) { return false }
    try save(try read(sheet.starter), to: file(sheet))
    return true
  }

  /// Whether the answer is the starter, not a byte changed.
  public func isUntouched(_ sheet: ExerciseSheet) -> Bool {
    (try? Data(contentsOf: file(sheet))) == (try? Data(contentsOf: sheet.starter))
  }

  /// Puts the starter back, and the former answer beside it.
  ///
  /// - Returns: where the former answer is.
  @discardableResult
  public func reset(_ sheet: ExerciseSheet) throws(ClassroomError) -> URL? {
    guard hasBegun(sheet), !isUntouched(sheet) else {
      try begin(sheet)
      return nil
    }
    let before = try firstFree(file(sheet))
    try save(try read(file(sheet)), to: before)
    try save(try read(sheet.starter), to: file(sheet))
    return before
  }

  /// `….before-1`, or the first number after that: no copy is ever overwritten.
  private func firstFree(_ file: URL) throws(ClassroomError) -> URL {
    for number in 1..<10_000 {
      let copy = file.appendingPathExtension("before-\(number)")
      if !FileManager.default.fileExists(atPath: copy.path) { return copy }
    }
    throw .cannotWrite("\(url.relativePath): it is full of copies; take some away")
  }

  // MARK: Progress

  private var progressFile: URL { url.appendingPathComponent("progress.json") }

  public func progress() throws(ClassroomError) -> Progress {
    guard FileManager.default.fileExists(atPath: progressFile.path) else { return Progress() }
    let bytes = try read(progressFile)
    do { return try Progress.decoder.decode(Progress.self, from: bytes) } catch {
      throw .badData(
        """
        \(progressFile.relativePath): this is not what the workbook wrote; delete it and check again \
        (your answers stay)
        """)
    }
  }

  /// Reads the progress, changes it and writes it, with nobody else between.
  @discardableResult
  public func change<Result>(_ body: (inout Progress) -> Result) throws(ClassroomError) -> Result {
    try locked { () throws(ClassroomError) in
      let former = try progress()
      var progress = former
      let result = body(&progress)
      if progress != former, let bytes = try? Progress.encoder.encode(progress) {
        try save(bytes, to: progressFile)
      }
      return result
    }
  }

  /// Holds the folder while `body` runs: two commands at once are one after the other.
  func locked<Result>(
    _ body: () throws(ClassroomError) -> Result
  ) throws(ClassroomError) -> Result {
    try make()
    let folder = open(url.path, O_RDONLY | O_CLOEXEC)
    // On a file system without locks the commands are not kept apart, and go on.
    if folder >= 0 { flock(folder, LOCK_EX) }
    defer { if folder >= 0 { close(folder) } }
    return try body()
  }

  func read(_ file: URL) throws(ClassroomError) -> Data {
    do { return try Data(contentsOf: file) } catch {
      throw .missing("\(file.relativePath): cannot be read")
    }
  }

  func save(_ bytes: Data, to file: URL) throws(ClassroomError) {
    try make()
    do { try WholeFile.save(bytes, to: file) } catch {
      throw .cannotWrite("\(file.relativePath): cannot be written (\(error.reason))")
    }
  }

  private func make() throws(ClassroomError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite("\(url.relativePath): this folder cannot be made")
    }
  }
}

/// How far a learner has come.
public struct Progress: Equatable, Sendable {
  /// The name of the learner's variant; empty for the book's.
  public var variant = ""
  /// When each exercise passed its last check, by its name, in each of the variants. An answer that no
  /// longer passes leaves.
  private var solvedIn: [String: [String: Date]] = [:]
  /// How many hints were shown.
  public var hints: [String: Int] = [:]

  public init() {}

  /// What is solved in the learner's variant. Another one has other checks, and a list of its own.
  public var solved: [String: Date] {
    get { solvedIn[variant, default: [:]] }
    set { solvedIn[variant] = newValue.isEmpty ? nil : newValue }
  }

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}

extension Progress: Codable {
  private enum Key: CodingKey { case variant, solved, solvedIn, hints }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    variant = try values.decode(String.self, forKey: .variant)
    hints = try values.decode([String: Int].self, forKey: .hints)
    solvedIn = try values.decodeIfPresent(type(of: solvedIn), forKey: .solvedIn) ?? [:]
    // Written before each variant had its own list.
    if let solved = try values.decodeIfPresent([String: Date].self, forKey: .solved) {
      self.solved = solved
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(variant, forKey: .variant)
    try values.encode(hints, forKey: .hints)
    try values.encode(solvedIn, forKey: .solvedIn)
  }
}
