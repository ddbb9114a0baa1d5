/// Divides each gradient by a running root mean square of its predecessors.
///
/// s ← ρ s + (1 − ρ) g², p ← p − η g / (√s + ε), and η = learningRate / (1 + decay · t) at update
/// t = 0, 1, …, as Keras 2 has it (there ε = 1e−7).
/// Tieleman, Hinton (2012), Lecture 6.5 of Neural Networks for Machine Learning.
public struct RMSProp: Optimizer {
  public static let memory = ["mean square"]
  public var learningRate: Float
  public var state: [Tensor] = []
  public var step = 0
  private let rho: Float
  private let epsilon: Float
  private let decay: Float

  /// - Parameters:
  ///   - learningRate: about the length of each parameter's step, before it falls.
  ///   - rho: the share of the past in the mean square.
  ///   - epsilon: keeps the division finite where a gradient has always been 0.
  ///   - decay: how the rate falls: after 1 / decay updates it is half.
  public init(learningRate: Float, rho: Float = 0.9, epsilon: Float = 1e-7, decay: Float = 0) {
    self.learningRate = learningRate
    self.rho = rho
    self.epsilon = epsilon
    self.decay = decay
  }

  public mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor]) {
    let rate = Float(Double(learningRate) / (1 + Double(decay) * Double(step)))
    apply(Rule(rate: rate, rho: rho, epsilon: epsilon), to: &parameters, along: gradients)
    step += 1
  }

  private struct Rule: UpdateRule {
    let rate: Float
    let rho: Float
    let epsilon: Float

    @inline(__always)
    func callAsFunction(_ p: inout Vector, _ g: Vector, _ memory: inout InlineArray<1, Vector>) {
      let s = (g * g * (1 - rho)).addingProduct(memory[0], Vector(repeating: rho))
      memory[0] = s
      p -= g * rate / (s.root + epsilon)
    }
  }
}
