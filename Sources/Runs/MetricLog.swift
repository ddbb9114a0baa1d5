import Preconditions

/// What was measured during a run, by step: one row a step, one column a metric.
///
/// Not every metric is measured at every step; a value that is not there is an empty cell, and a
/// number that is not finite is not entered.
public struct MetricLog: Sendable {
  public let columns: [String]
  public private(set) var rows: [(step: Int, values: [Float?])] = []

  public init(columns: [String]) { self.columns = columns }

  /// Enters values at `step`, which must not be before the last one. Values of a step that is there
  /// already join its row.
  public mutating func append(_ values: KeyValuePairs<String, Float?>, at step: Int) {
    if let last = rows.last {
      require(step >= last.step, "a log goes forward: step \(step) after \(last.step)")
    }
    if rows.last?.step != step {
      rows.append((step, Array(repeating: nil, count: columns.count)))
    }
    for (name, value) in values {
      guard let column = columns.firstIndex(of: name) else {
        stop("no column \(name) among \(columns)")
      }
      if let value, value.isFinite { rows[rows.count - 1].values[column] = value }
    }
  }

  /// The steps and values of one metric, where it was measured.
  public func series(_ name: String) -> (steps: [Float], values: [Float]) {
    guard let column = columns.firstIndex(of: name) else { return ([], []) }
    let found = rows.compactMap { row in row.values[column].map { (Float(row.step), $0) } }
    return (found.map(\.0), found.map(\.1))
  }

  /// The value of a metric that was measured last.
  public func last(_ name: String) -> Float? { series(name).values.last }

  /// The mean of a metric over the last part of the run, such as the last tenth of the steps: one
  /// batch's value is mostly noise.
  public func average(_ name: String, overLast part: Float) -> Float? {
    let (steps, values) = series(name)
    guard let end = steps.last else { return nil }
    let late = zip(steps, values).filter { $0.0 > end * (1 - part) }.map(\.1)
    return late.reduce(0, +) / Float(late.count)
  }

  /// Comma-separated values with a header line; an absent value is an empty field.
  public var csv: String {
    var lines = [(["step"] + columns).joined(separator: ",")]
    for row in rows {
      let cells = row.values.map { $0.map { "\($0)" } ?? "" }
      lines.append((["\(row.step)"] + cells).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
