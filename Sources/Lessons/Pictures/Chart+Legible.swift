import Charts
import Metrics
import Runs

extension Chart {
  /// Adds the course of the legible share on an axis of its own, at the right; nothing where nobody has
  /// read the samples.
  public mutating func addLegible(_ log: MetricLog) {
    let (steps, shares) = log.series(.legible)
    if steps.isEmpty { return }
    right = Axis("legible share of the samples", range: 0...1)
    line("legible", x: steps, y: shares, ink: .green, on: .right)
  }
}
