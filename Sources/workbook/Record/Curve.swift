import Foundation
import Runs

/// How a metric went in the course of a run: a few dozen points, enough for a chart.
///
/// A point is the mean of what was measured since the point before it, as one batch's value is mostly noise;
/// where no more was measured than a few dozen values, each of them. So a run that stops after some steps
/// gives the same points up to there.
struct Curve: Equatable {
  var steps: [Int]
  var values: [Float]

  /// What was measured, step by step.
  typealias Series = [(step: Int, value: Float)]

  /// About how many points a curve has.
  static let points = 40

  /// - Parameter first: the step of the first point of a thinned curve: that of the prefix, so that a curve
  ///   has a point which can be verified; nil for evenly spread points alone.
  init(thinned series: Series, first: Int? = nil) {
    let last = series.last?.step ?? 0
    let even = (1...Curve.points).map { last * $0 / Curve.points }
    let steps =
      series.count <= Curve.points + 1
      ? series.map(\.step) : [first].compactMap { $0 } + even.filter { $0 > first ?? 0 }
    self.init(series, at: steps)
  }

  /// The points at `steps`, without those before which nothing new was measured.
  init(_ series: Series, at steps: [Int]) {
    (self.steps, values) = ([], [])
    var rest = series[...]
    for step in steps {
      let span = rest.prefix { $0.step <= step }
      rest = rest.dropFirst(span.count)
      if span.isEmpty { continue }
      self.steps.append(step)
      values.append(Float(span.reduce(0) { $0 + Double($1.value) } / Double(span.count)))
    }
  }

  /// The points up to a step.
  func through(_ step: Int) -> Curve {
    var curve = self
    let count = steps.prefix { $0 <= step }.count
    (curve.steps, curve.values) = (Array(steps.prefix(count)), Array(values.prefix(count)))
    return curve
  }
}

/// In a record a curve is one line, `50 0.6931, 100 0.6874`: a point a line would be thousands of them.
extension Curve: Codable {
  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    (steps, values) = ([], [])
    for point in text.split(separator: ", ", omittingEmptySubsequences: false) {
      let words = point.split(separator: " ", omittingEmptySubsequences: false)
      // Only as it is written: an edit of the text is an edit.
      guard words.count == 2, let step = Int(words[0]), let value = Float(words[1]),
        "\(step) \(value)" == point
      else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "“\(point)” is no point of a curve: give a step and a value"))
      }
      steps.append(step)
      values.append(value)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(zip(steps, values).map { "\($0) \($1)" }.joined(separator: ", "))
  }
}

/// A run's `metrics.csv`: what was measured of each metric, step by step.
struct MeasuredCourse {
  let series: [String: Curve.Series]

  /// - Throws: ``RunFailure`` (65) with the line that is no row of numbers.
  init(csv: String, path: String) throws {
    var lines = csv.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    func cells(_ line: String) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let names = cells(lines.first ?? "")
    guard names.first == "step" else {
      throw RunFailure(.badData, "\(path):1: no list of metrics; record the run again")
    }
    var series: [String: Curve.Series] = [:]
    for (index, line) in lines.enumerated().dropFirst() {
      let cells = cells(line)
      guard cells.count == names.count, let step = Int(cells[0]) else {
        throw RunFailure(
          .badData, "\(path):\(index + 1): no row of \(names.count) numbers; record the run again")
      }
      for (name, cell) in zip(names, cells).dropFirst() {
        if let value = Float(cell) { series[name, default: []].append((step, value)) }
      }
    }
    self.series = series
  }

  init(folder: URL) throws {
    let file = folder.appendingPathComponent("metrics.csv")
    do {
      try self.init(csv: String(contentsOf: file, encoding: .utf8), path: file.relativePath)
    } catch let error where !(error is RunFailure) {
      throw RunFailure(
        .inputNotFound, "\(file.relativePath): cannot be read (\(RunFailure.reason(of: error)))")
    }
  }

  /// Each metric, thinned.
  func curves(first: Int?) -> [String: Curve] {
    series.mapValues { Curve(thinned: $0, first: first) }
  }
}
