/// One recorded operation: what went in, and how to carry a gradient back through it.
///
/// A node never holds its own tensor, only (where the pullback needs it) that tensor's storage, so
/// a record is a graph without cycles and goes away with its last tensor.
final class Node {
  /// The product of `cotangent` (the gradient of some scalar with respect to the output) and the
  /// derivative of the output with respect to input `index`, written in tensor operations. It
  /// captures shapes and constants at most: tensors come from `record`, tracked or not, as the
  /// caller of ``gradients(of:withRespectTo:cotangent:differentiable:)`` wants them.
  typealias Pullback = (_ record: Record, _ cotangent: Tensor, _ index: Int) -> Tensor

  /// What a node keeps of its operands' and its result's scalars. Their shapes and nodes it always
  /// keeps; scalars that no pullback reads would only fill memory.
  enum Keeping { case nothing, inputs, output }

  private(set) var operands: Operands
  let pullback: Pullback
  private let output: Storage?
  private let outputShape: Shape

  /// Used while gradients are computed, and cleared after: see ``Backward``.
  var state = State.unvisited
  var isTarget = false
  var cotangent: Tensor?
  /// What the pullback computes once for all inputs, while they have their turns.
  var shared: [Tensor] = []
  /// The next of the nodes that are to be freed.
  private var freedNext: Node?

  enum State { case unvisited, open, needed, needless }

  /// A leaf: where a record begins.
  init() {
    operands = Operands()
    pullback = { _, cotangent, _ in cotangent }
    output = nil
    outputShape = []
  }

  @inline(__always)
  init(
    _ operands: Operands, keeping: Keeping, output: Storage, shape: Shape,
    pullback: @escaping Pullback
  ) {
    self.operands = operands
    self.output = keeping == .output ? output : nil
    outputShape = shape
    self.pullback = pullback
  }

  /// Adds what one use of this node's tensor sends back.
  func add(_ contribution: Tensor) {
    guard let sum = cotangent else {
      cotangent = contribution
      return
    }
    cotangent = sum + contribution
  }

  var outputTensor: Tensor {
    guard let output else { stop("this operation does not keep its output") }
    return Tensor(output, outputShape, node: self)
  }

  /// Frees a long chain in a loop: node by node, each deinit would call the next, and a chain of
  /// some ten thousand nodes overflow the stack. The list of what is to be freed runs through the
  /// nodes themselves.
  deinit {
    guard operands.count > 0 else { return }
    var list: Node?
    operands.free(into: &list)
    while let node = list {
      list = node.freedNext
      node.freedNext = nil
      node.operands.free(into: &list)
    }
  }

  static func push(_ node: consuming Node?, onto list: inout Node?) {
    guard var node, isKnownUniquelyReferenced(&node) else { return }
    node.freedNext = list
    list = node
  }
}

/// A node as its pullback sees it: the tensors that went in and came out. They carry their own
/// records only when the gradient is to be differentiated again; else the pullback's operations
/// record nothing and cost nothing more.
struct Record {
  let node: Node
  let differentiable: Bool

  @inline(__always)
  subscript(index: Int) -> Tensor {
    node.operands.tensor(index, tracked: differentiable)
  }

  func shape(_ index: Int) -> Shape { node.operands.shape(index) }

  var output: Tensor { differentiable ? node.outputTensor : node.outputTensor.detached() }
}

extension Tensor {
  /// The same numbers, from which a record begins: gradients can be taken with respect to this
  /// tensor.
  public func tracked() -> Tensor { Tensor(storage, shape, node: Node()) }

  /// The same numbers without their history: the graph is cut here, and no gradient passes.
  public func detached() -> Tensor { Tensor(storage, shape) }

  public var isTracked: Bool { node != nil }

  /// The history without the numbers.
  var hollow: Tensor { Tensor(Tensor.noStorage, shape, node: node) }

  private static var noStorage: Storage { EmptyStorage.shared }

  /// The result of an operation on `inputs`, recorded if one of them is. Its name in a list of
  /// operations is that of the function that calls this.
  @inline(__always)
  static func recorded(
    _ storage: Storage, _ shape: Shape, _ a: Tensor, keeping: Node.Keeping,
    name: StaticString = #function, pullback: @escaping Node.Pullback
  ) -> Tensor {
    OperationLog.note(name, a, shape)
    guard a.node != nil else { return Tensor(storage, shape) }
    return Tensor(
      storage, shape,
      node: Node(
        Operands(a, keeping: keeping), keeping: keeping, output: storage, shape: shape,
        pullback: pullback))
  }

  @inline(__always)
  static func recorded(
    _ storage: Storage, _ shape: Shape, _ a: Tensor, _ b: Tensor, keeping: Node.Keeping,
    name: StaticString = #function, pullback: @escaping Node.Pullback
  ) -> Tensor {
    OperationLog.note(name, a, b, shape)
    guard a.node != nil || b.node != nil else { return Tensor(storage, shape) }
    return Tensor(
      storage, shape,
      node: Node(
        Operands(a, b, keeping: keeping), keeping: keeping, output: storage, shape: shape,
        pullback: pullback))
  }

  @inline(__always)
  static func recorded(
    _ storage: Storage, _ shape: Shape, _ a: Tensor, _ b: Tensor, _ c: Tensor,
    keeping: Node.Keeping, name: StaticString = #function, pullback: @escaping Node.Pullback
  ) -> Tensor {
    OperationLog.note(name, a, b, c, shape)
    guard a.node != nil || b.node != nil || c.node != nil else { return Tensor(storage, shape) }
    return Tensor(
      storage, shape,
      node: Node(
        Operands(a, b, c, keeping: keeping), keeping: keeping, output: storage, shape: shape,
        pullback: pullback))
  }

  static func recorded(
    _ storage: Storage, _ shape: Shape, _ inputs: [Tensor], keeping: Node.Keeping,
    name: StaticString = #function, pullback: @escaping Node.Pullback
  ) -> Tensor {
    OperationLog.note(name, inputs, shape)
    guard inputs.contains(where: { $0.node != nil }) else { return Tensor(storage, shape) }
    return Tensor(
      storage, shape,
      node: Node(
        Operands(inputs, keeping: keeping), keeping: keeping, output: storage, shape: shape,
        pullback: pullback))
  }
}

private enum EmptyStorage {
  nonisolated(unsafe) static let shared = Storage.make(count: 1)
}
