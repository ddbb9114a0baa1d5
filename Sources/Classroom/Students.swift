import Exercises
import Foundation

/// The students whose work lies in a folder: one, or many in a folder of their own each.
public struct Students {
  /// What a student has handed in.
  public enum HandedIn {
    case work(WorkFolder)
    /// There is none, and why; for the table.
    case nothing(String)

    /// How far the bug shelf has come; what cannot be read is as nothing.
    var bugNotes: BugNotes {
      if case .work(let folder) = self, let notes = try? folder.bugNotes() { return notes }
      return BugNotes()
    }
  }

  public private(set) var all: [(student: String, handedIn: HandedIn)]
  private let catalogue: Catalogue

  /// - Parameter url: a student's `Work` folder, or a folder of students' folders. The answers may lie some
  ///   folders deep in a student's, under any name.
  /// - Throws: ``ClassroomError`` if there is no such folder, or nobody in it.
  public init(in url: URL, _ catalogue: Catalogue) throws(ClassroomError) {
    self.catalogue = catalogue
    all = []
    guard isFolder(url) else {
      throw .missing("--student \(url.relativePath): there is no such folder")
    }
    let one = [url, url.appendingPathComponent("Work")].first(where: isWork)
    if let one {
      let name = url.standardizedFileURL
      let student = name.lastPathComponent == "Work" ? name.deletingLastPathComponent() : name
      all = [(student.lastPathComponent, .work(WorkFolder(one)))]
      return
    }
    for student in files(in: url) where student.lastPathComponent != "__MACOSX" {
      if let handedIn = handedIn(by: student) { all.append((student.lastPathComponent, handedIn)) }
    }
    if all.isEmpty {
      throw .missing(
        "--student \(url.relativePath): there are no answers in it, nor any student's folder")
    }
  }

  private func isWork(_ folder: URL) -> Bool {
    let names = Set(files(in: folder).map(\.lastPathComponent))
    return names.contains("progress.json")
      || catalogue.sheets.contains { names.contains("\($0.name).swift") }
  }

  /// - Returns: nil for a file that is nobody's work.
  private func handedIn(by student: URL) -> HandedIn? {
    guard isFolder(student) else {
      let archives = ["zip", "tar", "gz", "tgz", "7z", "rar", "xz"]
      return archives.contains(student.pathExtension.lowercased())
        ? .nothing("not found: this is an archive; unpack it") : nil
    }
    var looked: [String] = []
    // The nearest first. Links are not followed.
    var level = [student]
    for _ in 0..<5 {
      if let work = level.first(where: isWork) { return .work(WorkFolder(work)) }
      looked += level.map { String($0.path.dropFirst(student.path.count + 1)) }
      level = level.flatMap { files(in: $0) }.filter {
        isFolder($0)
          && !["__MACOSX", "Chapters", "Sources", "Tests"].contains($0.lastPathComponent)
      }
    }
    if files(in: student).isEmpty { return .nothing("nothing is handed in: the folder is empty") }
    let places = looked.prefix(8).map { "\(student.lastPathComponent)/\($0)" }
    let example = catalogue.sheets.first.map { "\($0.name).swift" } ?? ""
    return .nothing(
      "not found: looked in \(places.joined(separator: ", "))\(looked.count > 8 ? ", …" : "") for "
        + "files such as \(example)")
  }

  /// Checks everything; a student whose answers cannot be checked is one row, and stops nobody else's.
  ///
  /// The answers are read and checked elsewhere: nothing is written into the students' folders.
  ///
  /// - Parameters:
  ///   - variant: for all students, in place of the one that each has chosen.
  ///   - enclosure: what each answer is shut into.
  ///   - done: is told each result at once.
  ///   - total: is told each student's results all together, when they are there.
  public func check(
    _ sheets: [ExerciseSheet], products: URL, limit: Int, variant: String? = nil,
    in enclosure: Enclosure, done told: (StudentResult) -> Void,
    total: (StudentTotals) -> Void = { _ in }
  ) {
    for (student, handedIn) in all {
      var totals = StudentTotals(student: student, notes: handedIn.bugNotes)
      defer { total(totals) }
      func done(_ result: StudentResult) {
        totals.add(result)
        told(result)
      }
      switch handedIn {
      case .nothing(let message):
        done(
          StudentResult(
            student: student, exercise: "", name: "", title: "", verdict: "not found",
            message: message, hints: 0, variant: variant ?? "", seconds: 0))
      case .work(let folder):
        let checker = Checker(
          catalogue: catalogue, work: folder, products: products, limit: limit,
          enclosure: enclosure)
        for sheet in sheets {
          done(result(of: sheet, student, checker, variant: variant))
        }
        told(StudentResult(student, handedIn.bugNotes))
      }
    }
  }

  private func result(
    of sheet: ExerciseSheet, _ student: String, _ checker: Checker, variant: String?
  ) -> StudentResult {
    let begin = Date()
    let verdict: String
    let message: String
    let progress = Result { () throws(ClassroomError) in try checker.work.progress() }
    let kept = (try? progress.get()) ?? Progress()
    let chosen = variant ?? kept.variant
    do {
      _ = try progress.get()
      let outcome = try checker.outcome(of: sheet, variant: chosen)
      (verdict, message) = (outcome.verdict.rawValue, outcome.line)
    } catch { (verdict, message) = ("not checked", "\(error)") }
    return StudentResult(
      student: student, exercise: sheet.number, name: sheet.name, title: sheet.title,
      verdict: verdict, message: message, hints: kept.hints[sheet.name, default: 0],
      variant: chosen, seconds: (Date().timeIntervalSince(begin) * 10).rounded() / 10)
  }
}

extension StudentResult {
  /// The row of the bug shelf, by the student's own notes, which nobody has checked.
  fileprivate init(_ student: String, _ notes: BugNotes) {
    let tries = notes.tries.values.reduce(0, +)
    self.init(
      student: student, exercise: "bugs", name: "bug-shelf", title: "The bug shelf",
      verdict: "\(notes.solved.count) diagnosed",
      message: "in \(tries) \(tries == 1 ? "try" : "tries"), as the student's notes say", hints: 0,
      variant: "", seconds: 0)
  }
}

/// Whether this is a folder itself, and no link to one.
private func isFolder(_ url: URL) -> Bool {
  let type = try? FileManager.default.attributesOfItem(atPath: url.path)[.type]
  return type as? FileAttributeType == .typeDirectory
}

extension Outcome {
  /// The message and the numbers in one line.
  var line: String {
    var parts = [message.split(separator: "\n").prefix(2).joined(separator: ": ")]
    if let expected { parts.append("expected \(expected)") }
    if let got { parts.append("got \(got)") }
    if let last { parts.append("it last printed “\(last)”") }
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
