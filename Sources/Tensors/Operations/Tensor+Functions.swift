// exp, log and other functions of one number, and their derivatives. Where the derivative is cheap in the
// result (exp), the record keeps that and lets the argument go.

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
private struct Softplus: UnaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector) -> Vector { x.softplus }
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

/// v with the sign of x, 0 where x is 0, and not a number where x is none.
private struct SignPullback: BinaryFunction {
  @inline(__always) func callAsFunction(_ v: Vector, _ x: Vector) -> Vector {
    Vector.zero.replacing(with: v, where: x .> Vector.zero)
      .replacing(with: -v, where: x .< Vector.zero)
      .replacing(with: x, where: x .!= x)
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

  /// log(1 + exp(x)), a smooth max(x, 0), finite for every x; d = sigmoid(x) dx.
  public func softplus() -> Tensor {
    mapped(Softplus(), keeping: .inputs) { record, v, _ in v * record[0].sigmoid() }
  }

  /// Each scalar brought into `range`; d = dx inside, 0 outside.
  public func clipped(to range: ClosedRange<Float>) -> Tensor {
    let (low, high) = (range.lowerBound, range.upperBound)
    return mapped(Clip(low: low, high: high), keeping: .inputs) { record, v, _ in
      v.masked(by: record[0].detached(), ClipPullback(low: low, high: high))
    }
  }
}
