// rejected: "the penalty damps ψ, but the turn still lengthens each step"
import WGANExercises

struct Answer: GoingRound {
  func bothAtOnce(rate h: Double) throws -> Double {
    (1 + h * h).squareRoot()
  }

  func inTurn(rate h: Double) throws -> Double {
    1
  }

  func withPenalty(rate h: Double, weight: Double) throws -> Double {
    (1 - h * weight).squareRoot()
  }
}
