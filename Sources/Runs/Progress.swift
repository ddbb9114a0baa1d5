import Foundation

/// Tells on standard error how far a run is: one line redrawn on a terminal, a plain line every few
/// seconds elsewhere.
struct Progress {
  private let total: Int
  /// The steps that were done before, by the run that is continued.
  var done = 0
  private let isShown: Bool
  private let isTerminal = isatty(2) == 1
  private var start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(total: Int, isShown: Bool) {
    self.total = total
    self.isShown = isShown
  }

  /// Begins to count: what came before the first step is no part of the pace.
  mutating func begin() { start = .now }

  var seconds: Double { start.duration(to: .now) / .seconds(1) }

  /// To be called after each step. To look at the clock takes some 30 ns.
  mutating func show(step: Int, losses: () -> String) {
    guard isShown else { return }
    let interval: Duration = isTerminal ? .milliseconds(200) : .seconds(5)
    let now = ContinuousClock.now
    if step < total && (lastShown ?? start).duration(to: now) < interval { return }
    lastShown = now
    let rate = Double(step - done) / Swift.max(seconds, 1e-9)
    let left = Double(total - step) / Swift.max(rate, 1e-9)
    let line =
      "step \(step) of \(total) · \(100 * step / total) % · \(Int(rate)) steps/s"
      + (step < total ? " · \(describe(seconds: left)) left" : " · \(describe(seconds: seconds))")
      + losses()
    let text = isTerminal ? "\r\u{1B}[K\(line)\(step == total ? "\n" : "")" : line + "\n"
    FileHandle.standardError.write(Data(text.utf8))
  }
}

/// A duration in words: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`.
package func describe(seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if seconds < 9.95 { return "\((seconds * 10).rounded() / 10) s" }
  if whole < 60 { return "\(whole) s" }
  let twoDigits = { (n: Int) in n < 10 ? "0\(n)" : "\(n)" }
  if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
  return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
}
