import Tensors

extension Distribution {
  /// `count` independent values, `[count, 1]`.
  ///
  /// A mixture draws one number for the component and one for the value, whichever is chosen, so
  /// that the stream moves on by the same amount for every batch.
  public func sample(_ count: Int, using stream: inout RandomStream) -> Tensor {
    switch shape {
    case .uniform(let lower, let upper):
      return .uniform([count, 1], from: Float(lower), to: Float(upper), using: &stream)
    case .normals(let components) where components.count == 1:
      return .normal(
        [count, 1], mean: Float(components[0].mean),
        standardDeviation: Float(components[0].standardDeviation), using: &stream)
    case .normals(let components):
      let choices = Tensor.uniform([count], using: &stream).scalars
      let values = Tensor.normal([count], using: &stream).scalars
      return Tensor(
        shape: [count, 1],
        scalars: zip(choices, values).map { choice, value in
          var left = Double(choice)
          let component = components.first { component in
            left -= component.weight
            return left < 0
          }
          let chosen = component ?? components[components.count - 1]
          return Float(chosen.mean) + Float(chosen.standardDeviation) * value
        })
    }
  }
}
