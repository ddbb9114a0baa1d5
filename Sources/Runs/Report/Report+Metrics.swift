import Metrics

extension Report {
  /// The outcome in numbers: one table, with a part for each topic. A metric that was not measured is
  /// absent; one whose name is unknown stands at the end without a meaning.
  var metricTable: String {
    let measured = summary.losses.merging(summary.metrics) { _, metric in metric }
    let known = metrics.filter { measured[$0.name] != nil && $0.topic != nil }
    let unknown = Set(measured.keys).subtracting(known.map(\.name)).sorted().map { Metric($0) }
    var parts = Metric.Topic.allCases.map { topic in
      (topic.heading, known.filter { $0.topic == topic })
    }
    parts.append(("Also measured", unknown))
    let bodies = parts.filter { !$0.1.isEmpty }.map { heading, metrics in
      let rows = metrics.map { row($0, measured[$0.name] ?? .nan, among: measured) }
      return """
        <tbody>
        <tr><th colspan="4" scope="rowgroup">\(heading)</th></tr>
        \(rows.joined(separator: "\n"))
        </tbody>
        """
    }
    guard !bodies.isEmpty else { return "<p>Nothing was measured.</p>" }
    return """
      <div class="scroll"><table class="metrics">
      <thead><tr><th scope="col">Metric</th><th scope="col">Value</th>\
      <th scope="col">What it means</th><th scope="col">To compare with</th></tr></thead>
      \(bodies.joined(separator: "\n"))
      </table></div>
      """
  }

  private func row(_ metric: Metric, _ value: Float, among measured: [String: Float]) -> String {
    let name = metric.name
    let title =
      (metric.title.isEmpty ? "" : "\(escaped(metric.title)) ") + "<code>\(escaped(name))</code>"
    let unit = metric.unit.isEmpty ? "" : " <small>\(escaped(metric.unit))</small>"
    var reference = escaped(metric.reference)
    let judges = metric.settledBy.filter { measured[$0] != nil && $0 != name }
    if let judge = judges.first {
      let link = "<a href=\"#\(anchor(judge))\">\(escaped(judge))</a>"
      reference += reference.isEmpty ? "See \(link)." : " See \(link)."
    }
    return """
      <tr id="\(anchor(name))"><th scope="row">\(title)</th>\
      <td class="value"><data value="\(value)">\(readable(value))</data>\(unit)</td>\
      <td>\(escaped(metric.sentence))</td><td>\(reference)</td></tr>
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
