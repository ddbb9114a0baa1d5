import ArgumentParser
import Charts
import Foundation
import Metrics
import Runs
import Tensors

/// `wgan distances`: part 1 of the chapter, measured and drawn.
struct DistancesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wgan distances",
    abstract: "Move two bricks apart: KL, JS and W, and what each tells a generator.",
    discussion: "Writes pictures (SVG), report.html and summary.json; takes a few seconds.")

  @OptionGroup var options: RunOptions

  func validate() throws { try options.requireNothingToResume() }

  /// The distances at which a discriminator is trained, in cells.
  static let shifts = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 40, 48, 64, 80, 96, 112, 128]

  /// The heaps of the picture of a plan.
  static let heaps = (from: [1, 4, 3, 1, 1, 0, 0, 0], to: [0, 0, 1, 0, 2, 4, 2, 1])

  func run() throws {
    let updates = options.steps ?? (options.preset == .quick ? 500 : 2000)
    let z = BrickMeasurement.midpoints(options.batchSize ?? 128)
    let run = try Run(
      chapter: "wgan", recipe: "distances", options: options, steps: updates,
      batchSize: z.scalarCount, dataset: "two bricks of width 1",
      settings: ["discriminators": "\(Self.shifts.count)", "hidden": "32"], columns: [],
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
    let metrics: [String: Float?] = [
      "jsLeast": apart.min(), "jsGreatest": apart.max(),
      "minimaxNear": near?.minimax, "minimaxFar": measured.last?.minimax,
      "nonSaturatingNear": near?.nonSaturating, "nonSaturatingFar": measured.last?.nonSaturating,
      "nonSaturatingMost": measured.map(\.nonSaturating).max(),
      "planWork": Float(plan.cost), "planDistance": Float(plan.cost) / bricks,
    ]
    let drawn = DistancePictures(measured: measured, plan: plan, heaps: Self.heaps).all
    for picture in drawn { try run.write(picture.svg, as: picture.name) }
    let outcome = """
      With the bricks 8 apart, a discriminator trained to the end gives a generator the minimax slope \
      \(readable(measured.last?.minimax ?? 0)), where W gives 1.
      """
    try run.finish(
      metrics: metrics,
      parameters: ["discriminator": measured[0].parameters.map(\.scalarCount).reduce(0, +)],
      digest: digest(of: measured.flatMap(\.parameters)), outcome: outcome,
      figures: drawn.map { .init($0.caption, .svg($0.svg)) }, filmstrip: [],
      meanings: DistancePictures.meanings)
    run.say(outcome)
    run.say("the pictures are in \(run.folder.relativePath)/: open report.html, or bricks.svg")
  }
}

/// What a discriminator that was trained on two bricks says of them.
struct BrickMeasurement {
  let theta: Float
  /// The exact values, by their definitions.
  let exact: (kl: Double, js: Double, w: Double)
  /// D's estimate of JS.
  let js: Float
  let minimax: Float
  let nonSaturating: Float
  /// D at each point of the picture.
  let answers: [Float]
  let parameters: [Tensor]

  static let grid = (0...200).map { Float($0) / 20 - 0.5 }

  init(_ bricks: Bricks, z: Tensor, updates: Int, seed: UInt64) {
    let theta = Float(bricks.distance)
    var weights = RandomStream(seed: seed, for: "weights")
    let discriminator = BrickDiscriminator(
      real: z, fake: z + theta, updates: updates, using: &weights)
    self.theta = theta
    exact = (
      kullbackLeibler(bricks.real, bricks.fake), jensenShannon(bricks.real, bricks.fake),
      wasserstein(bricks.real, bricks.fake, cellWidth: 1 / Double(Bricks.cellsPerUnit))
    )
    js = discriminator.jensenShannon(real: z, fake: z + theta)
    (minimax, nonSaturating) = discriminator.slopes(z: z, theta: theta)
    let points = Tensor(shape: [Self.grid.count, 1], scalars: Self.grid)
    answers = discriminator.layers(points).sigmoid().scalars
    parameters = discriminator.layers.parameters
  }

  /// `count` numbers in the middle of as many equal parts of (0, 1), `[count, 1]`.
  static func midpoints(_ count: Int) -> Tensor {
    Tensor(shape: [count, 1], scalars: (0..<count).map { (Float($0) + 0.5) / Float(count) })
  }
}

extension RunOptions {
  /// Parts 1 and 2 are done before a checkpoint would be due.
  func requireNothingToResume() throws {
    if resume || checkpointEvery != nil {
      throw ValidationError(
        "\(resume ? "--resume" : "--checkpoint-every"): this takes seconds and keeps no checkpoint")
    }
  }
}

extension Run {
  /// Leaves if a signal has asked for it, between two networks.
  ///
  /// - Throws: ``RunFailure`` (75).
  func leaveWithoutResult() throws {
    if isStopped {
      throw RunFailure(.stopped, "stopped before the end; nothing is kept, begin again")
    }
  }
}
