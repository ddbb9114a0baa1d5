/// How the time grows with the size of the work: in proportion, but for what a step costs whatever the
/// batch is.
struct Scaling: Codable {
  let workload: String
  /// What grows: `batch`, or `steps`.
  let over: String
  let sizes: [Int]
  /// The median over the rounds, at each size.
  let medianMs: [Double]

  /// Four batches, up to `largest`, each twice the one before. A process each, in turn.
  init(
    overBatchesOf workload: Workload, upTo largest: Int, threads: Int, rounds: Int,
    seconds: Double
  ) throws {
    let sizes = [8, 4, 2, 1].map { Swift.max(2, largest / $0) }
    let players = try sizes.map { try Player(workload, batch: $0, threads: threads) }
    var times = sizes.map { _ in [Double]() }
    for round in 0...rounds {
      for (index, player) in players.enumerated() {
        let result = try player.play(seconds: seconds)
        if round > 0 { times[index].append(result.medianMs) }
      }
    }
    self.init(workload: workload, over: "batch", sizes: sizes, medianMs: times.map(median))
  }

  /// Four numbers of steps, each twice the one before, from as many as take 50 ms.
  init(overStepsOf workload: Workload, batch: Int, threads: Int, rounds: Int) throws {
    let player = try Player(workload, batch: batch, threads: threads)
    let first = Swift.max(1, Int(50 / (try player.play(seconds: 0.5).medianMs)))
    let sizes = [1, 2, 4, 8].map { $0 * first }
    var times = sizes.map { _ in [Double]() }
    for _ in 0..<rounds {
      for (index, size) in sizes.enumerated() {
        times[index].append(try player.play(steps: size).medianMs * Double(size))
      }
    }
    self.init(workload: workload, over: "steps", sizes: sizes, medianMs: times.map(median))
  }

  init(workload: Workload, over: String, sizes: [Int], medianMs: [Double]) {
    self.workload = workload.rawValue
    self.over = over
    self.sizes = sizes
    self.medianMs = medianMs
  }

  /// At each size but the first, how many times the time before: 2 for a cost in proportion.
  var growth: [Double] { zip(medianMs.dropFirst(), medianMs).map { $0 / $1 } }

  var rows: [String] {
    sizes.indices.map { index in
      Table.scaling.row([
        workload, over, "\(sizes[index])", digits(medianMs[index]),
        digits(medianMs[index] / Double(sizes[index])),
        index == 0 ? "" : fixed(growth[index - 1], 2),
      ])
    }
  }
}

extension Table {
  static let scaling = Table(columns: [
    ("workload", 8), ("over", 6), ("size", 6), ("median ms", 10), ("ms for one", 10),
    ("growth", 6),
  ])
}
