import Runs

/// What the learner is told about an answer.
public struct Diagnosis: Sendable {
  public let isRight: Bool
  public let text: String
}

/// Metrics as they are shown.
struct Measured {
  let values: [(name: String, value: String)]

  init(_ values: [(name: String, value: String)]) { self.values = values }

  var list: String { values.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }
}

extension Bug {
  /// Judges an answer. Plays the game now, for the numbers that it tells: some seconds.
  public func diagnosis(_ answer: Fault, seed: UInt64 = 1) -> Diagnosis {
    Diagnosis(
      isRight: answer == fault,
      text: answer == fault
        ? solution(seed: seed) : objection(to: answer, measured(seed: seed)))
  }

  private func solution(seed: UInt64) -> String {
    let with = Findings(game(repaired: false, seed: seed))
    let without = Findings(game(repaired: true, seed: seed))
    let rows = ([symptom.metric] + telling).map { metric in
      cells(metric.name, shown(with[metric]), shown(without[metric]))
    }
    return """
      \(wrapped("✓ bug \(number) is \(fault.rawValue): \(fault.sentence)"))

      \(wrapped(explanation))

      The line in \(file):
      \(indented(wrong))
      \(right.isEmpty ? "which should not be there." : "and as it should be:\n" + indented(right))

      What gave it away:
      \(wrapped(evidence))

      What the repair does (means over the last fifth of the run, seed \(seed)):
      \(cells("", "with it", "repaired"))
      \(rows.joined(separator: "\n"))

      swift run workbook bug \(number) --repaired
      """
  }

  /// - Parameter here: what this game has measured.
  func objection(to answer: Fault, _ here: Measured) -> String {
    let head = "✗ bug \(number) is not \(answer.rawValue): \(answer.sentence)"
    guard admits(answer) else {
      return """
        \(wrapped(head))

        \(wrapped("That belongs to another game. This one is \(kind.title)."))
        """
    }
    let against =
      hints[answer].map { "Against it speaks: \($0)" }
      ?? "Hold the one against the other, and look again: \(look)"
    return """
      \(wrapped(head))

      \(wrapped("That would show: \(answer.symptom)"))
      \(wrapped("Here (means over the last fifth of the run): \(here.list)."))
      \(wrapped(against))
      """
  }

  /// The metrics that tell something in this game.
  private func measured(seed: UInt64) -> Measured {
    let findings = Findings(game(repaired: false, seed: seed))
    return Measured(
      ([symptom.metric] + telling).map { (name: $0.name, value: shown(findings[$0])) })
  }

  private func shown(_ value: Float?) -> String { value.map(readable) ?? "–" }

  private func cells(_ name: String, _ left: String, _ right: String) -> String {
    func padded(_ text: String, to width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    return "  " + name + padded(left, to: 32 - name.count) + padded(right, to: 14)
  }
}

private func indented(_ code: String) -> String {
  code.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
}

/// Lines of at most 80 characters, broken between words.
private func wrapped(_ text: String) -> String {
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty && line.count + word.count >= 80 {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
  }
  return lines.joined(separator: "\n")
}
