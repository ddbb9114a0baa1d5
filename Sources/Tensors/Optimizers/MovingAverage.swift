import Preconditions

/// An exponential moving average of parameters: a ← decay · a + (1 − decay) · p.
///
/// The players of a GAN circle around their equilibrium; the average of a circle is its centre. It
/// begins at the parameters it is given, without correction, so it has forgotten them after a few
/// times 1 / (1 − decay) updates.
/// Yazıcı et al. (2019), The Unusual Effectiveness of Averaging in GAN Training.
public struct MovingAverage {
  public private(set) var parameters: [Tensor]
  public let decay: Float

  public init(of parameters: [Tensor], decay: Float) {
    self.parameters = parameters.map { $0.tracked() }
    self.decay = decay
  }

  public mutating func update(with parameters: [Tensor]) {
    require(
      parameters.map(\.shape) == self.parameters.map(\.shape),
      """
      moving average: parameters of shapes \(parameters.map(\.shape)), not \
      \(self.parameters.map(\.shape))
      """)
    for index in parameters.indices {
      let average = self.parameters[index].detached()
      self.parameters[index] =
        (average * decay + parameters[index].detached() * (1 - decay)).tracked()
    }
  }
}
