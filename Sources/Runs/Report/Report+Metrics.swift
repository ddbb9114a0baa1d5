extension Report {
  /// The outcome in numbers: one table, with a part for each topic. A metric that was not measured is
  /// absent; one whose name is unknown stands at the end without a meaning.
  var metricTable: String {
    let measured = summary.losses.merging(summary.metrics) { _, metric in metric }
    let known = meanings.names.filter { measured[$0] != nil }
    let unknown = measured.keys.filter { meanings[$0] == nil }.sorted()
    var parts = MetricMeaning.Topic.allCases.map { topic in
      (topic.heading, known.filter { meanings[$0]?.topic == topic })
    }
    parts.append(("Also measured", unknown))
    let bodies = parts.filter { !$0.1.isEmpty }.map { heading, names in
      let rows = names.map { row($0, measured[$0] ?? .nan, among: measured) }
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

  private func row(_ name: String, _ value: Float, among measured: [String: Float]) -> String {
    let meaning = meanings[name]
    let code = "<code>\(escaped(name))</code>"
    let title = meaning.map { "\(escaped($0.title)) \(code)" } ?? code
    let unit = (meaning?.unit).flatMap { $0.isEmpty ? nil : " <small>\(escaped($0))</small>" } ?? ""
    var reference = escaped(meaning?.reference ?? "")
    let judges = (meaning?.settledBy ?? []).filter { measured[$0] != nil && $0 != name }
    if let judge = judges.first {
      let link = "<a href=\"#\(anchor(judge))\">\(escaped(judge))</a>"
      reference += reference.isEmpty ? "See \(link)." : " See \(link)."
    }
    return """
      <tr id="\(anchor(name))"><th scope="row">\(title)</th>\
      <td class="value"><data value="\(value)">\(readable(value))</data>\(unit)</td>\
      <td>\(escaped(meaning?.sentence ?? ""))</td><td>\(reference)</td></tr>
      """
  }

  private func anchor(_ name: String) -> String {
    "metric-" + escaped(String(name.map { $0.isWhitespace ? "-" : $0 }))
  }
}

extension MetricMeaning.Topic {
  fileprivate var heading: String {
    switch self {
    case .samples: "How good the samples are"
    case .answers: "What the discriminator says of them"
    case .losses: "The losses: in the last batch that was logged, and their course"
    }
  }
}
