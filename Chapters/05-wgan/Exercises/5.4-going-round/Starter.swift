import WGANExercises

struct Answer: GoingRound {
  /// By what a step multiplies the distance from the equilibrium: θ ← θ + h ψ, ψ ← ψ − h θ.
  func bothAtOnce(rate h: Double) throws -> Double {
    throw NotYetSolved()
  }

  /// The same if the critic answers the new θ.
  func inTurn(rate h: Double) throws -> Double {
    throw NotYetSolved()
  }

  /// The same if both move at once and ψ ← ψ − h θ − h γ ψ, where γ is `weight`,
  /// below 2 or above.
  func withPenalty(rate h: Double, weight: Double) throws -> Double {
    throw NotYetSolved()
  }
}
