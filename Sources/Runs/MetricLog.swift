import Metrics
import Preconditions

/// What was measured during a run, by step: one row a step, one column a metric.
///
/// Not every metric is measured at every step; a value that is not there is an empty cell, and a
/// number that is not finite is not entered. A metric's column begins when it is first measured.
public struct MetricLog: Sendable {
  public private(set) var columns: [Metric] = []
  public private(set) var rows: [(step: Int, values: [Float?])] = []

  public init(columns: [Metric] = []) { self.columns = columns }

  /// Enters values at `step`, which must not be before the last one. Values of a step that is there
  /// already join its row.
  public mutating func append(_ measured: Measurements, at step: Int) {
    if let last = rows.last {
      require(step >= last.step, "a log goes forward: step \(step) after \(last.step)")
    }
    if rows.last?.step != step {
      rows.append((step, Array(repeating: nil, count: columns.count)))
    }
    for metric in measured.metrics {
      let column = place(of: metric)
      if let value = measured[metric], value.isFinite {
        rows[rows.count - 1].values[column] = value
      }
    }
  }

  /// The column of a metric, which a new one gets at the end.
  private mutating func place(of metric: Metric) -> Int {
    if let column = columns.firstIndex(of: metric) { return column }
    columns.append(metric)
    for row in rows.indices { rows[row].values.append(nil) }
    return columns.count - 1
  }

  /// The steps and values of one metric, where it was measured.
  public func series(_ metric: Metric) -> (steps: [Float], values: [Float]) {
    guard let column = columns.firstIndex(of: metric) else { return ([], []) }
    let found = rows.compactMap { row in row.values[column].map { (Float(row.step), $0) } }
    return (found.map(\.0), found.map(\.1))
  }

  /// The value of a metric that was measured last.
  public func last(_ metric: Metric) -> Float? { series(metric).values.last }

  /// The mean of a metric over the last part of the run, such as the last tenth of the steps: one
  /// batch's value is mostly noise.
  public func average(_ metric: Metric, overLast part: Float) -> Float? {
    let (steps, values) = series(metric)
    guard let end = steps.last else { return nil }
    let late = zip(steps, values).filter { $0.0 > end * (1 - part) }.map(\.1)
    return late.reduce(0, +) / Float(late.count)
  }

  /// The same of several metrics.
  public func averages(_ metrics: [Metric], overLast part: Float) -> Measurements {
    var averages: Measurements = [:]
    for metric in metrics { averages[metric] = average(metric, overLast: part) }
    return averages
  }

  /// Comma-separated values with a header line; an absent value is an empty field.
  public var csv: String {
    var lines = [(["step"] + columns.map(\.name)).joined(separator: ",")]
    for row in rows {
      let cells = row.values.map { $0.map { "\($0)" } ?? "" }
      lines.append((["\(row.step)"] + cells).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
