/// Each gradient with every scalar brought into ±`limit`: Keras's `clipvalue`.
public func clipped(_ gradients: [Tensor], toValue limit: Float) -> [Tensor] {
  gradients.map { $0.clipped(to: -limit...limit) }
}

/// All gradients divided by one number, so that together their norm is at most `limit`: their
/// direction stays.
/// Pascanu, Mikolov, Bengio (2013), On the difficulty of training recurrent neural networks.
public func clipped(_ gradients: [Tensor], toNorm limit: Float) -> [Tensor] {
  let norm = norm(of: gradients)
  return norm <= limit ? gradients : gradients.map { $0 * (limit / norm) }
}

/// The Euclidean norm of all scalars of all `tensors` taken together.
public func norm(of tensors: [Tensor]) -> Float {
  tensors.reduce(Float(0)) { $0 + $1.detached().squared().sum().scalar }.squareRoot()
}
