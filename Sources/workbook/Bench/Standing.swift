/// How one library did in one workload.
struct Standing: Codable {
  let workload: String
  let batch: Int
  let threads: Int
  let library: String
  let form: String
  /// Each round's median, in milliseconds a step.
  let roundMs: [Double]
  /// The median of those.
  let medianMs: Double
  /// The best sample of all rounds.
  let bestMs: Double
  /// From the start of the process until its first step was done.
  let startSeconds: Double
  /// That step alone.
  let firstMs: Double
  let gflops: Double
  /// What fused multiply-adds on registers reached in the same minutes.
  let peakGflops: Double
  let shareOfPeak: Double
  let peakMemoryBytes: Int
  /// The processors' worth of work that other processes did meanwhile.
  let otherCPUs: Double?
  /// In each round, how many times longer than ours the step took.
  let ratios: [Double]?
  /// Their median.
  let ratio: Double?

  /// - Parameters:
  ///   - multiplyAdds: of a step.
  ///   - ours: our rounds, in the same order, to compare with.
  init(
    _ workload: Workload, batch: Int, threads: Int, opening: Player.Opening, startSeconds: Double,
    rounds: [Player.Round], peakGflops: Double, against ours: [Player.Round]? = nil
  ) {
    self.workload = workload.rawValue
    self.batch = batch
    self.threads = threads
    library = opening.library
    form = opening.form
    roundMs = rounds.map(\.medianMs)
    medianMs = median(roundMs)
    bestMs = rounds.map(\.bestMs).min() ?? .nan
    self.startSeconds = startSeconds
    firstMs = opening.firstMs
    gflops = workload.multiplyAdds(batch: batch) * 2 / (medianMs * 1e6)
    self.peakGflops = peakGflops
    shareOfPeak = gflops / peakGflops
    peakMemoryBytes = rounds.map(\.peakMemoryBytes).max() ?? 0
    let others = rounds.compactMap(\.otherCPUs)
    otherCPUs = others.isEmpty ? nil : median(others)
    ratios = ours.map { zip(rounds, $0).map { $0.medianMs / $1.medianMs } }
    ratio = ratios.map(median)
  }
}

/// The middle of an ordered list, or half-way between the middle two.
func median<Number: BinaryFloatingPoint>(_ numbers: [Number]) -> Number {
  let ordered = numbers.sorted()
  let middle = ordered.count / 2
  if ordered.isEmpty { return .nan }
  return ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
}
