/// x where it is positive, `slope` · x elsewhere.
struct LeakyReLU: ActivationFunction {
  let slope: Float
  var name: StaticString { "leakyReLU" }
  var title: String { "leaky ReLU" }

  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    (x * slope).replacing(with: x, where: x .> Vector.zero)
  }

  /// With a negative slope the sign of x does not show in the result.
  var showsInResult: Bool { slope >= 0 }

  func pullBack(_ v: inout Tensor, _ known: Tensor) {
    v.mask(by: known.detached(), LeakyReLUPullback(slope: slope))
  }
}

/// v where x > 0, slope · v elsewhere.
private struct LeakyReLUPullback: BinaryFunction {
  let slope: Float

  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    (v * slope).replacing(with: v, where: x .> Vector.zero)
  }
}

extension Tensor {
  /// x where it is positive, `slope` · x elsewhere; 0.2 is the slope of the DCGAN paper.
  public func leakyReLU(slope: Float = 0.2) -> Tensor { Activation.leakyReLU(slope: slope)(self) }
}
