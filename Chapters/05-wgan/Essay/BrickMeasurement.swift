import Tensors

/// What a discriminator that was trained on two bricks says of them.
package struct BrickMeasurement {
  package let theta: Float
  /// The exact values, by their definitions.
  package let exact: (kl: Double, js: Double, w: Double)
  /// D's estimate of JS.
  package let js: Float
  package let minimax: Float
  package let nonSaturating: Float
  /// D at each point of the picture.
  package let answers: [Float]
  package let parameters: [Tensor]

  package static let grid = (0...200).map { Float($0) / 20 - 0.5 }

  package init(_ bricks: Bricks, z: Tensor, updates: Int, seed: UInt64) {
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
  package static func midpoints(_ count: Int) -> Tensor {
    Tensor(shape: [count, 1], scalars: (0..<count).map { (Float($0) + 0.5) / Float(count) })
  }
}
