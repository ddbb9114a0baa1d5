/// Steps by a running mean of the gradient divided by its running root mean square.
///
/// m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², and at update t = 1, 2, …
/// p ← p − η m̂ / (√ŝ + ε) with m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ): both means begin at zero, and
/// the division makes up for that.
///
/// β₁ defaults to 0.9 as in the paper; GANs are usually trained with 0.5 or 0, because yesterday's
/// gradient came from another opponent.
/// Kingma, Ba (2015), Adam: A Method for Stochastic Optimization.
public struct Adam: Optimizer {
  public static let memory = ["mean", "mean square"]
  public var learningRate: Float
  public var state: [Tensor] = []
  public var step = 0
  private let beta1: Float
  private let beta2: Float
  private let epsilon: Float

  /// - Parameters:
  ///   - learningRate: η; about the length of each parameter's step.
  ///   - beta1: the share of the past in the running mean, from 0 and below 1.
  ///   - beta2: and in the running mean square.
  ///   - epsilon: keeps the division finite where a gradient has always been 0.
  public init(
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor]) {
    step += 1
    let first = 1 - power(Double(beta1), step)
    let second = 1 - power(Double(beta2), step)
    let rule = Rule(
      rate: Float(Double(learningRate) / first), root: Float((1 / second).squareRoot()),
      beta1: beta1, beta2: beta2, epsilon: epsilon)
    apply(rule, to: &parameters, along: gradients)
  }

  private struct Rule: UpdateRule {
    let rate: Float
    /// 1 / √(1 − β₂ᵗ).
    let root: Float
    let beta1: Float
    let beta2: Float
    let epsilon: Float

    @inline(__always)
    func callAsFunction(_ p: inout Vector, _ g: Vector, _ memory: inout InlineArray<2, Vector>) {
      let m = (g * (1 - beta1)).addingProduct(memory[0], Vector(repeating: beta1))
      let s = (g * g * (1 - beta2)).addingProduct(memory[1], Vector(repeating: beta2))
      (memory[0], memory[1]) = (m, s)
      p -= m * rate / (s.root * root + epsilon)
    }
  }
}

/// x to a whole power by repeated squaring: the system's `pow` may round differently elsewhere.
func power(_ x: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
