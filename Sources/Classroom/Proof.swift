import Exercises
import Foundation
import Synchronization

/// Shows that exercises do what they promise: the starter is not yet solved, the solution passes, and
/// every wrong answer is told what is wrong with it.
public struct Proof {
  /// What is not as it should be; empty if all is well.
  public private(set) var problems: [String] = []
  /// How many checks were made.
  public private(set) var count = 0

  /// Other variants than the book's, which a check has to fit too.
  private static let variants = ["first", "second"]

  /// Makes the proof. All answers are compiled at once.
  ///
  /// - Parameter sheets: those that are proven; the order of numbers is seen to for all.
  /// - Throws: ``AnswerProgram/CompileError`` if an answer does not compile.
  public init(of sheets: [ExerciseSheet], in catalogue: Catalogue, products: URL) throws {
    problems = disorder(in: catalogue)
    let claims = sheets.flatMap { Claim.all(of: $0, problems: &problems) }
    var first: [String: Claim] = [:]
    for claim in claims { first[claim.key] = claim }
    let answers = try first.sorted { $0.key < $1.key }.map { key, claim in
      (key: key, answer: try claim.answer(), sheet: claim.sheet)
    }
    let program = try AnswerProgram(answers: answers, products: products, root: catalogue.root)

    // Each in a process of its own, two at a time.
    let outcomes = Mutex([Outcome?](repeating: nil, count: claims.count))
    let taken = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      while true {
        let index = taken.add(1, ordering: .relaxed).oldValue
        guard index < claims.count else { return }
        let claim = claims[index]
        let outcome = try? program.outcome(of: claim.key, variant: claim.variant)
        outcomes.withLock { $0[index] = outcome }
      }
    }
    count = claims.count
    var messages: [String: String] = [:]
    for (claim, outcome) in zip(claims, outcomes.withLock { $0 }) {
      guard let outcome else {
        problems.append("\(claim): its program did not start")
        continue
      }
      if let problem = claim.problem(with: outcome) { problems.append("\(claim): \(problem)") }
      if case .wrong = claim.expected, claim.variant.isEmpty {
        let message = "\(claim.sheet.number): \(outcome.message)"
        if let other = messages[message] {
          problems.append("\(claim): it is told the same as \(other): \(outcome.message)")
        }
        messages[message] = claim.file.lastPathComponent
      }
    }
  }

  /// What one answer has to be told.
  private struct Claim: CustomStringConvertible {
    enum Expected { case notYet, solved, wrong(String) }

    let sheet: ExerciseSheet
    let file: URL
    let variant: String
    let expected: Expected

    var key: String { "\(sheet.number)/\(file.lastPathComponent)" }

    func answer() throws(ClassroomError) -> Answer {
      do { return try Answer(file, path: file.path) } catch {
        throw .badData("\(file.relativePath): \(error.message)")
      }
    }

    var description: String { variant.isEmpty ? key : "\(key) (variant \(variant))" }

    static func all(of sheet: ExerciseSheet, problems: inout [String]) -> [Claim] {
      var claims = [Claim(sheet: sheet, file: sheet.starter, variant: "", expected: .notYet)]
      for variant in [""] + Proof.variants {
        claims.append(
          Claim(sheet: sheet, file: sheet.solution, variant: variant, expected: .solved))
      }
      if sheet.wrongAnswers.isEmpty { problems.append("\(sheet.number): there is no wrong answer") }
      for file in sheet.wrongAnswers {
        // // rejected: "the labels are swapped"
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let quoted = text.prefix { $0 != "\n" }.split(separator: "\"")
        guard quoted.count == 2, quoted[0] == "// rejected: " else {
          problems.append(
            "\(file.relativePath): its first line is not of the form // rejected: \"message\"")
          continue
        }
        for variant in ["", Proof.variants[0]] {
          claims.append(
            Claim(sheet: sheet, file: file, variant: variant, expected: .wrong(String(quoted[1]))))
        }
      }
      return claims
    }

    func problem(with outcome: Outcome) -> String? {
      let said = "\(outcome.verdict.rawValue) \(outcome.message)"
      switch expected {
      case .notYet: return outcome.verdict == .notYet ? nil : "it should be not yet, and is \(said)"
      case .solved: return outcome.verdict == .solved ? nil : "it should be solved, and is \(said)"
      case .wrong(let message):
        if outcome.verdict != .wrong { return "it should be rejected, and is \(said)" }
        // Another variant may put the same mistake into other words.
        if !variant.isEmpty || outcome.message.contains(message) { return nil }
        return "it is told “\(outcome.message)”, where “\(message)” is expected"
      }
    }
  }
}

/// What is wrong with the exercises' files and numbers.
private func disorder(in catalogue: Catalogue) -> [String] {
  var problems: [String] = []
  for chapter in catalogue.chapters {
    for (index, sheet) in chapter.sheets.enumerated() {
      let number = "\(chapter.number).\(index + 1)"
      if sheet.number != number {
        problems.append("\(sheet.name): this is the exercise \(number) in its chapter")
      }
      let stray = files(in: sheet.folder).map(\.lastPathComponent)
        .filter { !["Exercise.md", "Starter.swift", "Solution.swift", "Wrong"].contains($0) }
      let strayWrong = files(in: sheet.folder.appendingPathComponent("Wrong"))
        .filter { $0.pathExtension != "swift" }.map { "Wrong/\($0.lastPathComponent)" }
      for name in stray + strayWrong {
        problems.append("\(sheet.name)/\(name): this file does not belong here")
      }
      let checks = sheet.folder.deletingLastPathComponent().appendingPathComponent("Checks")
      for file in [sheet.starter, sheet.solution] + sheet.wrongAnswers + files(in: checks) {
        problems += forbiddenImports(in: file)
      }
    }
  }
  return Array(Set(problems)).sorted()
}

/// An exercise needs the rooms and its own chapter's checks: no later chapter, and no chapter's code.
private func forbiddenImports(in file: URL) -> [String] {
  guard let text = try? String(contentsOf: file, encoding: .utf8) else {
    return ["\(file.relativePath): not found"]
  }
  let rooms = ["Exercises", "Tensors", "Datasets", "Metrics", "Charts", "Foundation"]
  let imported = text.split(separator: "\n").filter { $0.hasPrefix("import ") }
    .map { String($0.dropFirst(7)) }
  let others = imported.filter { !rooms.contains($0) }
  let own = imported.filter { $0.hasSuffix("Exercises") && $0 != "Exercises" }
  let isOwn = own == others && own.allSatisfy { belongs($0, to: file) }
  return isOwn ? [] : ["\(file.relativePath): it may not import \(others.joined(separator: ", "))"]
}

/// Whether a module `ToyGANExercises` is that of the chapter `01-toy-gan`.
private func belongs(_ module: String, to file: URL) -> Bool {
  let parts = file.pathComponents
  guard let index = parts.lastIndex(of: "Exercises"), index > 0 else { return false }
  let chapter = parts[index - 1].split(separator: "-").dropFirst().joined()
  return module.lowercased() == chapter + "exercises"
}
