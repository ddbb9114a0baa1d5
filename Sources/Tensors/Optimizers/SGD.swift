/// Stochastic gradient descent with momentum.
///
/// v ← μ v + g, p ← p − η v. TensorFlow 1's `MomentumOptimizer` and PyTorch's `SGD` are the same.
/// Sutskever, Martens, Dahl, Hinton (2013), On the importance of initialization and momentum.
public struct SGD: Optimizer {
  public static let memory = ["velocity"]
  public var learningRate: Float
  public var state: [Tensor] = []
  public var step = 0
  private let momentum: Float

  /// - Parameters:
  ///   - learningRate: η, by which a gradient becomes a step.
  ///   - momentum: μ, the share of the last step that goes on; 0, none, by default.
  public init(learningRate: Float, momentum: Float = 0) {
    self.learningRate = learningRate
    self.momentum = momentum
  }

  public mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor]) {
    let rule = Rule(learningRate: learningRate, momentum: momentum)
    apply(rule, to: &parameters, along: gradients)
    step += 1
  }

  private struct Rule: UpdateRule {
    let learningRate: Float
    let momentum: Float

    @inline(__always)
    func callAsFunction(_ p: inout Vector, _ g: Vector, _ memory: inout InlineArray<1, Vector>) {
      memory[0] = g.addingProduct(memory[0], Vector(repeating: momentum))
      p.addProduct(memory[0], Vector(repeating: -learningRate))
    }
  }
}
