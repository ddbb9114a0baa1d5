// exp, log, the activations, and their derivatives. Where the derivative is cheap in the result
// (tanh, sigmoid, exp), the record keeps that and lets the argument go.

private struct Exponential: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.exponential }
}
private struct Logarithm: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.naturalLogarithm }
}
private struct SquareRoot: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.root }
}
private struct Square: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x * x }
}
struct HyperbolicTangent: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.hyperbolicTangent }
}
struct Logistic: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.logistic }
}
private struct Softplus: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.softplus }
}
struct ReLU: UnaryFunction {
  // Not 0 · x, which is −0 below zero and NaN at −∞.
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    x.replacing(with: Vector.zero, where: x .<= Vector.zero)
  }
}
struct LeakyReLU: UnaryFunction {
  let slope: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    (x * slope).replacing(with: x, where: x .> Vector.zero)
  }
}
private struct AbsoluteValue: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.magnitude }
}
private struct Clip: UnaryFunction {
  let low: Float
  let high: Float
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector {
    x.replacing(with: Vector(repeating: low), where: x .< Vector(repeating: low))
      .replacing(with: Vector(repeating: high), where: x .> Vector(repeating: high))
  }
}

/// v (1 − y²).
private struct TanhPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ y: Vector) -> Vector {
    v * Vector(repeating: 1).addingProduct(-y, y)
  }
}
/// v y (1 − y).
private struct LogisticPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ y: Vector) -> Vector {
    v * y.addingProduct(-y, y)
  }
}
/// v where x > 0, 0 elsewhere.
struct ReLUPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    v.replacing(with: Vector.zero, where: x .<= Vector.zero)
  }
}
/// v where x > 0, slope · v elsewhere.
struct LeakyReLUPullback: BinaryFunction {
  let slope: Float
  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    (v * slope).replacing(with: v, where: x .> Vector.zero)
  }
}
/// v with the sign of x, 0 where x is 0.
private struct SignPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    Vector.zero.replacing(with: v, where: x .> Vector.zero)
      .replacing(with: -v, where: x .< Vector.zero)
  }
}
/// v where low ≤ x ≤ high, 0 elsewhere.
private struct ClipPullback: BinaryFunction {
  let low: Float
  let high: Float
  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    v.replacing(with: Vector.zero, where: x .< Vector(repeating: low))
      .replacing(with: Vector.zero, where: x .> Vector(repeating: high))
  }
}

extension Tensor {
  @inline(__always)
  private func mapped(
    _ function: some UnaryFunction, keeping: Node.Keeping, name: StaticString = #function,
    pullback: @escaping Node.Pullback
  ) -> Tensor {
    .recorded(
      storage.map(count: scalarCount, function), shape, self, keeping: keeping, name: name,
      pullback: pullback)
  }

  /// e to the power of each scalar; d = exp(x) dx.
  public func exp() -> Tensor {
    mapped(Exponential(), keeping: .output) { record, v, _ in v * record.output }
  }

  /// The natural logarithm; d = dx / x. −∞ at 0, not a number below.
  public func log() -> Tensor {
    mapped(Logarithm(), keeping: .inputs) { record, v, _ in v / record[0] }
  }

  /// The square root; d = dx / (2 √x), which is infinite at 0.
  public func squareRoot() -> Tensor {
    mapped(SquareRoot(), keeping: .output) { record, v, _ in v * 0.5 / record.output }
  }

  /// x²; d = 2x dx.
  public func squared() -> Tensor {
    mapped(Square(), keeping: .inputs) { record, v, _ in v * record[0] * 2 }
  }

  /// |x|; d = sign(x) dx, 0 at 0.
  public func absoluteValue() -> Tensor {
    mapped(AbsoluteValue(), keeping: .inputs) { record, v, _ in
      v.masked(by: record[0].detached(), SignPullback())
    }
  }

  /// The hyperbolic tangent; d = (1 − tanh² x) dx.
  public func tanh() -> Tensor {
    mapped(HyperbolicTangent(), keeping: .output) { record, v, _ in
      v.tanhPullback(record.output)
    }
  }

  /// 1 / (1 + exp(−x)); d = y (1 − y) dx.
  public func sigmoid() -> Tensor {
    mapped(Logistic(), keeping: .output) { record, v, _ in v.sigmoidPullback(record.output) }
  }

  /// log(1 + exp(x)), a smooth max(x, 0), finite for every x; d = sigmoid(x) dx.
  public func softplus() -> Tensor {
    mapped(Softplus(), keeping: .inputs) { record, v, _ in v * record[0].sigmoid() }
  }

  /// max(x, 0); d = dx where x > 0, else 0.
  public func relu() -> Tensor {
    // The result is positive where x is, and the next operation keeps it anyway.
    mapped(ReLU(), keeping: .output) { record, v, _ in
      v.masked(by: record.output.detached(), ReLUPullback())
    }
  }

  /// x where it is positive, `slope` · x elsewhere; 0.2 is the slope of the DCGAN paper.
  public func leakyReLU(slope: Float = 0.2) -> Tensor {
    // With a negative slope the sign of x does not show in the result.
    let shows = slope >= 0
    return mapped(LeakyReLU(slope: slope), keeping: shows ? .output : .inputs) { record, v, _ in
      let sign = shows ? record.output : record[0]
      return v.masked(by: sign.detached(), LeakyReLUPullback(slope: slope))
    }
  }

  /// Each scalar brought into `range`; d = dx inside, 0 outside.
  public func clipped(to range: ClosedRange<Float>) -> Tensor {
    let (low, high) = (range.lowerBound, range.upperBound)
    return mapped(Clip(low: low, high: high), keeping: .inputs) { record, v, _ in
      v.masked(by: record[0].detached(), ClipPullback(low: low, high: high))
    }
  }

  /// A function linear in `self` and piecewise constant in `x`: no gradient passes to x, and that of
  /// `self` goes through the same mask.
  @inline(__always)
  func masked(by x: Tensor, _ function: some BinaryFunction) -> Tensor {
    let result = storage.map(x.storage, count: scalarCount, function)
    return .recorded(result, shape, self, x, keeping: .inputs) { record, v, _ in
      v.masked(by: record[1], function)
    }
  }

  /// v (1 − y²), in one pass; linear in v, and −2 v y dy.
  func tanhPullback(_ y: Tensor) -> Tensor {
    let result = storage.map(y.storage, count: scalarCount, TanhPullback())
    return .recorded(result, shape, self, y, keeping: .inputs) { record, v, index in
      index == 0 ? v.tanhPullback(record[1]) : v * record[0] * record[1] * -2
    }
  }

  /// v y (1 − y), in one pass; linear in v, and v (1 − 2y) dy.
  func sigmoidPullback(_ y: Tensor) -> Tensor {
    let result = storage.map(y.storage, count: scalarCount, LogisticPullback())
    return .recorded(result, shape, self, y, keeping: .inputs) { record, v, index in
      index == 0 ? v.sigmoidPullback(record[1]) : v * record[0] * (1 - 2 * record[1])
    }
  }
}
