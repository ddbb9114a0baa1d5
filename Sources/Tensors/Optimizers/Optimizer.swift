import Preconditions

/// A rule that moves parameters against their gradients.
///
/// ```swift
/// optimizer.update(&discriminator.parameters, along: gradients)
/// ```
///
/// What it remembers belongs to positions in that list, so one optimiser serves one list.
public protocol Optimizer {
  /// What it remembers of each parameter, by name: numbers of the parameter's shape, zero to begin with.
  static var memory: [String] { get }

  /// The size of a step. A schedule sets it before each update.
  var learningRate: Float { get set }

  /// What is remembered between updates: with ``step``, all that a checkpoint needs. For each parameter
  /// as many tensors as ``memory`` has names, in that order; none before the first update.
  var state: [Tensor] { get set }

  /// Updates so far.
  var step: Int { get set }

  /// Moves the parameters one step, and remembers.
  ///
  /// - Parameters:
  ///   - parameters: the same list at every call; afterwards they are tracked, and what was recorded of them
  ///     before keeps the old numbers.
  ///   - gradients: one of the same shape for each parameter, in that order. Anything else stops the program
  ///     with a sentence.
  mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor])
}

extension Optimizer {
  /// The state for these parameters, also before the first update: zeros. What a checkpoint takes.
  public func fullState(for parameters: [Tensor]) -> [Tensor] {
    if !state.isEmpty { return state }
    return parameters.flatMap { parameter in Self.memory.map { _ in .zeros(parameter.shape) } }
  }
}
