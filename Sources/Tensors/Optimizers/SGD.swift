/// Stochastic gradient descent with momentum.
///
/// v ← μ v + g, p ← p − η v; with Nesterov's momentum p ← p − η (g + μ v). TensorFlow 1's
/// `MomentumOptimizer` and PyTorch's `SGD` are the same.
/// Sutskever, Martens, Dahl, Hinton (2013), On the importance of initialization and momentum.
public struct SGD: Optimizer {
  public var learningRate: Float
  public var state: [Tensor] = []
  public var step = 0
  public var slots: Int { Rule.slots }
  private let momentum: Float
  private let nesterov: Bool

  public init(learningRate: Float, momentum: Float = 0, nesterov: Bool = false) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
  }

  public mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor]) {
    let rule = Rule(learningRate: learningRate, momentum: momentum, nesterov: nesterov)
    apply(rule, to: &parameters, along: gradients, state: &state)
    step += 1
  }

  private struct Rule: UpdateRule {
    static var slots: Int { 1 }
    let learningRate: Float
    let momentum: Float
    let nesterov: Bool

    @inline(__always)
    func callAsFunction(_ p: inout Vector, _ g: Vector, _ v: inout Vector, _: inout Vector) {
      let mu = Vector(repeating: momentum)
      v = g.addingProduct(v, mu)
      p.addProduct(nesterov ? g.addingProduct(v, mu) : v, Vector(repeating: -learningRate))
    }
  }
}
