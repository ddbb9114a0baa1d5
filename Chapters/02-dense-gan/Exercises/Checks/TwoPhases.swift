import Tensors

/// 2.2: batch norm, in training and in use.
public protocol TwoPhases: Exercise {
  /// y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of each unit over the samples of this batch.
  ///
  /// - Parameter x: `[batch, units]`, and so is the result.
  func training(_ x: Tensor, _ norm: Norm) throws -> Tensor

  /// The same, with the moving averages for μ and σ²: a sample stands for itself.
  func inference(_ x: Tensor, _ norm: Norm) throws -> Tensor
}

/// What a layer of batch norm keeps; each tensor is `[units]`.
public struct Norm {
  /// γ and β, which are learnt.
  public let scale, shift: Tensor
  /// The moving averages of μ and σ², from the batches before.
  public let averageMean, averageVariance: Tensor
  /// ε.
  public let epsilon: Float = 1e-5
}

extension TwoPhases {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "batch")
    func numbers(_ low: Float, _ high: Float) -> Tensor {
      .uniform([5], from: low, to: high, using: &stream)
    }
    let norm = Norm(
      scale: numbers(0.5, 2), shift: numbers(-1, 1), averageMean: numbers(-2, 2),
      averageVariance: numbers(4, 9))
    // Each unit has a mean and a spread of its own.
    let x = (Tensor.normal([32, 5], using: &stream) * numbers(0.5, 3) + numbers(-3, 3)).tracked()

    // The layer of the chapter says what is right.
    var layer = BatchNorm(features: 5, epsilon: norm.epsilon)
    layer.parameters = [norm.scale, norm.shift]
    layer.averages = [norm.averageMean, norm.averageVariance]
    let inUse = layer(x)
    let trained = layer(x, phase: .training)
    func normalized(_ x: Tensor, _ mean: Tensor, _ variance: Tensor) -> Tensor {
      (x - mean) / (variance + norm.epsilon).squareRoot() * norm.scale + norm.shift
    }

    let y = try training(x, norm)
    try expect(
      "the batch in the training phase", y, near: trained, within: 1e-3,
      mistakes: [
        "the statistics run over the units of one sample: that is another layer, called layer norm":
          normalized(x, x.mean(along: [1]), x.variance(along: [1])),
        "all units share one mean and one variance: each unit has its own":
          normalized(x, x.mean(along: [0, 1]), x.variance(along: [0, 1])),
        "the division is by the variance: its square root is missing":
          (x - x.mean(along: [0])) / x.variance(along: [0]) * norm.scale + norm.shift,
        "γ and β are missing: the layer could not learn any other spread":
          (x - x.mean(along: [0])) / (x.variance(along: [0]) + norm.epsilon).squareRoot(),
        "in the training phase μ and σ² are those of the batch, not the moving averages": inUse,
      ])

    // The gradient has to know that μ and σ² move with x. The weights stand for the layers behind.
    let weights = Tensor.normal([32, 5], using: &stream)
    func slope(_ y: Tensor) -> Tensor {
      gradients(of: (y * weights).sum(), withRespectTo: [x])[0]
    }
    let (mean, variance) = (x.detached().mean(along: [0]), x.detached().variance(along: [0]))
    try expect(
      "the gradient with respect to the batch", slope(y), near: slope(trained), within: 1e-2,
      mistakes: [
        "μ and σ² are detached: the gradient asks for shifts that the normalisation takes back":
          slope(normalized(x, mean, variance))
      ])
    try expect(
      try training(.ones([32, 5]), norm).isFinite,
      "a unit that says the same to every sample is divided by 0: where is ε?")
    try expect(
      "the batch in the inference phase", try inference(x, norm), near: inUse, within: 1e-3,
      mistakes: [
        "in the inference phase a sample depends on its company: take the moving averages": trained
      ])
  }
}
