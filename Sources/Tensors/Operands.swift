/// What went into an operation. Most have one to three operands, and those lie in the node itself: an
/// array would be one more allocation for each operation.
struct Operands {
  /// A tensor, but for its numbers where the node does not keep them.
  private struct Operand {
    let storage: Storage?
    let shape: Shape
    var node: Node?

    @inline(__always)
    init(_ tensor: Tensor, keeping: Node.Keeping) {
      storage = keeping == .inputs ? tensor.storage : nil
      shape = tensor.shape
      node = tensor.node
    }

    /// Not counted as one more holder: who asks for it looks at it and lets it go.
    @inline(__always) var reference: Unmanaged<Node>? { node.map(Unmanaged.passUnretained) }

    func tensor(tracked: Bool) -> Tensor {
      guard let storage else { stop("this operation does not keep its operands") }
      return Tensor(storage, shape, node: tracked ? node : nil)
    }
  }

  let count: Int
  private var first: Operand?
  private var second: Operand?
  private var third: Operand?
  /// From the fourth on.
  private var others: [Operand] = []

  init() { count = 0 }

  @inline(__always)
  init(_ a: Tensor, keeping: Node.Keeping) {
    count = 1
    first = Operand(a, keeping: keeping)
  }

  @inline(__always)
  init(_ a: Tensor, _ b: Tensor, keeping: Node.Keeping) {
    count = 2
    first = Operand(a, keeping: keeping)
    second = Operand(b, keeping: keeping)
  }

  @inline(__always)
  init(_ a: Tensor, _ b: Tensor, _ c: Tensor, keeping: Node.Keeping) {
    count = 3
    first = Operand(a, keeping: keeping)
    second = Operand(b, keeping: keeping)
    third = Operand(c, keeping: keeping)
  }

  init(_ tensors: [Tensor], keeping: Node.Keeping) {
    count = tensors.count
    let operands = tensors.map { Operand($0, keeping: keeping) }
    if count > 0 { first = operands[0] }
    if count > 1 { second = operands[1] }
    if count > 2 { third = operands[2] }
    others = Array(operands.dropFirst(3))
  }

  @inline(__always)
  func node(_ index: Int) -> Unmanaged<Node>? {
    switch index {
    case 0: first?.reference
    case 1: second?.reference
    case 2: third?.reference
    default: others[index &- 3].reference
    }
  }

  @inline(__always)
  func shape(_ index: Int) -> Shape {
    switch index {
    case 0: first!.shape
    case 1: second!.shape
    case 2: third!.shape
    default: others[index &- 3].shape
    }
  }

  @inline(__always)
  func tensor(_ index: Int, tracked: Bool) -> Tensor {
    switch index {
    case 0: first!.tensor(tracked: tracked)
    case 1: second!.tensor(tracked: tracked)
    case 2: third!.tensor(tracked: tracked)
    default: others[index &- 3].tensor(tracked: tracked)
    }
  }

  /// Lets go of the operands; those that nothing else holds come onto the list.
  mutating func free(into list: inout Node?) {
    Node.push(first?.node.take(), onto: &list)
    Node.push(second?.node.take(), onto: &list)
    Node.push(third?.node.take(), onto: &list)
    for index in others.indices { Node.push(others[index].node.take(), onto: &list) }
  }
}
