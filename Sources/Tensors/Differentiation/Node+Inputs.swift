import Preconditions

/// What went into an operation, as its pullback and the pass backwards ask for it.
extension Node {
  /// Not counted as one more holder: who asks for it looks at it and lets it go.
  @inline(__always)
  func input(_ index: Int) -> Unmanaged<Node>? {
    switch index {
    case 0: inputNodes.0.map(Unmanaged.passUnretained)
    case 1: inputNodes.1.map(Unmanaged.passUnretained)
    case 2: inputNodes.2.map(Unmanaged.passUnretained)
    default: otherInputs[index &- 3].node.map(Unmanaged.passUnretained)
    }
  }

  @inline(__always)
  func shape(_ index: Int) -> Shape {
    switch index {
    case 0: inputShapes.0
    case 1: inputShapes.1
    case 2: inputShapes.2
    default: otherInputs[index &- 3].shape
    }
  }

  @inline(__always)
  func tensor(_ index: Int, tracked: Bool) -> Tensor {
    let storage: Storage?
    let node: Node?
    switch index {
    case 0: (storage, node) = (inputStorages.0, tracked ? inputNodes.0 : nil)
    case 1: (storage, node) = (inputStorages.1, tracked ? inputNodes.1 : nil)
    default: (storage, node) = (nil, nil)
    }
    guard let storage else { stop("this operation does not keep its inputs") }
    return Tensor(storage, shape(index), node: node)
  }

  /// Lets go of the inputs; those that nothing else holds come onto the list.
  func freeInputs(into list: inout Node?) {
    Node.push(inputNodes.0.take(), onto: &list)
    Node.push(inputNodes.1.take(), onto: &list)
    Node.push(inputNodes.2.take(), onto: &list)
    for index in otherInputs.indices { Node.push(otherInputs[index].node.take(), onto: &list) }
  }
}
