// rejected: "the pair no longer turns"
import WGANExercises

struct Answer: GoingRound {
  func bothAtOnce(rate h: Double) throws -> Double {
    (1 + h * h).squareRoot()
  }

  func inTurn(rate h: Double) throws -> Double {
    1
  }

  func withPenalty(rate h: Double, weight: Double) throws -> Double {
    (1 - h * weight + h * h).squareRoot()
  }
}
