import Preconditions

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
///   - keepingRecord: `false` says that nobody asks the record behind `output` again. What it keeps of the
///     layers' numbers is then let go of on the way back, so the memory serves what follows, and parameters
///     that nothing else holds are moved where they lie. To ask it again stops the program with a sentence.
/// - Returns: a tensor for each of `inputs`, of its shape, in their order.
/// - Complexity: one visit of every recorded operation behind `output`.
public func gradients(
  of output: Tensor, withRespectTo inputs: [Tensor], cotangent: Tensor? = nil,
  differentiable: Bool = false, keepingRecord: Bool = true
) -> [Tensor] {
  require(
    cotangent != nil || output.scalarCount == 1,
    "gradients(of:): a tensor of shape \(output.shape) is no scalar; give a cotangent")
  let seed = cotangent ?? Tensor(repeating: 1, shape: output.shape)
  require(
    seed.shape == output.shape,
    "gradients(of:): a cotangent of shape \(seed.shape) for an output of shape \(output.shape)")
  require(
    keepingRecord || !differentiable, "gradients(of:): differentiable gradients need the record")
  for input in inputs {
    require(
      input.isTracked,
      "gradients(withRespectTo:): a tensor of shape \(input.shape) is not tracked")
  }
  guard let root = output.node else { return inputs.map { .zeros($0.shape) } }

  var backward = Backward(differentiable: differentiable, keepsRecord: keepingRecord)
  for input in inputs { input.node?.isTarget = true }
  backward.visit(from: root)
  backward.propagate(seed, from: root)
  let results = inputs.map { $0.node?.cotangent ?? .zeros($0.shape) }
  backward.clear()
  for input in inputs { input.node?.isTarget = false }
  return results
}

/// One pass backwards over a graph, which the output keeps alive meanwhile.
private struct Backward {
  let differentiable: Bool
  let keepsRecord: Bool
  /// Every visited node, each after the nodes that it was computed from.
  private var order: [Unmanaged<Node>] = []

  init(differentiable: Bool, keepsRecord: Bool) {
    self.differentiable = differentiable
    self.keepsRecord = keepsRecord
    order.reserveCapacity(64)
  }

  /// Depth first, without recursion: a node is left when all its operands have been, and is needed if
  /// it is a target or one of them is needed.
  mutating func visit(from root: Node) {
    var path: [(node: Unmanaged<Node>, next: Int)] = []
    path.reserveCapacity(64)
    path.append((.passUnretained(root), 0))
    open(root)
    while let (reference, next) = path.last {
      let isLeft = reference._withUnsafeGuaranteedRef { node in
        if next < node.inputCount {
          path[path.count &- 1].next = next &+ 1
          if let input = node.input(next) {
            let isNew = input._withUnsafeGuaranteedRef { input in
              let isNew = input.state == .unvisited || input.state == .letGo
              if isNew { open(input) }
              return isNew
            }
            if isNew { path.append((input, 0)) }
          }
          return false
        }
        var isNeeded = node.isTarget
        for index in 0..<node.inputCount where !isNeeded {
          isNeeded =
            node.input(index)?._withUnsafeGuaranteedRef { $0.state == .needed } ?? false
        }
        node.state = isNeeded ? .needed : .needless
        return true
      }
      if isLeft {
        order.append(reference)
        path.removeLast()
      }
    }
  }

  @inline(__always)
  private func open(_ node: Node) {
    require(
      node.state != .letGo,
      "gradients(of:): this record was let go of, by a call with keepingRecord: false")
    node.state = .open
  }

  /// Carries the cotangents from the output to the targets. When a node's turn comes, everything
  /// that used its tensor has had its own, so the sum of what they sent is complete.
  mutating func propagate(_ seed: Tensor, from root: Node) {
    guard root.state == .needed else { return }
    root.cotangent = differentiable ? seed : seed.detached()
    for reference in order.reversed() {
      reference._withUnsafeGuaranteedRef { node in
        guard node.state == .needed,
          var cotangent = node.isTarget ? node.cotangent : node.cotangent.take()
        else { return }
        let record = Record(node: node, differentiable: differentiable)
        node.activation.pullBack(&cotangent, record.output)
        for index in 0..<node.inputCount {
          node.input(index)?._withUnsafeGuaranteedRef { input in
            guard input.state == .needed else { return }
            let contribution = node.pullback(record, cotangent, index)
            require(
              contribution.shape == record.shape(index),
              "a pullback gave \(contribution.shape) for an input \(record.shape(index))")
            input.add(contribution)
          }
        }
        if !node.shared.isEmpty { node.shared = [] }
        if !keepsRecord { node.letGo() }
      }
    }
  }

  func clear() {
    for reference in order {
      reference._withUnsafeGuaranteedRef { node in
        node.state = .unvisited
        node.cotangent = nil
        // Also of what was on no path, and so had no turn. A leaf keeps nothing, and other records begin there.
        if !keepsRecord && node.inputCount > 0 {
          node.letGo()
          node.state = .letGo
        }
      }
    }
  }
}
