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
    let before = file(sheet).appendingPathExtension("before")
    try save(try read(file(sheet)), to: before)
    try save(try read(sheet.starter), to: file(sheet))
    return before
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

  public func save(_ progress: Progress) throws(ClassroomError) {
    guard let bytes = try? Progress.encoder.encode(progress) else { return }
    try save(bytes, to: progressFile)
  }

  func read(_ file: URL) throws(ClassroomError) -> Data {
    do { return try Data(contentsOf: file) } catch {
      throw .missing("\(file.relativePath): cannot be read")
    }
  }

  func save(_ bytes: Data, to file: URL) throws(ClassroomError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try WholeFile.save(bytes, to: file)
    } catch let failure as WholeFile.Failure {
      throw .cannotWrite("\(file.relativePath): cannot be written (\(failure.reason))")
    } catch {
      throw .cannotWrite("\(url.relativePath): this folder cannot be made")
    }
  }
}

/// How far a learner has come.
public struct Progress: Codable, Equatable, Sendable {
  /// The name of the learner's variant; empty for the book's.
  public var variant = ""
  /// When each exercise passed its last check, by its name. An answer that no longer passes leaves.
  public var solved: [String: Date] = [:]
  /// How many hints were shown.
  public var hints: [String: Int] = [:]

  public init() {}

  /// Another variant has other checks, so nothing counts as solved any more.
  public mutating func change(to variant: String) {
    if variant == self.variant { return }
    self.variant = variant
    solved = [:]
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
