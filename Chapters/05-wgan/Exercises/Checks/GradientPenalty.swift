import Tensors

/// 5.3: what keeps a critic from growing steep.
public protocol GradientPenalty: Exercise {
  /// Places on the straight lines between real and generated samples: for each sample one, at a share
  /// of the way that is drawn for it from (0, 1).
  ///
  /// - Parameters: two batches of images, `[batch, height, width, channels]`.
  func between(real: Tensor, fake: Tensor, using stream: inout RandomStream) throws -> Tensor

  /// The mean over the places of (‖∇C‖ − 1)²; one-sided, norms below 1 cost nothing. Without a weight λ.
  ///
  /// - Parameters:
  ///   - critic: a function from `[batch, height, width, channels]` to scores, `[batch, 1]`.
  ///   - places: where the penalty looks, such as `between` returns.
  func penalty(of critic: (Tensor) -> Tensor, at places: Tensor, oneSided: Bool) throws -> Tensor
}

extension GradientPenalty {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "images")
    let real = Tensor.normal([6, 4, 4, 1], using: &stream)
    let fake = Tensor.normal([6, 4, 4, 1], mean: 3, using: &stream)
    try checkPlaces(try between(real: real, fake: fake, using: &stream), real, fake)

    // The gradient of C(x) = s ‖x‖² ⁄ 2 is s x: each sample has a norm of its own, here from about 0.4
    // to 4.
    let scales = Tensor(shape: [6, 1, 1, 1], scalars: [0.1, 0.2, 0.3, 0.5, 0.7, 1])
    let places = (real * scales).detached()
    let steepness = Tensor(Float(1)).tracked()
    func critic(_ x: Tensor) -> Tensor {
      x.flattened().squared().sum(along: [1]) * steepness / 2
    }
    let slopes = places.flattened() * steepness.detached()
    func cost(_ norms: Tensor) -> Float { (norms - 1).squared().mean().scalar }
    let norms = slopes.squared().sum(along: [1]).squareRoot()
    let value = try penalty(of: critic, at: places, oneSided: false)
    try expect(
      value.scalarCount == 1, "the penalty is one number: take the mean over the samples",
      expected: "the shape []", got: "\(value.shape)")
    try expect(
      "the two-sided penalty", value.scalars[0], near: cost(norms), within: 1e-3,
      mistakes: [
        "the norm is taken along the batch: it belongs to a sample, and runs over its pixels":
          cost(slopes.squared().sum(along: [0]).squareRoot()),
        "there is one norm for the whole batch: each sample has its own":
          cost(slopes.squared().sum().squareRoot()),
        "each pixel's slope is pulled to 1: it is the norm of all of them that should be 1":
          cost(slopes.absoluteValue()),
        "the square root is missing: this is the squared norm":
          cost(slopes.squared().sum(along: [1])),
      ])
    try expect(
      "the one-sided penalty", try penalty(of: critic, at: places, oneSided: true).scalars[0],
      near: (norms - 1).relu().squared().mean().scalar, within: 1e-3,
      mistakes: [
        "one-sided means that norms below 1 cost nothing: this is still the two-sided penalty":
          cost(norms)
      ])

    // The critic learns from the penalty. d/ds of the mean of (s ‖x‖ − 1)², with n = s ‖x‖:
    let learnt = gradients(of: value, withRespectTo: [steepness])[0].scalar
    try expect(
      "the penalty's slope", learnt,
      near: ((norms - 1) * norms * (2 / steepness.scalar)).mean().scalar, within: 1e-2,
      mistakes: [
        "the critic learns nothing from it: the gradient inside has to be differentiable too": 0
      ])
    let flat = try penalty(of: { critic($0 * Float(0)) }, at: places, oneSided: false)
    try expect(
      gradients(of: flat, withRespectTo: [steepness])[0].isFinite,
      "the gradient is not finite where the critic is flat: add a little under the square root")
  }
}

/// Whether each place lies between its two samples, at a share of its own.
private func checkPlaces(_ places: Tensor, _ real: Tensor, _ fake: Tensor) throws {
  try expect(
    places.shape == real.shape, "the places have another shape than the samples",
    expected: "\(real.shape)", got: "\(places.shape)")
  let way = (real - fake).flattened()
  let come = (places - fake).flattened()
  let shares = (come * way).sum(along: [1]) / way.squared().sum(along: [1])
  let off = (come - shares * way).absoluteValue().max().scalar
  try expect(
    off < 1e-3,
    "the places do not lie on the lines between the samples: draw a share for a sample, not a pixel",
    expected: "the same share at each pixel of a sample", got: "pixels off by \(shown(off))")
  let all = shares.scalars
  func are(_ value: Float) -> Bool { all.allSatisfy { near($0, value) } }
  try expect(
    !are(1), "the penalty looks at real samples only: the slope between the heaps is left free",
    expected: "shares from 0 to 1", got: "1 for each sample")
  try expect(
    !are(0),
    "the penalty looks at generated samples only: the slope between the heaps is left free",
    expected: "shares from 0 to 1", got: "0 for each sample")
  try expect(
    !are(all[0]), "all samples have the same share: draw one for each",
    expected: "\(all.count) different shares", got: "\(shown(all[0])) for each sample")
  try expect(
    all.allSatisfy { $0 > -1e-4 && $0 < 1 + 1e-4 }, "a share lies beyond 0 and 1",
    got: all.map(shown).joined(separator: ", "))
}
