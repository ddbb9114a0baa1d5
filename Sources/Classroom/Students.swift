import Exercises
import Foundation

/// One student's answer to one exercise, for the teacher's table.
public struct StudentResult: Codable, Equatable, Sendable {
  public let student: String
  public let exercise: String
  public let title: String
  /// `solved`, `not yet`, `wrong`; `not checked` if the check itself failed.
  public let verdict: String
  /// One line.
  public let message: String
  public let hints: Int
  public let variant: String
  /// How long the check took.
  public let seconds: Double
}

/// The students whose work lies in a folder: one, or many in a folder of their own each.
public struct Students {
  public let work: [(student: String, folder: WorkFolder)]

  /// - Parameter url: a student's `Work` folder, or a folder of students' folders, each of which is
  ///   such a folder or holds one of the name `Work`.
  /// - Throws: ``ClassroomError`` if there is no such folder, or no student in it.
  public init(in url: URL, _ catalogue: Catalogue) throws(ClassroomError) {
    func isWork(_ folder: URL) -> Bool {
      let work = WorkFolder(folder)
      return catalogue.sheets.contains { work.hasBegun($0) }
        || FileManager.default.fileExists(
          atPath: folder.appendingPathComponent("progress.json").path)
    }
    func work(of student: URL) -> URL? {
      [student, student.appendingPathComponent("Work")].first(where: isWork)
    }
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .missing("--student \(url.relativePath): there is no such folder")
    }
    if let folder = work(of: url) {
      let name = url.standardizedFileURL
      let student = name.lastPathComponent == "Work" ? name.deletingLastPathComponent() : name
      self.work = [(student.lastPathComponent, WorkFolder(folder))]
    } else {
      self.work = files(in: url).compactMap { student in
        work(of: student).map { (student.lastPathComponent, WorkFolder($0)) }
      }
    }
    if self.work.isEmpty {
      throw .missing(
        "--student \(url.relativePath): there are no answers in it, nor in its folders")
    }
  }

  /// Checks everything; a student whose answers cannot be checked is one row, and stops nobody else's.
  ///
  /// Nothing is written into the students' folders.
  ///
  /// - Parameters:
  ///   - variant: for all students, in place of the one that each has chosen.
  ///   - done: is told each result at once.
  public func check(
    _ sheets: [ExerciseSheet], in catalogue: Catalogue, products: URL, limit: Int,
    variant: String? = nil, done: (StudentResult) -> Void = { _ in }
  ) -> [StudentResult] {
    var results: [StudentResult] = []
    for (student, folder) in work {
      let checker = Checker(catalogue: catalogue, work: folder, products: products, limit: limit)
      let progress = Result { () throws(ClassroomError) in try folder.progress() }
      for sheet in sheets {
        let begin = Date()
        let verdict: String
        let message: String
        let kept = (try? progress.get()) ?? Progress()
        let chosen = variant ?? kept.variant
        do {
          _ = try progress.get()
          let outcome = try checker.outcome(of: sheet, variant: chosen)
          (verdict, message) = (outcome.verdict.rawValue, outcome.line)
        } catch { (verdict, message) = ("not checked", "\(error)") }
        let result = StudentResult(
          student: student, exercise: sheet.number, title: sheet.title, verdict: verdict,
          message: message, hints: kept.hints[sheet.name, default: 0], variant: chosen,
          seconds: (Date().timeIntervalSince(begin) * 10).rounded() / 10)
        results.append(result)
        done(result)
      }
    }
    return results
  }
}

extension Outcome {
  /// The message and the numbers in one line.
  var line: String {
    var parts = [message.split(separator: "\n").prefix(2).joined(separator: ": ")]
    if let expected { parts.append("expected \(expected)") }
    if let got { parts.append("got \(got)") }
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

extension [StudentResult] {
  /// A table with a heading, quoted as RFC 4180 says.
  public var csv: String {
    func quoted(_ field: String) -> String {
      guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
      return "\""
        + field.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }
    let rows = map {
      [
        $0.student, $0.exercise, $0.title, $0.verdict, $0.message, "\($0.hints)", $0.variant,
        "\($0.seconds)",
      ]
    }
    let head = [
      "student", "exercise", "title", "verdict", "message", "hints", "variant", "seconds",
    ]
    return ([head] + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }
}
