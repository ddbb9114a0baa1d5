import Runs

/// The runs of a chapter for a terminal, which is too narrow for a column for each metric: a few lines for each
/// run.
///
///     toy-gan: 2 runs, which differ in seed
///
///       toy-gan-reliable-lesson-seed1   2.4 s   digest 54fb0b4c3a0ab3ca
///         seed 1
///         ks 0.041 · mean −1.018 · w1 0.079
struct RunTable {
  private let group: RunGroup
  private let width: Int

  /// - Parameter width: what a line of metrics does not exceed.
  init(_ group: RunGroup, width: Int = 88) {
    self.group = group
    self.width = width
  }

  var text: String {
    let count = VerifyTable.counted(group.runs.count, "run")
    let difference =
      group.runs.count == 1
      ? ""
      : group.telling.isEmpty
        ? ", which differ in nothing"
        : ", which differ in " + group.telling.joined(separator: ", ")
    return "\(group.chapter): \(count)\(difference)\n\n"
      + group.runs.map(block).joined(separator: "\n")
  }

  private func block(_ run: KeptRun) -> String {
    let width = group.runs.map(\.path.count).max() ?? 0
    let name = run.path.padding(toLength: max(width, run.path.count), withPad: " ", startingAt: 0)
    let time = describe(seconds: Double(run.summary.seconds))
    let traits = group.telling.compactMap { name in
      group.value(of: name, in: run).map { "\(name) \($0)" }
    }
    let values = group.metrics.compactMap { name in
      run.values[name].map { "\(name) \(readable($0))" }
    }
    let failure = run.summary.failure.map { ["went wrong: \($0.name)"] } ?? []
    // Twins measure half a hundred numbers each: the telling ones stand first.
    let shown = wrapped(values)
    var lines = wrapped(traits) + shown.prefix(2)
    if shown.count > 2 {
      let rest = shown.dropFirst(2).map { $0.components(separatedBy: " · ").count }.reduce(0, +)
      lines.append("and \(rest) more, in its report and by --json")
    }
    lines += failure
    return "  \(name)   \(time)   digest \(run.summary.digest)\n"
      + lines.map { "    \($0)\n" }.joined()
  }

  /// Parts with a point between them, in lines that are not too long.
  private func wrapped(_ parts: [String]) -> [String] {
    var lines: [String] = []
    for part in parts {
      if let last = lines.last, last.count + part.count + 3 <= width {
        lines[lines.count - 1] = "\(last) · \(part)"
      } else {
        lines.append(part)
      }
    }
    return lines
  }
}
