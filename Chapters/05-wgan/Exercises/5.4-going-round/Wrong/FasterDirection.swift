// rejected: "this direction dies out first"
import WGANExercises

struct Answer: GoingRound {
  func bothAtOnce(rate h: Double) throws -> Double {
    (1 + h * h).squareRoot()
  }

  func inTurn(rate h: Double) throws -> Double {
    1
  }

  func withPenalty(rate h: Double, weight: Double) throws -> Double {
    if weight < 2 { return (1 - h * weight + h * h).squareRoot() }
    return abs(1 - h * weight / 2 - h / 2 * (weight * weight - 4).squareRoot())
  }
}
