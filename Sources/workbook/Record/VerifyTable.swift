import Foundation
import Runs

/// What `workbook verify` prints: a line for each run, and one for each difference or value.
struct VerifyTable {
  let isVerbose: Bool
  private(set) var comparisons: [Comparison] = []
  private var skipped = 0

  init(isVerbose: Bool) {
    self.isVerbose = isVerbose
    show(VerifyTable.row("run", "recorded", "came out", "verdict"))
  }

  var differs: Bool { comparisons.contains { !$0.differences.isEmpty } }

  mutating func add(_ comparison: Comparison, seconds: Double) {
    comparisons.append(comparison)
    for line in VerifyTable.lines(comparison, isVerbose: isVerbose, seconds: seconds) { show(line) }
  }

  mutating func skip(_ title: String, _ reason: String) {
    skipped += 1
    show(VerifyTable.row(title, "", "", "skipped: \(reason)"))
  }

  func summary(seconds: Double) -> String {
    let differences = comparisons.map(\.differences.count)
    let skips = skipped == 0 ? "" : "; \(counted(skipped, "run")) skipped"
    let time = "in \(describe(seconds: seconds))"
    guard differs else {
      return "\(counted(comparisons.count, "run")), \(counted(.metric, "value")), "
        + "\(counted(.picture, "picture")): all as recorded\(skips), \(time)"
    }
    return "\(counted(differences.reduce(0, +), "difference")) in "
      + "\(differences.count { $0 > 0 }) of \(counted(comparisons.count, "run"))\(skips), \(time)"
  }

  private func counted(_ kind: Comparison.Kind, _ noun: String) -> String {
    counted(comparisons.map { $0.count(kind) }.reduce(0, +), noun)
  }

  private func counted(_ count: Int, _ noun: String) -> String { VerifyTable.counted(count, noun) }

  private func show(_ line: String) {
    print(line)
    fflush(nil)  // Also into a file: the next run takes its time.
  }
}

extension VerifyTable {
  static func lines(
    _ comparison: Comparison, isVerbose: Bool, seconds: Double
  ) -> [String] {
    let digest = comparison.items.first { $0.kind == .digest }
    let verdict =
      comparison.differences.isEmpty
      ? "equal" : "\(comparison.differences.count) of \(comparison.items.count) differ"
    let counts = [(Comparison.Kind.metric, "value"), (.picture, "picture")]
      .map { (comparison.count($0), $1) }.filter { $0.0 > 0 }.map { counted($0, $1) }
    let rounded = comparison.items.count { $0.verdict == .rounding }
    let stale = comparison.items.count { $0.verdict == .stale }
    let notes =
      counts + (rounded > 0 ? ["\(rounded) but for rounding"] : [])
      + (stale > 0 ? ["\(stale) stale"] : []) + [describe(seconds: seconds)]
    let title =
      "\(comparison.chapter): \(comparison.run)"
      + (comparison.seed == 1 ? "" : ", seed \(comparison.seed)")
    let head = row(
      title, digest?.recorded ?? "", digest?.cameOut ?? "",
      "\(verdict) (\(notes.joined(separator: ", ")))")
    let items = isVerbose ? comparison.items : comparison.differences
    return [head]
      + items.map { row("  \($0.name)", $0.recorded, $0.cameOut, $0.verdict.description) }
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  static func row(_ cells: String...) -> String {
    zip(cells, [40, 24, 24, 0]).map { cell, width in
      cell + String(repeating: " ", count: max(width > 0 ? 1 : 0, width - cell.count))
    }.joined()
  }
}
