/// The gradients of `output` with respect to each of `inputs`, by reverse-mode differentiation.
///
/// ```swift
/// let gradients = gradients(of: loss, withRespectTo: discriminator.parameters)
/// ```
///
/// Nothing is accumulated anywhere and there is nothing to reset: whose parameters move is what the
/// call says. Only the operations that lie on a path from one of `inputs` to `output` are
/// differentiated, so the generator's step never computes the discriminator's weight gradients.
///
/// - Parameters:
///   - output: what is differentiated: a scalar, unless `cotangent` is given.
///   - inputs: tracked tensors. Where `output` does not depend on one, its gradient is zero.
///   - cotangent: what to begin with in place of 1, of the shape of `output`: the gradient of a
///     later loss with respect to `output`, when another graph computed that.
///   - differentiable: whether the gradients are themselves recorded, so that a loss may contain
///     them (a gradient penalty) and be differentiated in turn, to any order. Costs memory and
///     time, and so is off unless asked for.
/// - Complexity: one visit of every recorded operation behind `output`.
public func gradients(
  of output: Tensor, withRespectTo inputs: [Tensor], cotangent: Tensor? = nil,
  differentiable: Bool = false
) -> [Tensor] {
  require(
    cotangent != nil || output.scalarCount == 1,
    "gradients(of:): a tensor of shape \(output.shape) is no scalar; give a cotangent")
  let seed = cotangent ?? Tensor(repeating: 1, shape: output.shape)
  require(
    seed.shape == output.shape,
    "gradients(of:): a cotangent of shape \(seed.shape) for an output of shape \(output.shape)")
  guard let root = output.node else { return inputs.map { .zeros($0.shape) } }

  var backward = Backward(differentiable: differentiable)
  for input in inputs {
    guard let node = input.node else {
      stop(
        "gradients(withRespectTo:): a tensor of shape \(input.shape) is not tracked")
    }
    node.isTarget = true
  }
  backward.visit(from: root)
  backward.propagate(seed, from: root)
  let results = inputs.map { $0.node?.cotangent ?? .zeros($0.shape) }
  backward.clear()
  for input in inputs { input.node?.isTarget = false }
  return results
}

/// One pass backwards over a graph.
private struct Backward {
  let differentiable: Bool
  /// Every visited node, each after the nodes that it was computed from.
  private var order: [Node] = []

  init(differentiable: Bool) {
    self.differentiable = differentiable
    order.reserveCapacity(64)
  }

  /// Depth first, without recursion: a node is left when all its inputs have been, and is needed if
  /// it is a target or one of them is needed.
  mutating func visit(from root: Node) {
    var path: [(node: Node, next: Int)] = [(root, 0)]
    root.state = .open
    while let (node, next) = path.last {
      if next < node.inputs.count {
        path[path.count &- 1].next = next &+ 1
        if let input = node.inputs[next].node, input.state == .unvisited {
          input.state = .open
          path.append((input, 0))
        }
      } else {
        let isNeeded = node.isTarget || node.inputs.contains { $0.node?.state == .needed }
        node.state = isNeeded ? .needed : .needless
        order.append(node)
        path.removeLast()
      }
    }
  }

  /// Carries the cotangents from the output to the targets. When a node's turn comes, everything
  /// that used its tensor has had its own, so the sum of what they sent is complete.
  mutating func propagate(_ seed: Tensor, from root: Node) {
    guard root.state == .needed else { return }
    root.cotangent = differentiable ? seed : seed.detached()
    for node in order.reversed() where node.state == .needed {
      guard let cotangent = node.cotangent else { continue }
      let record = Record(node: node, differentiable: differentiable)
      for index in node.inputs.indices {
        guard let input = node.inputs[index].node, input.state == .needed else { continue }
        let contribution = node.pullback(record, cotangent, index)
        require(
          contribution.shape == node.inputs[index].shape,
          "a pullback gave \(contribution.shape) for an input \(node.inputs[index].shape)")
        input.cotangent = input.cotangent.map { $0 + contribution } ?? contribution
      }
      if !node.shared.isEmpty { node.shared = [] }
      if !node.isTarget { node.cotangent = nil }
    }
  }

  func clear() {
    for node in order {
      node.state = .unvisited
      node.cotangent = nil
    }
  }
}
