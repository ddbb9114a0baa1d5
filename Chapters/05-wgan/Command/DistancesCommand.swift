import ArgumentParser
import Lessons
import Live
import Metrics
import Runs
import WGAN

/// `wgan distances`: part 1 of the chapter, measured and drawn.
struct DistancesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan distances",
    abstract: "Move two bricks apart: KL, JS and W, and what each tells a generator.",
    discussion: "Writes pictures (SVG), report.html and summary.json; takes a few seconds.")

  @OptionGroup var options: RunOptions

  @OptionGroup var live: LiveOptions

  func validate() throws { try options.requireNothingToResume() }

  /// The distances at which a discriminator is trained, in cells.
  static let shifts = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 40, 48, 64, 80, 96, 112, 128]

  /// The heaps of the picture of a plan.
  static let heaps = (from: [1, 4, 3, 1, 1, 0, 0, 0], to: [0, 0, 1, 0, 2, 4, 2, 1])

  func run() throws {
    if live.live { return try live.show(.distances) }
    let updates = options.steps ?? (options.preset == .quick ? 500 : 2000)
    let z = BrickMeasurement.midpoints(options.batchSize ?? 128)
    let run = try Run(
      chapter: "wgan", recipe: "distances", options: options, steps: updates,
      batchSize: z.scalarCount, dataset: "two bricks of width 1",
      settings: ["discriminators": "\(Self.shifts.count)", "hidden": "32"],
      secondsPerStep: Double(Self.shifts.count) * 0.06e-3)
    var measured: [BrickMeasurement] = []
    for shift in Self.shifts {
      measured.append(
        BrickMeasurement(Bricks(shift: shift), z: z, updates: updates, seed: options.seed))
      try run.leaveWithoutResult()
    }
    let plan = cheapestPlan(from: Self.heaps.from, to: Self.heaps.to)
    try finish(run, measured, plan)
  }

  private func finish(
    _ run: Run, _ measured: [BrickMeasurement], _ plan: TransportPlan
  ) throws {
    let apart = measured.filter { $0.theta >= 1.5 }.map(\.js)
    let near = measured.first { $0.theta == 0.25 }
    let bricks = Float(Self.heaps.from.reduce(0, +))
    try run.finish(
      Outcome(
        metrics: [
          .jsLeast: apart.min(), .jsGreatest: apart.max(),
          .minimaxNear: near?.minimax, .minimaxFar: measured.last?.minimax,
          .nonSaturatingNear: near?.nonSaturating, .nonSaturatingFar: measured.last?.nonSaturating,
          .nonSaturatingMost: measured.map(\.nonSaturating).max(),
          .planWork: Float(plan.cost), .planDistance: Float(plan.cost) / bricks,
        ],
        sentences: """
          With the bricks 8 apart, a discriminator trained to the end gives a generator the minimax \
          slope \(readable(measured.last?.minimax ?? 0)), where W gives 1.
          """,
        pictures: DistancePictures(measured: measured, plan: plan).all, first: "bricks.svg"),
      learnt: measured.flatMap(\.parameters),
      parameters: ["discriminator": measured[0].parameters.map(\.scalarCount).reduce(0, +)])
  }
}
