import Preconditions

/// One recorded operation: what went in, and how to carry a gradient back through it.
///
/// A node never holds its own tensor, only (where the pullback needs it) that tensor's storage, so
/// a record is a graph without cycles and goes away with its last tensor.
final class Node {
  /// The product of `cotangent` (the gradient of some scalar with respect to the output) and the
  /// derivative of the output with respect to input `index`, written in tensor operations. It
  /// captures shapes and constants at most: tensors come from `record`, tracked or not, as the
  /// caller of ``gradients(of:withRespectTo:cotangent:differentiable:keepingRecord:)`` wants them.
  typealias Pullback = (_ record: Record, _ cotangent: Tensor, _ index: Int) -> Tensor

  /// What a node keeps of its operands' and its result's scalars. Their shapes and nodes it always
  /// keeps; scalars that no pullback reads would only fill memory.
  enum Keeping { case nothing, inputs, output }

  // Most operations have one to three inputs, and those lie in the node itself: an array would be one more
  // allocation for each operation. Numbers, shapes and nodes lie apart, so that to ask for one of them
  // counts no reference to another.
  let inputCount: Int
  /// `nil` where the node does not keep an input's numbers. The third, a bias or a shift, is only ever added.
  private(set) var inputStorages: (Storage?, Storage?)
  let inputShapes: (Shape, Shape, Shape)
  var inputNodes: (Node?, Node?, Node?)
  /// From the fourth on, without numbers: only a concatenation has so many, and it needs none.
  var otherInputs: [(shape: Shape, node: Node?)] = []
  let pullback: Pullback
  private var output: Storage?
  private let outputShape: Shape
  /// What was written over the operation's result: see ``Tensor/followed(by:)``.
  private(set) var activation = Activation.identity

  /// Used while gradients are computed, and cleared after: see ``Backward``.
  var state = State.unvisited
  var isTarget = false
  var cotangent: Tensor?
  /// What the pullback computes once for all inputs, while they have their turns.
  var shared: [Tensor] = []
  /// The next of the nodes that are to be freed.
  private var freedNext: Node?

  enum State { case unvisited, open, needed, needless, letGo }

  /// A leaf: where a record begins.
  init() {
    inputCount = 0
    inputStorages = (nil, nil)
    inputShapes = ([], [], [])
    inputNodes = (nil, nil, nil)
    pullback = { _, cotangent, _ in cotangent }
    output = nil
    outputShape = []
  }

  @inline(__always)
  init(
    _ a: Tensor, _ b: Tensor?, _ c: Tensor?, keeping: Keeping, output: Storage, shape: Shape,
    pullback: @escaping Pullback
  ) {
    inputCount = c != nil ? 3 : b != nil ? 2 : 1
    let keeps = keeping == .inputs
    inputStorages = (keeps ? a.storage : nil, keeps ? b?.storage : nil)
    inputShapes = (a.shape, b?.shape ?? a.shape, c?.shape ?? a.shape)
    inputNodes = (a.node, b?.node, c?.node)
    self.output = keeping == .output ? output : nil
    outputShape = shape
    self.pullback = pullback
  }

  /// An operation on any number of inputs, whose numbers are not kept.
  init(_ inputs: [Tensor], shape: Shape, pullback: @escaping Pullback) {
    inputCount = inputs.count
    inputStorages = (nil, nil)
    func input(_ index: Int) -> Tensor? { index < inputs.count ? inputs[index] : nil }
    inputShapes = (input(0)?.shape ?? [], input(1)?.shape ?? [], input(2)?.shape ?? [])
    inputNodes = (input(0)?.node, input(1)?.node, input(2)?.node)
    otherInputs = inputs.dropFirst(3).map { ($0.shape, $0.node) }
    output = nil
    outputShape = shape
    self.pullback = pullback
  }

  func follow(with activation: Activation, output: Storage) {
    self.activation = activation
    self.output = output
  }

  /// Lets go of all numbers.
  func letGo() {
    inputStorages = (nil, nil)
    output = nil
  }

  /// Adds what one use of this node's tensor sends back.
  func add(_ contribution: Tensor) {
    if cotangent == nil { cotangent = contribution } else { cotangent?.add(contribution) }
  }

  var outputTensor: Tensor {
    guard let output else { stop("this operation does not keep its output") }
    return Tensor(output, outputShape, node: self)
  }

  /// Frees a long chain in a loop: node by node, each deinit would call the next, and a chain of
  /// some ten thousand nodes overflow the stack. The list of what is to be freed runs through the
  /// nodes themselves.
  deinit {
    guard inputCount > 0 else { return }
    var list: Node?
    freeInputs(into: &list)
    while let node = list {
      list = node.freedNext
      node.freedNext = nil
      node.freeInputs(into: &list)
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
    node.tensor(index, tracked: differentiable)
  }

  func shape(_ index: Int) -> Shape { node.shape(index) }

  /// Whether the pass backwards asks for the gradient of this input.
  func isNeeded(_ index: Int) -> Bool {
    node.input(index)?._withUnsafeGuaranteedRef { $0.state == .needed } ?? false
  }

  var output: Tensor { differentiable ? node.outputTensor : node.outputTensor.detached() }
}

extension Tensor {
  /// The same numbers, from which a record begins: gradients can be taken with respect to this
  /// tensor. Nothing is copied, and what came before is cut off.
  public func tracked() -> Tensor { Tensor(storage, shape, node: Node()) }

  /// The same numbers without their history: the graph is cut here, and no gradient passes.
  public func detached() -> Tensor { Tensor(storage, shape) }

  /// Whether gradients can be taken with respect to this tensor: it is where a record begins, or the result
  /// of an operation on one that is.
  public var isTracked: Bool { node != nil }

  /// The history without the numbers.
  var hollow: Tensor { Tensor(Tensor.noStorage, shape, node: node) }

  private static var noStorage: Storage { EmptyStorage.shared }

  /// The result of an operation on `inputs`, recorded if one of them is. Its name in a list of
  /// operations is that of the function that calls this.
  @inline(__always)
  static func recorded(
    _ storage: Storage, _ shape: Shape, _ a: Tensor, _ b: Tensor? = nil, _ c: Tensor? = nil,
    keeping: Node.Keeping, name: StaticString = #function, pullback: @escaping Node.Pullback
  ) -> Tensor {
    OperationLog.note(name, shape, a, b, c)
    guard a.node != nil || b?.node != nil || c?.node != nil else { return Tensor(storage, shape) }
    return Tensor(
      storage, shape,
      node: Node(
        a, b, c, keeping: keeping, output: storage, shape: shape, pullback: pullback))
  }

  /// The same for any number of inputs, whose numbers are not kept.
  static func recorded(
    _ storage: Storage, _ shape: Shape, _ inputs: [Tensor], name: StaticString = #function,
    pullback: @escaping Node.Pullback
  ) -> Tensor {
    OperationLog.note(name, shape, inputs)
    guard inputs.contains(where: { $0.node != nil }) else { return Tensor(storage, shape) }
    return Tensor(storage, shape, node: Node(inputs, shape: shape, pullback: pullback))
  }
}

private enum EmptyStorage {
  nonisolated(unsafe) static let shared = Storage.make(count: 1)
}
