import Preconditions

/// The learning rate as a function of the step: `optimizer.learningRate = schedule(step)`.
public struct LearningRate: Sendable {
  private let rate: @Sendable (Int) -> Double

  /// The rate at a step, counted from 0.
  public func callAsFunction(_ step: Int) -> Float { Float(rate(step)) }

  /// The same rate at every step.
  public static func constant(_ rate: Float) -> LearningRate {
    LearningRate { _ in Double(rate) }
  }

  /// `initial` · `factor` ^ (step / `period`); as a staircase, the exponent is rounded down, and the
  /// rate falls once a period.
  public static func exponential(
    initial: Float, factor: Float, period: Int, staircase: Bool
  ) -> LearningRate {
    require(period > 0 && factor > 0, "a decay has a positive period and factor")
    return LearningRate { step in
      let whole = power(Double(factor), step / period)
      let rest = Double(step % period) / Double(period)
      if staircase || rest == 0 { return Double(initial) * whole }
      let root = Vector(repeating: Vector(repeating: factor).naturalLogarithm[0] * Float(rest))
      return Double(initial) * whole * Double(root.exponential[0])
    }
  }

  /// `initial` until step `start`, then along a straight line to 0 at step `end`.
  public static func linear(initial: Float, from start: Int, to end: Int) -> LearningRate {
    require(start < end, "a linear decay ends after it starts")
    return LearningRate { step in
      let left = Double(end - step) / Double(end - start)
      return Double(initial) * Swift.max(0, Swift.min(1, left))
    }
  }
}
