import Foundation
import Metrics
import Testing

@testable import BugShelf

/// The list, its words, and what is told about an answer.
@Suite struct ShelfTests {
  @Test("the shelf has its cases by consecutive numbers, each mistake once")
  func list() {
    #expect(Shelf.bugs.map(\.number) == Array(1...Shelf.bugs.count))
    #expect(Shelf.bugs.count >= 12)
    #expect(Set(Shelf.bugs.map(\.fault)).count == Shelf.bugs.count)
    #expect(Shelf.cases.count == Shelf.bugs.count, "a case is not in the order")
    #expect(Fault.allCases.count > Shelf.bugs.count, "no name is a wrong answer to all of them")
    #expect(Shelf.bug(0) == nil && Shelf.bug(Shelf.bugs.count + 1) == nil)
  }

  @Test("a report does not name the mistake", arguments: Shelf.bugs)
  func neutral(_ bug: BugShelf.Bug) {
    for text in [bug.report, bug.look] {
      #expect(!text.contains(bug.fault.rawValue) && !text.contains(bug.fault.sentence))
      #expect(!text.contains(bug.wrong))
      if !bug.right.isEmpty { #expect(!text.contains(bug.right)) }
    }
    #expect(bug.admits(bug.fault))
    #expect(bug.hints[bug.fault] == nil)
    #expect(bug.hints.keys.allSatisfy(bug.admits), "a hint against what this game cannot have")
    #expect(bug.hints.count >= 2)
  }

  @Test(
    "the wrong and the right line stand in the game's file, word for word", arguments: Shelf.bugs)
  func lines(_ bug: BugShelf.Bug) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let source = try String(contentsOf: root.appendingPathComponent(bug.file), encoding: .utf8)
    let code = words(source)
    #expect(code.contains("fault == .\(bug.fault)"))
    #expect(code.contains(words(bug.wrong)), "\(bug.wrong)")
    #expect(bug.right.isEmpty || code.contains(words(bug.right)), "\(bug.right)")
    #expect(bug.right != bug.wrong)
  }

  /// The code as the formatter leaves it, whatever the lines.
  private func words(_ code: String) -> String {
    code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("the game is told the same, with the mistake and without", arguments: Shelf.bugs)
  func sameGame(_ bug: BugShelf.Bug) {
    let (broken, repaired) = (bug.game(repaired: false, seed: 1), bug.game(repaired: true, seed: 1))
    #expect(broken.steps == repaired.steps && broken.batch == repaired.batch)
    #expect(broken.dataset == repaired.dataset)
    #expect(broken.facts.elementsEqual(repaired.facts) { $0 == $1 })
  }

  @Test("the right answer is accepted, with the two lines and with numbers of both games")
  func right() throws {
    // A short game is enough: what is said does not depend on which.
    let bug = try #require(Shelf.bugs.first { $0.fault == .labelsSwapped })
    let diagnosis = bug.diagnosis(.labelsSwapped)
    #expect(diagnosis.isRight)
    for part in [
      Fault.labelsSwapped.sentence, bug.wrong, bug.right, bug.file, "repaired", "dReal", "w1",
    ] {
      #expect(
        words(diagnosis.text).contains(words(part)), "\(part) is missing in \(diagnosis.text)")
    }
    let (with, without) = (
      Findings(bug.game(repaired: false, seed: 1)), Findings(bug.game(repaired: true, seed: 1))
    )
    #expect(try #require(with[.w1]) > 4 * #require(without[.w1]))
  }

  @Test("every other answer is rejected, with what it would show", arguments: Shelf.bugs)
  func wrong(_ bug: BugShelf.Bug) {
    let here = Measured([(name: "w1", value: "0.1")])
    var texts: Set<String> = []
    for answer in Fault.allCases where answer != bug.fault {
      let text = bug.objection(to: answer, here)
      #expect(text.contains("is not \(answer.rawValue)"))
      let flat = words(text)
      #expect(flat.contains(words(bug.admits(answer) ? answer.symptom : bug.kind.title)))
      if let hint = bug.hints[answer] { #expect(flat.contains(words(hint))) }
      #expect(!text.contains(bug.fault.rawValue) && !text.contains(bug.wrong))
      texts.insert(text)
    }
    #expect(texts.count == Fault.allCases.count - 1, "two wrong answers get the same words")
  }

  @Test("a wrong answer is a diagnosis too, and it is wrong")
  func wrongDiagnosis() throws {
    let bug = try #require(Shelf.bugs.first { $0.fault == .labelsSwapped })
    let diagnosis = bug.diagnosis(.generatorSign)
    #expect(!diagnosis.isRight)
    #expect(diagnosis.text.contains("dFake") && diagnosis.text.contains("✗"))
  }
}
