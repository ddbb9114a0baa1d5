import Preconditions

/// A rule that moves parameters against their gradients.
///
/// ```swift
/// optimizer.update(&discriminator.parameters, along: gradients)
/// ```
///
/// What it remembers belongs to positions in that list, so one optimiser serves one list.
public protocol Optimizer {
  /// The size of a step. A schedule sets it before each update.
  var learningRate: Float { get set }

  /// What is remembered between updates: with ``step``, all that a checkpoint needs.
  var state: [Tensor] { get set }

  /// How many tensors it remembers for each parameter.
  var slots: Int { get }

  /// Updates so far.
  var step: Int { get set }

  mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor])
}

extension Optimizer {
  /// The state for these parameters, also before the first update: zeros. What a checkpoint takes.
  public func fullState(for parameters: [Tensor]) -> [Tensor] {
    if !state.isEmpty { return state }
    return parameters.flatMap { parameter in
      (0..<slots).map { _ in Tensor.zeros(parameter.shape) }
    }
  }
}

/// One update of one parameter, on sixteen scalars at a time: changes `p` and what is remembered.
protocol UpdateRule: Sendable {
  static var slots: Int { get }
  func callAsFunction(_ p: inout Vector, _ g: Vector, _ s0: inout Vector, _ s1: inout Vector)
}

/// Applies `rule` to every parameter. `state` holds `slots` tensors for each, zero to begin with.
@inline(__always)
func apply<Rule: UpdateRule>(
  _ rule: Rule, to parameters: inout [Tensor], along gradients: [Tensor], state: inout [Tensor]
) {
  require(
    gradients.count == parameters.count,
    "update: \(gradients.count) gradients for \(parameters.count) parameters")
  if state.isEmpty {
    state = parameters.flatMap { parameter in
      (0..<Rule.slots).map { _ in Tensor.zeros(parameter.shape) }
    }
  }
  require(
    state.count == parameters.count * Rule.slots,
    """
    update: a state of \(state.count) tensors for \(parameters.count) parameters, which need \
    \(parameters.count * Rule.slots)
    """)
  for index in parameters.indices {
    let gradient = gradients[index]
    let count = gradient.vectorCount
    require(
      gradient.shape == parameters[index].shape,
      "update: a gradient \(gradient.shape) for a parameter \(parameters[index].shape)")
    for slot in index * Rule.slots..<(index + 1) * Rule.slots {
      require(
        state[slot].shape == gradient.shape,
        "update: a state \(state[slot].shape) for a parameter \(gradient.shape)")
      state[slot].makeUnique()
    }
    let spare = gradient.storage.vectors  // Never written: a rule without slots has none.
    let s0 = Rule.slots > 0 ? state[index * Rule.slots].storage.vectors : spare
    let s1 = Rule.slots > 1 ? state[index * Rule.slots + 1].storage.vectors : spare
    // A graph that still needs the old numbers keeps them; else they are overwritten.
    let moved =
      parameters[index].isUnique()
      ? parameters[index].storage : Storage.make(count: gradient.scalarCount)
    let job = UpdateJob(
      p: parameters[index].storage.vectors, g: gradient.storage.vectors, s0: s0, s1: s1,
      q: moved.vectors, count: count, rule: rule)
    perform(job, parts: (count + 2047) / 2048, nanoseconds: 8 * count)
    parameters[index] = Tensor(moved, gradient.shape).tracked()
    OperationLog.note(
      "update", gradient.shape, Array(repeating: gradient, count: 2 + Rule.slots))
  }
}

private struct UpdateJob<Rule: UpdateRule>: Job, @unchecked Sendable {
  let p: UnsafeMutablePointer<Vector>
  let g: UnsafeMutablePointer<Vector>
  let s0: UnsafeMutablePointer<Vector>
  let s1: UnsafeMutablePointer<Vector>
  let q: UnsafeMutablePointer<Vector>
  let count: Int
  let rule: Rule

  @inline(__always)
  func run(_ part: Int) {
    for index in part &* 2048..<Swift.min(count, (part &+ 1) &* 2048) {
      var x = p[index]
      var a = Rule.slots > 0 ? s0[index] : .zero
      var b = Rule.slots > 1 ? s1[index] : .zero
      rule(&x, g[index], &a, &b)
      q[index] = x
      if Rule.slots > 0 { s0[index] = a }
      if Rule.slots > 1 { s1[index] = b }
    }
  }
}
