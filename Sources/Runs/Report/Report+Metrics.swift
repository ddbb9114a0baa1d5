import Metrics

extension Report {
  /// The outcome in numbers: one table, with a part for each topic. A metric that was not measured is
  /// absent; one whose name is unknown stands at the end without a meaning. What was measured of several
  /// that are trained side by side stands in one row, with a column of values for each of them.
  var metricTable: String {
    let measured = summary.losses.merging(summary.metrics) { _, metric in metric }
    let known = metrics.filter { measured[$0.name] != nil && $0.topic != nil }
    let unknown = Set(measured.keys).subtracting(known.map(\.name)).sorted().map { Metric($0) }
    var parts = Metric.Topic.allCases.map { topic in
      (topic.heading, known.filter { $0.topic == topic })
    }
    parts.append(("Also measured", unknown))
    var subjects: [Metric.Subject] = []
    for case let subject? in known.map(\.subject) where !subjects.contains(subject) {
      subjects.append(subject)
    }
    let columns = max(1, subjects.count)
    let bodies = parts.filter { !$0.1.isEmpty }.map { heading, metrics in
      var seen: Set<Metric> = []
      let rows = metrics.map(\.ofAll).filter { seen.insert($0).inserted }.map { metric in
        row(metric, metrics.filter { $0.ofAll == metric }, of: subjects, measured)
      }
      return """
        <tbody>
        <tr><th colspan="\(columns + 3)" scope="rowgroup">\(heading)</th></tr>
        \(rows.joined(separator: "\n"))
        </tbody>
        """
    }
    guard !bodies.isEmpty else { return "<p>Nothing was measured.</p>" }
    let values = subjects.isEmpty ? ["Value"] : subjects.map { escaped($0.title) }
    return """
      <div class="scroll"><table class="metrics\(subjects.isEmpty ? "" : " twins")">
      <thead><tr><th scope="col">Metric</th>\
      \(values.map { "<th scope=\"col\">\($0)</th>" }.joined())\
      <th scope="col">What it means</th><th scope="col">To compare with</th></tr></thead>
      \(bodies.joined(separator: "\n"))
      </table></div>
      """
  }

  /// - Parameters:
  ///   - metric: what all of them are.
  ///   - metrics: that of each subject which has one; or one alone.
  private func row(
    _ metric: Metric, _ metrics: [Metric], of subjects: [Metric.Subject],
    _ measured: [String: Float]
  ) -> String {
    let name = metric.name
    let title =
      (metric.title.isEmpty ? "" : "\(escaped(metric.title)) ") + "<code>\(escaped(name))</code>"
    let unit = metric.unit.isEmpty ? "" : " <small>\(escaped(metric.unit))</small>"
    func cell(_ metric: Metric, _ span: Int) -> String {
      let value = measured[metric.name] ?? .nan
      let whose = metric.subject.map { "<small class=\"whose\">\(escaped($0.title))</small>" } ?? ""
      return """
        <td class="value"\(span > 1 ? " colspan=\"\(span)\"" : "")>\(whose)\
        <data value="\(value)">\(readable(value))</data>\(unit)</td>
        """
    }
    let values =
      metrics[0].subject == nil
      ? cell(metrics[0], max(1, subjects.count))
      : subjects.map { subject in
        metrics.first { $0.subject == subject }.map { cell($0, 1) } ?? "<td class=\"value\"></td>"
      }.joined()
    // The words of each, where they differ.
    let references =
      Set(metrics.map(\.reference)).count == 1
      ? [metrics[0].reference]
      : metrics.map { "\($0.subject?.title ?? ""): \($0.reference)" }
    var reference = references.map(escaped).joined(separator: "<br>")
    let judges = metrics[0].settledBy.filter { measured[$0] != nil && $0 != metrics[0].name }
    if let judge = judges.first {
      let suffix = metrics[0].subject?.suffix ?? ""
      let place = String(judge.dropLast(suffix.count))
      let link = "<a href=\"#\(anchor(place))\">\(escaped(place))</a>"
      reference += reference.isEmpty ? "See \(link)." : " See \(link)."
    }
    return """
      <tr id="\(anchor(name))"><th scope="row">\(title)</th>\
      \(values)<td>\(escaped(metric.sentence))</td><td>\(reference)</td></tr>
      """
  }

  private func anchor(_ name: String) -> String {
    "metric-" + escaped(String(name.map { $0.isWhitespace ? "-" : $0 }))
  }
}

extension Metric.Topic {
  fileprivate var heading: String {
    switch self {
    case .samples: "How good the samples are"
    case .answers: "What the discriminator says of them"
    case .losses: "The losses: in the last batch that was logged, and their course"
    }
  }
}
