/// Each gradient with every scalar brought into ±`limit`: Keras's `clipvalue`.
public func clipped(_ gradients: [Tensor], toValue limit: Float) -> [Tensor] {
  gradients.map { $0.clipped(to: -limit...limit) }
}

/// The Euclidean norm of all scalars of all `tensors` taken together.
public func norm(of tensors: [Tensor]) -> Float {
  tensors.reduce(Float(0)) { $0 + $1.detached().squared().sum().scalar }.squareRoot()
}
