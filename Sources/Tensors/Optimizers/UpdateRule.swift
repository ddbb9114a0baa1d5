import Preconditions

/// One update of one parameter, on sixteen scalars at a time: changes `p` and what is remembered of it,
/// `memory`, an `InlineArray` of as many vectors as the optimiser's ``Optimizer/memory`` has names.
protocol UpdateRule: Sendable {
  associatedtype Memory
  func callAsFunction(_ p: inout Vector, _ g: Vector, _ memory: inout Memory)
}

extension Optimizer {
  /// Applies `rule` to every parameter.
  @inline(__always)
  mutating func apply<Rule: UpdateRule, let count: Int>(
    _ rule: Rule, to parameters: inout [Tensor], along gradients: [Tensor]
  ) where Rule.Memory == InlineArray<count, Vector> {
    require(
      gradients.count == parameters.count,
      "update: \(gradients.count) gradients for \(parameters.count) parameters")
    if state.isEmpty { state = fullState(for: parameters) }
    require(
      Self.memory.count == count && state.count == parameters.count * count,
      """
      update: a state of \(state.count) tensors for \(parameters.count) parameters, which need \
      \(parameters.count * count): \(Self.memory) of each
      """)
    for index in parameters.indices {
      let gradient = gradients[index]
      require(
        gradient.shape == parameters[index].shape,
        "update: a gradient \(gradient.shape) for a parameter \(parameters[index].shape)")
      for place in index * count..<(index + 1) * count {
        require(
          state[place].shape == gradient.shape,
          "update: a state \(state[place].shape) for a parameter \(gradient.shape)")
        state[place].makeUnique()
      }
      // A graph that still needs the old numbers keeps them; else they are overwritten.
      let moved =
        parameters[index].isUnique()
        ? parameters[index].storage : Storage.make(count: gradient.scalarCount)
      let vectors = gradient.vectorCount
      let job = UpdateJob(
        p: parameters[index].storage.vectors, g: gradient.storage.vectors,
        memory: InlineArray { state[index * count + $0].storage.vectors }, q: moved.vectors,
        count: vectors, rule: rule)
      perform(
        job, parts: (vectors + PieceSize.vectors - 1) / PieceSize.vectors,
        nanoseconds: Cost.updating(16 * vectors))
      parameters[index] = Tensor(moved, gradient.shape).tracked()
      OperationLog.note(
        "update", gradient.shape, Array(repeating: gradient, count: 2 + count))
    }
  }
}

private struct UpdateJob<Rule: UpdateRule, let states: Int>: Job, @unchecked Sendable
where Rule.Memory == InlineArray<states, Vector> {
  let p: UnsafeMutablePointer<Vector>
  let g: UnsafeMutablePointer<Vector>
  let memory: InlineArray<states, UnsafeMutablePointer<Vector>>
  let q: UnsafeMutablePointer<Vector>
  let count: Int
  let rule: Rule

  @inline(__always)
  func run(_ part: Int) {
    for index in part &* PieceSize.vectors..<Swift.min(count, (part &+ 1) &* PieceSize.vectors) {
      var x = p[index]
      // Not made by a closure, which would be called for each vector.
      var remembered = InlineArray<states, Vector>(repeating: .zero)
      for state in 0..<states { remembered[state] = memory[state][index] }
      rule(&x, g[index], &remembered)
      q[index] = x
      for state in 0..<states { memory[state][index] = remembered[state] }
    }
  }
}
