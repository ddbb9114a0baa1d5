import Foundation

/// Tells on standard error how far a run is: one line redrawn on a terminal, a plain line every few
/// seconds elsewhere, and on a terminal that cannot redraw.
struct Progress {
  private let total: Int
  /// The steps that were done before, by the run that is continued.
  var done = 0
  private let isShown: Bool
  private let redraws: Bool
  private var start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?
  /// Whether a line stands on the terminal that has no end yet.
  private var isOpen = false

  init(total: Int, isShown: Bool) {
    self.total = total
    self.isShown = isShown
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    redraws = isatty(2) == 1 && kind != "dumb" && !kind.isEmpty
  }

  /// Begins to count: what came before the first step is no part of the pace.
  mutating func begin() { start = .now }

  var seconds: Double { start.duration(to: .now) / .seconds(1) }

  /// To be called after each step. To look at the clock takes some 30 ns.
  mutating func show(step: Int, losses: () -> String) {
    guard isShown else { return }
    let interval: Duration = redraws ? .milliseconds(200) : .seconds(5)
    let now = ContinuousClock.now
    if step < total && (lastShown ?? start).duration(to: now) < interval { return }
    lastShown = now
    let rate = Double(step - done) / Swift.max(seconds, 1e-9)
    let left = Double(total - step) / Swift.max(rate, 1e-9)
    let line =
      "step \(step) of \(total) · \(100 * step / total) % · \(describe(stepsPerSecond: rate))"
      + (step < total ? " · \(describe(seconds: left)) left" : " · \(describe(seconds: seconds))")
      + losses()
    if redraws {
      printOpen("\r\u{1B}[K\(fitted(line, into: terminalColumns()))")
      if step == total { end() }
    } else {
      printError(line)
    }
  }

  /// Ends the line on a terminal, so that what is printed next begins one of its own.
  mutating func end() {
    if isOpen { _ = StandardStreams.write("\n", to: 2) }
    isOpen = false
  }

  private mutating func printOpen(_ text: String) {
    _ = StandardStreams.write(text, to: 2)
    isOpen = true
  }
}

/// How many characters a line of the terminal holds now; nil where that is not known.
private func terminalColumns() -> Int? {
  var size = winsize()
  guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}

/// A line that leaves the last column free: one that fills it would wrap, and a wrapped line cannot be
/// redrawn. What does not fit is left out from the end, part by part.
func fitted(_ line: String, into columns: Int?) -> String {
  guard let columns, line.count >= columns else { return line }
  let kept = line.prefix(columns - 1)
  guard let end = kept.range(of: " · ", options: .backwards) else { return String(kept) }
  return String(kept[..<end.lowerBound])
}

/// How fast a run is: `350 steps/s`, `2.5 steps/s`, and below one `4.2 s a step`.
func describe(stepsPerSecond rate: Double) -> String {
  if rate >= 9.95 { return "\(Int(rate.rounded())) steps/s" }
  if rate >= 0.95 { return "\((rate * 10).rounded() / 10) steps/s" }
  return rate > 0 ? "\(describe(seconds: 1 / rate)) a step" : "no step yet"
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
