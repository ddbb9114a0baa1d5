import Foundation
import Metrics
import Tensors

extension Run {
  /// Writes `metrics.csv`, `summary.json` and `report.html`, and prints the summary. A run that is cut
  /// short gets no summary, which would tell of a finished one; its report says how far it came.
  ///
  /// - Parameters:
  ///   - metrics: what was measured at the end; a value that is `nil` or not finite is left out.
  ///   - outcome, figures, filmstrip: for the report.
  ///   - failure: what went wrong, for the summary and the report.
  @discardableResult
  public func finish(
    metrics: Measurements, parameters: [String: Int], digest: String, outcome: String,
    figures: [Report.Figure], filmstrip: [Report.Figure], failure: Failure? = nil
  ) throws -> Summary {
    let seconds = Swift.max(progress.seconds, 1e-6)
    let steps = isCutShort ? step : stepCount
    let outcome =
      isCutShort
      ? "Stopped after step \(step) of \(stepCount): what follows is how it stood there.\n\(outcome)"
      : outcome
    let losses = log.columns.filter { $0.topic == .losses }
    var summary = Summary(
      chapter: chapter, recipe: recipe, preset: options.preset, seed: options.seed,
      dataset: dataset, steps: steps, batchSize: batchSize, threads: Parallelism.threads,
      seconds: Float(seconds), continuedAfter: firstStep > 0 ? firstStep : nil,
      stepsPerSecond: Float(Double(steps - firstStep) / seconds),
      peakMemoryBytes: peakMemoryBytes(),
      losses: Dictionary(
        uniqueKeysWithValues: losses.compactMap { loss in log.last(loss).map { (loss.name, $0) } }),
      metrics: metrics.finite,
      parameters: parameters, digest: digest, notes: notes.isEmpty ? nil : notes, failure: failure,
      settings: Dictionary(settings.map { ($0.key, $0.value) }) { $1 }
        .merging(data?.facts ?? [:]) { $1 })
    if firstStep == stepCount { keepTimes(in: &summary) }
    try events?.flush()
    try write(log.csv, as: "metrics.csv")
    let report = Report(
      summary: summary, outcome: outcome,
      command: "swift run "
        + command(changes, keeping: ["out", "threads", "checkpoint-every"]),
      settings: settings.map { (name: $0.key, value: $0.value) }
        + (data?.facts ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
      figures: figures,
      filmstrip: filmstrip, metrics: metrics.metrics + losses, neighbours: .of(summary, in: folder))
    try write(report.html(), as: "report.html")
    if isCutShort { return summary }
    try write(try summary.json(), as: Run.summaryName)
    if options.json { try printResult(String(decoding: summary.json(), as: UTF8.self)) }
    return summary
  }

  /// A run that was finished when it was resumed took no time: what its summary tells of the time it did
  /// take stays.
  private func keepTimes(in summary: inout Summary) {
    guard
      let data = try? Data(contentsOf: folder.appendingPathComponent(Run.summaryName)),
      let former = try? JSONDecoder().decode(Summary.self, from: data),
      former.digest == summary.digest
    else { return }
    summary.threads = former.threads
    summary.seconds = former.seconds
    summary.continuedAfter = former.continuedAfter
    summary.stepsPerSecond = former.stepsPerSecond
    summary.peakMemoryBytes = former.peakMemoryBytes
  }
}

/// The most memory that this process has held, in bytes.
private func peakMemoryBytes() -> Int {
  var usage = rusage()
  getrusage(0, &usage)  // RUSAGE_SELF, which glibc's header hides in an enumeration.
  #if os(Linux)
    return usage.ru_maxrss * 1024
  #else
    return usage.ru_maxrss
  #endif
}
