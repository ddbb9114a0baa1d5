import Charts
import Foundation
import Runs

/// What a run's `metrics.csv` tells: each metric over the steps.
struct Curves {
  private(set) var names: [String] = []
  private var points: [String: [(step: Double, value: Double)]] = [:]

  /// Those of a run. A file that is missing has none, and from one that is cut off those lines are read that
  /// are whole: a picture of many runs does not fail for one of them.
  init(of run: KeptRun) {
    let file = run.folder.appendingPathComponent("metrics.csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    self.init(csv: text)
  }

  init(csv: String) {
    var lines = csv.split(whereSeparator: \.isNewline)[...]
    guard let header = lines.popFirst() else { return }
    let columns = header.split(separator: ",", omittingEmptySubsequences: false)
    guard columns.first == "step", Set(columns).count == columns.count else { return }
    names = columns.dropFirst().map(String.init)
    for line in lines {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == columns.count, let step = Double(cells[0]) else { continue }
      for (name, cell) in zip(names, cells.dropFirst()) {
        if let value = Double(cell), value.isFinite {
          points[name, default: []].append((step, value))
        }
      }
    }
  }

  /// The points of a metric; none that is not there.
  subscript(name: String) -> [(step: Double, value: Double)] { points[name] ?? [] }
}

extension RunGroup {
  /// A chart for each metric that at least one run has measured twice or more, with a line for each run.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - curves: those of the runs, in their order.
  func charts(_ curves: [Curves], width: Double) -> [(name: String, chart: Chart)] {
    var names: [String] = []
    for name in curves.flatMap(\.names) where !names.contains(name) { names.append(name) }
    // What is judged by stands before the losses, which are logged first.
    let judged = metrics.filter { name in
      names.contains(name) && runs.contains { $0.summary.metrics[name] != nil }
    }
    names = judged + names.filter { !judged.contains($0) }
    return names.compactMap { name in
      guard curves.contains(where: { $0[name].count > 1 }) else { return nil }
      var chart = Chart(name, x: Axis("step"), y: Axis(""), width: width, height: 340)
      for (run, curve) in zip(self.names, curves) {
        // More points than pixels would only make the page larger, and a class has many runs.
        let points = thinned(curve[name], to: min(240, max(40, 3000 / runs.count)))
        chart.line(run, x: points.map(\.step), y: points.map(\.value))
      }
      return (name, chart)
    }
  }
}

/// Means of stretches of equal length where there are more points than `count`; a curve's course, without
/// the noise of single batches.
private func thinned(
  _ points: [(step: Double, value: Double)], to count: Int
) -> [(step: Double, value: Double)] {
  guard points.count > count else { return points }
  return (0..<count).map { index in
    let piece = points[index * points.count / count..<(index + 1) * points.count / count]
    let n = Double(piece.count)
    return (piece.map(\.step).reduce(0, +) / n, piece.map(\.value).reduce(0, +) / n)
  }
}
