import Testing

@testable import Tensors

// Is a gradient right? Central differences give it a second time, without calculus:
// ∂f/∂x ≈ (f(x + h) − f(x − h)) / 2h.
//
// The error of that is h² f‴/6, and in float32 also about 6e−8 |f| / h, for the two values of f are
// rounded. A step of a few thousandths keeps both near 1e−4; the last test here shows what a step of
// 1e−5, a habit from double precision, does.

/// The coordinate in which a gradient and the central difference differ most.
struct GradientComparison: CustomStringConvertible {
  let operation: String
  let shapes: [Shape]
  var input = 0
  var index = 0
  /// By central differences.
  var expected = 0.0
  /// By differentiation.
  var got = 0.0
  /// |expected − got| relative to the norm of the gradient with respect to that input.
  var error = 0.0

  var description: String {
    """
    \(operation) of \(shapes.map(\.description).joined(separator: ", ")): by input \(input) at \
    index \(index) expected \(expected), got \(got), relative error \(error)
    """
  }

  /// Differentiates Σ c · function(points), with random c, with respect to every scalar of every
  /// point, both ways. The differences are summed in double precision.
  static func worst(
    of operation: String, at points: [Tensor], step: Float = 3e-3,
    _ function: ([Tensor]) -> Tensor
  ) -> GradientComparison {
    let points = points.map { $0.tracked() }
    let output = function(points)
    var stream = RandomStream(seed: 5, for: "cotangent")
    let cotangent = Tensor.normal(output.shape, mean: 0.3, using: &stream)
    let gradients = gradients(of: output, withRespectTo: points, cotangent: cotangent)
    let weights = cotangent.scalars.map(Double.init)

    var worst = GradientComparison(operation: operation, shapes: points.map(\.shape))
    for input in points.indices {
      let center = points[input].scalars
      func output(with scalar: Float, at index: Int) -> [Float] {
        var scalars = center
        scalars[index] = scalar
        var moved = points
        moved[input] = Tensor(shape: points[input].shape, scalars: scalars).tracked()
        return function(moved).scalars
      }
      let expected = center.indices.map { index in
        let (low, high) = (center[index] - step, center[index] + step)
        let (before, after) = (output(with: low, at: index), output(with: high, at: index))
        let difference = weights.indices.reduce(0) {
          $0 + weights[$1] * (Double(after[$1]) - Double(before[$1]))
        }
        return difference / (Double(high) - Double(low))
      }
      guard gradients[input].shape == points[input].shape else {
        (worst.input, worst.error) = (input, .infinity)
        return worst
      }
      let got = gradients[input].scalars.map(Double.init)
      let norm = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for index in center.indices {
        // The constant is for gradients that are zero.
        let error = abs(expected[index] - got[index]) / (norm + 1e-2)
        if error > worst.error || error.isNaN {
          (worst.input, worst.index, worst.error) = (input, index, error)
          (worst.expected, worst.got) = (expected[index], got[index])
        }
      }
    }
    return worst
  }
}

/// Expects the gradient of `function` at `points` to agree with central differences.
func expectGradient(
  of operation: String, at points: [Tensor], step: Float = 3e-3, tolerance: Double = 1e-3,
  sourceLocation: SourceLocation = #_sourceLocation, _ function: ([Tensor]) -> Tensor
) {
  let worst = GradientComparison.worst(of: operation, at: points, step: step, function)
  #expect(worst.error < tolerance, "\(worst)", sourceLocation: sourceLocation)
}

@Suite("central differences")
struct GradientCheckTests {
  /// The loss of a small network, a single float32 of about 0.5: what one would check in practice.
  static func loss(_ points: [Tensor]) -> Tensor {
    (points[0].matmul(points[1]).tanh() - 0.5).squared().mean()
  }

  static var points: [Tensor] {
    var stream = RandomStream(seed: 2, for: "points")
    return [.normal([16, 8], using: &stream), .normal([8, 4], using: &stream)]
  }

  @Test("in float32 a step of 1e-5 cannot tell a right gradient from a wrong one, 3e-3 can")
  func stepSize() {
    func error(_ step: Float) -> Double {
      GradientComparison.worst(of: "loss", at: Self.points, step: step, Self.loss).error
    }
    #expect(error(3e-3) < 1e-3)
    #expect(error(1e-5) > 1e-2)
  }

  @Test("a gradient that is wrong by one percent is noticed, and the message says where")
  func wrongGradient() {
    func slightlyWrong(_ points: [Tensor]) -> Tensor {
      let x = points[0]
      return .recorded(x.squared().storage, x.shape, x, keeping: .inputs) { record, v, _ in
        v * record[0] * 2.02
      }
    }
    let point = Tensor(shape: [1, 3], scalars: [0.1, -2, 0.3])
    let worst = GradientComparison.worst(of: "slightlyWrong", at: [point], slightlyWrong)
    #expect(worst.error > 5e-3)
    #expect(worst.description.contains("slightlyWrong of [1, 3]: by input 0 at index 1 expected"))
  }
}
