import Tensors

/// 2.7: the gradient of batch norm, by hand.
public protocol NormBackwards: Exercise {
  /// How the loss changes with the batch, with γ and with β, when it changes by `arriving` with the output
  /// y = γ (x − μ) / √(σ² + ε) + β of batch norm in its training phase.
  ///
  /// - Parameters:
  ///   - arriving: `[batch, units]`: the derivative of the loss with respect to each number of y.
  ///   - x: `[batch, units]`.
  ///   - scale: γ, `[1, units]`.
  ///   - epsilon: ε.
  func pullback(of arriving: Tensor, x: Tensor, scale: Tensor, epsilon: Float) throws -> NormSlopes
}

/// The derivatives of the loss with respect to the batch, `[batch, units]`, and to γ and β, `[1, units]`,
/// as `sum(along: [0])` gives it.
public struct NormSlopes {
  public let x, scale, shift: Tensor

  public init(x: Tensor, scale: Tensor, shift: Tensor) {
    (self.x, self.scale, self.shift) = (x, scale, shift)
  }
}

extension NormBackwards {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "batch")
    func numbers(_ low: Float, _ high: Float) -> Tensor {
      .uniform([5], from: low, to: high, using: &stream)
    }
    let (batch, epsilon) = (32, Float(1e-5))
    let scale = numbers(0.5, 2).reshaped(to: [1, 5]).tracked()
    let shift = numbers(-1, 1).reshaped(to: [1, 5]).tracked()
    let x = (Tensor.normal([batch, 5], using: &stream) * numbers(0.5, 3) + numbers(-3, 3)).tracked()
    let arriving = Tensor.normal([batch, 5], using: &stream) + numbers(-1, 1)

    // What the library makes of the formula is right.
    let mean = x.mean(along: [0])
    let deviation = (x.variance(along: [0]) + epsilon).squareRoot()
    let y = (x - mean) / deviation * scale + shift
    let right = gradients(of: (y * arriving).sum(), withRespectTo: [x, scale, shift])

    let slopes = try pullback(
      of: arriving, x: x.detached(), scale: scale.detached(), epsilon: epsilon)
    let (gamma, s) = (scale.detached(), deviation.detached())
    let normal = (x.detached() - mean.detached()) / s
    func along(_ product: Tensor) -> Tensor { product.mean(along: [0]) }
    try expect(
      "the gradient with respect to β", slopes.shift, near: right[2], within: 1e-3,
      mistakes: [
        "β moves every sample of the batch: what arrives is summed over them, and that is its mean":
          along(arriving)
      ])
    try expect(
      "the gradient with respect to γ", slopes.scale, near: right[1], within: 1e-3,
      mistakes: [
        "γ is a factor of the normalised numbers, not of x": (arriving * x.detached())
          .sum(along: [0]),
        "γ is a factor of every sample of the batch: the products are summed, not averaged":
          along(arriving * normal),
      ])
    try expect(
      "the gradient with respect to the batch", slopes.x, near: right[0], within: 1e-3,
      mistakes: [
        "μ and σ are taken for constants, but they move with each x": gamma / s * arriving,
        "σ moves with x as well: the part along the normalised numbers is missing":
          gamma / s * (arriving - along(arriving)),
        "μ moves with x as well: the mean of what arrives is missing":
          gamma / s * (arriving - normal * along(arriving * normal)),
        "μ and σ are means over the batch: each x moves them by one part in the batch's size":
          gamma / s
          * (arriving - arriving.sum(along: [0]) - normal * (arriving * normal).sum(along: [0])),
        "γ stands before everything that goes on to x":
          (arriving - along(arriving) - normal * along(arriving * normal)) / s,
      ])
  }
}
