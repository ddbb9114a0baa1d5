import Metrics
import Tensors
import WGAN

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

extension Metric {
  static let jsLeast = Metric(
    "jsLeast", .answers, "Least JS from θ = 1.5 on",
    "The least of the trained discriminators' estimates of JS where the bricks are apart.",
    unit: "nats", reference: "log 2 = 0.693147.")
  static let jsGreatest = Metric(
    "jsGreatest", .answers, "Greatest JS from θ = 1.5 on", "The greatest of them.", unit: "nats",
    reference: "log 2 = 0.693147, and never more.")
  static let minimaxNear = Metric(
    "minimaxNear", .answers, "Minimax slope at θ = 0.25",
    "What the minimax loss tells a generator whose brick overlaps the real one.",
    reference: "2 log 2 = 1.386, the slope of 2 JS.")
  static let minimaxFar = Metric(
    "minimaxFar", .answers, "Minimax slope at θ = 8", "What it tells a generator far away.",
    reference: "0, the slope of 2 JS; W gives 1.")
  static let nonSaturatingNear = Metric(
    "nonSaturatingNear", .answers, "Non-saturating slope at θ = 0.25",
    "What the non-saturating loss tells a generator whose brick overlaps the real one.")
  static let nonSaturatingMost = Metric(
    "nonSaturatingMost", .answers, "Greatest non-saturating slope",
    "The greatest over all distances.")
  static let nonSaturatingFar = Metric(
    "nonSaturatingFar", .answers, "Non-saturating slope at θ = 8",
    "What it tells a generator far away.",
    reference: "Nothing fixed: the longer D is trained, the greater; W gives 1.")
  static let planWork = Metric(
    "planWork", .samples, "Work of the plan", "Bricks times places in the picture of a plan.")
  static let planDistance = Metric(
    "planDistance", .samples, "Work for one brick", "The Wasserstein-1 distance of its two heaps.",
    unit: "places")
}
