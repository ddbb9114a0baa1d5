import Foundation
import Tensors

/// 2.6: a walk between two noise vectors that stays where noise lies.
public protocol SphericalWalk: Exercise {
  /// The point of the walk from `a`, at t = 0, to `b`, at t = 1, along the arc between them:
  /// (sin((1 − t) θ) a + sin(t θ) b) / sin θ, where θ is the angle between a and b.
  ///
  /// - Parameters:
  ///   - a, b: `[latentSize]`, of normal numbers, and so is the result. They may be equal.
  ///   - t: from 0 to 1.
  func between(_ a: Tensor, _ b: Tensor, at t: Float) throws -> Tensor
}

extension SphericalWalk {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "noise")
    let a = Tensor.normal([100], using: &stream)
    let b = Tensor.normal([100], using: &stream)
    let dot = (a * b).sum().scalar
    let lengths = (a.squared().sum() * b.squared().sum()).squareRoot().scalar

    /// `a` and `b` by sines of the angle θ.
    func arc(_ angle: Float, _ t: Float) -> Tensor {
      (a * sin((1 - t) * angle) + b * sin(t * angle)) / sin(angle)
    }
    let angle = acos(dot / lengths)
    // A quarter of the way: half-way, some mistakes look right.
    let t: Float = 0.25
    let point = try between(a, b, at: t)
    try expect(
      point.shape == a.shape, "the point has another shape than the noise", expected: "\(a.shape)",
      got: "\(point.shape)")
    try expect(
      point.isFinite,
      "acos of a number beyond −1 and 1 is no number: the cosine is a·b divided by both lengths")
    let line = a * (1 - t) + b * t
    try expect(
      "a number of the point at t = 0.25", point, near: arc(angle, t), within: 1e-3,
      mistakes: [
        "this is the straight line: half-way it is far shorter than any noise that G has seen":
          line,
        "this keeps the length, but not the pace: at t = 0.25 it has turned less than a quarter":
          line / ((1 - t) * (1 - t) + t * t).squareRoot(),
        "the walk begins at b: at t = 0 only a may be left": arc(angle, 1 - t),
        "the cosine of the angle is a·b divided by both lengths": arc(acos(dot / 100), t),
        "θ is in radians for sin, and in degrees here": arc(angle * 180 / .pi, t),
      ])

    for (t, end) in [(Float(0), a), (1, b)] {
      try expect(
        "a number of the point at t = \(shown(t))", try between(a, b, at: t), near: end,
        within: 1e-3)
    }
    // No angle at all: sin θ is 0.
    let still = try between(a, a, at: t)
    try expect(still.isFinite, "a walk from a to a divides 0 by 0: what if θ is 0?")
    try expect("a number of the walk from a to a", still, near: a, within: 1e-3)
  }
}
