import ArgumentParser
import Lessons
import Metrics
import Runs
import WGAN

/// `wgan ruler`: part 2 of the chapter, measured and drawn.
struct RulerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan ruler",
    abstract: "Train critics as rulers, and compare them with exact distances.",
    discussion: "Writes pictures (SVG), report.html and summary.json; takes some ten seconds.")

  @OptionGroup var options: RunOptions

  @Option(
    parsing: .unconditional,
    help: "Pairs of heaps to measure. (default: 8 for quick, 16 for lesson, 40 for paper)")
  var pairs: Int?

  func validate() throws {
    try options.requireNothingToResume()
    if let pairs, pairs < 2 || pairs > 1000 {
      throw ValidationError("--pairs \(pairs): give a number from 2 to 1000")
    }
  }

  func run() throws {
    let (count, updates) =
      switch options.preset {
      case .quick: (pairs ?? 8, options.steps ?? 400)
      case .lesson: (pairs ?? 16, options.steps ?? 1000)
      case .paper: (pairs ?? 40, options.steps ?? 2000)
      }
    let samples = options.batchSize ?? 256
    let run = try Run(
      chapter: "wgan", recipe: "ruler", options: options, steps: updates, batchSize: samples,
      dataset: "\(count) pairs of heaps", settings: ["pairs": "\(count)", "hidden": "32"],
      secondsPerStep: Double(count) * 0.5e-3)
    let heaps = (0..<count).map { HeapPair(index: $0, count: samples, seed: options.seed) }
    var boards: [RulerBoard] = []
    for kind in RulerKind.all {
      var board = RulerBoard(kind: kind)
      for (index, pair) in heaps.enumerated() {
        board.measure(pair, index: index, updates: updates, seed: options.seed)
        try run.leaveWithoutResult()
      }
      run.say("\(kind.title): Pearson \(board.pearson.map(readable) ?? "unknown")")
      boards.append(board)
    }
    let bend = try RulerBend(updates: updates, samples: samples, seed: options.seed)
    try finish(run, boards, bend)
  }

  private func finish(_ run: Run, _ boards: [RulerBoard], _ bend: RulerBend) throws {
    var metrics: Measurements = [:]
    for board in boards { metrics.merge(board.measurements) }
    let critics = boards.flatMap(\.readings).map(\.parameters) + bend.critics.map(\.parameters)
    try run.finish(
      Outcome(
        metrics: metrics,
        sentences: """
          The one-sided penalty measures W1 with the correlation \
          \(boards[0].pearson.map(readable) ?? "unknown"), the two-sided one with \
          \(boards[1].pearson.map(readable) ?? "unknown"). Clipped critics have a scale of their own.
          """,
        pictures: RulerPictures(boards: boards, bend: bend).all, first: "ruler.svg"),
      learnt: critics.flatMap { $0 },
      parameters: ["critic": critics[0].reduce(0) { $0 + $1.scalarCount }])
  }
}
