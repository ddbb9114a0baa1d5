import Metrics
import Tensors

extension CriticGame {
  func samples(_ count: Int) -> Tensor {
    var stream = RandomStream(seed: seed, for: "evaluation")
    return generator(latent(count, using: &stream)).detached()
  }

  func judgement() -> Measurements {
    let samples = samples(500)
    var stream = RandomStream(seed: seed, for: "judged")
    let real = judgedReal(500, using: &stream)
    let share = Tensor.uniform([500, 1], from: 0, to: 1, using: &stream)
    let between = slope(at: share * real + (1 - share) * samples)
    let atReal = slope(at: real)
    switch data {
    case .digits:
      return [
        .frechetRatioOnComponents: digits?.frechetRatio(samples), .gradientNormMean: between,
        .gradientNormReal: atReal, .detour: detour,
      ]
    case .line:
      let report = OneDimensionalReport(
        of: self.samples(4000).scalars, cumulative: numbers.cumulative(at:),
        meanDistance: numbers.meanDistance(to:), over: numbers.plotRange)
      return [
        .w1: report?.w1, .mean: report?.mean, .std: report?.std, .gradientNormMean: between,
        .gradientNormReal: atReal,
      ]
    }
  }

  /// The mean length of the critic's gradient at points, a row each, as the generator would feel it.
  private func slope(at points: Tensor) -> Float {
    let points = points.tracked()
    var critic = discriminator
    let slopes = gradients(of: critic(points, phase: .training).sum(), withRespectTo: [points])[0]
    return slopes.squared().sum(along: [1]).squareRoot().mean().scalar
  }

  /// How far the penalised points lie from the straight lines between their two samples, in units of the
  /// lines' lengths: the mean.
  private var detour: Float? {
    guard let (points, real, fake) = penalised else { return nil }
    let line = real - fake
    let length = line.squared().sum(along: [1]) + 1e-12
    let share = ((points - fake) * line).sum(along: [1]) / length
    let off = points - fake - share * line
    return (off.squared().sum(along: [1]) / length).squareRoot().mean().scalar
  }

  /// The critic's scores at points of the line, as in a batch of real numbers, for the picture.
  func scores(at points: [Float]) -> [Float] {
    discriminator(Tensor(shape: [points.count, 1], scalars: points)).scalars
  }
}
