/// All that layers and gradients ask of an activation: a function of one number, and its derivative.
protocol ActivationFunction: UnaryFunction {
  /// In a list of operations.
  var name: StaticString { get }
  /// In the drawing of a network.
  var title: String { get }

  /// Whether the derivative can be told from the result. The record then keeps that and lets the argument
  /// go, and a layer writes the result over its sum.
  var showsInResult: Bool { get }

  /// Carries the cotangent `v` of the result back to the argument; `known` is the result, or the argument
  /// where the derivative does not show in the result.
  func pullBack(_ v: inout Tensor, _ known: Tensor)

  // Those below are the same for all. They are asked for here so that each function has loops of its own,
  // also where the compiler does not know which function it is.

  /// The function of each scalar, in a new buffer.
  func applied(to x: Tensor) -> Storage
  /// The function of each scalar, written over it.
  func overwrite(_ x: Tensor)
}

extension ActivationFunction {
  var title: String { "\(name)" }
  var showsInResult: Bool { true }

  func applied(to x: Tensor) -> Storage { x.storage.map(count: x.scalarCount, self) }

  func overwrite(_ x: Tensor) {
    x.storage.overwrite(count: x.scalarCount, self)
    OperationLog.note(name, x.shape, x)
  }
}

extension Tensor {
  /// A function linear in `self` and piecewise constant in `x`: no gradient passes to x, and that of
  /// `self` goes through the same mask.
  @inline(__always)
  func masked(by x: Tensor, _ function: some BinaryFunction) -> Tensor {
    let result = storage.map(x.storage, count: scalarCount, function)
    return .recorded(result, shape, self, x, keeping: .inputs) { record, v, _ in
      v.masked(by: record[1], function)
    }
  }

  /// `self = self.masked(by: x, function)`, in place where nothing else holds the numbers of `self`.
  @inline(__always)
  mutating func mask(by x: Tensor, _ function: some BinaryFunction) {
    if !overwrite(with: x, function, name: "masked") { self = masked(by: x, function) }
  }
}
