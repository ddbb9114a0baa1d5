import Foundation

/// 5.4: how fast two numbers leave each other, or come home.
public protocol GoingRound: Exercise {
  /// By what one step of size `rate` multiplies the distance from the equilibrium, on average over
  /// many steps, if both players move at the same time.
  func bothAtOnce(rate: Double) throws -> Double

  /// The same if the critic answers the generator's new number.
  func inTurn(rate: Double) throws -> Double

  /// The same if both move at once and the critic pays the penalty γ ψ²/2, where γ = `weight`, below
  /// 2 or above.
  func withPenalty(rate: Double, weight: Double) throws -> Double
}

extension GoingRound {
  func check(_ variant: Variant) throws {
    let h = variant.number("rate", book: 0.2, from: 0.2, to: 0.5)
    let weight = variant.number("weight", book: 1, from: 0.5, to: 1.5)
    let heavy = variant.number("heavy weight", book: 3, from: 2.5, to: 3.5)
    func measured(_ weight: Double, inTurn: Bool) -> Float {
      var (theta, psi) = (1.0, -1.0)
      for _ in 0..<1000 {
        let moved = theta + h * psi
        psi -= h * (inTurn ? moved : theta) + h * weight * psi
        theta = moved
      }
      return Float(pow(hypot(theta, psi) / 2.0.squareRoot(), 1.0 / 1000))
    }
    let outwards = Float((1 + h * h).squareRoot())
    try expect(
      "the factor of a step of both at once", Float(try bothAtOnce(rate: h)),
      near: measured(0, inTurn: false), within: 1e-3,
      mistakes: [
        "a step along the tangent of a circle leads out of the circle": 1,
        "the squares of both sides of a right angle add up: the step is across the radius":
          Float(1 + h),
        "this comes home: but nothing in the two steps points to the middle":
          Float((1 - h * h).squareRoot()),
        "this is the factor of the squared distance": Float(1 + h * h),
      ])
    try expect(
      "the factor of steps in turn", Float(try inTurn(rate: h)), near: measured(0, inTurn: true),
      within: 1e-3,
      mistakes: [
        "this is the factor of both at once: multiply out the matrix of one after the other":
          outwards,
        "in turn the pair leaves no more, but it does not arrive either": 1 / outwards,
        "in turn does not come home: the determinant of the step is 1":
          Float((1 - h * h).squareRoot()),
      ])
    try expect(
      "the factor with the penalty", Float(try withPenalty(rate: h, weight: weight)),
      near: measured(weight, inTurn: false), within: 2e-3,
      mistakes: [
        "the penalty damps ψ, but the turn still lengthens each step: h² is missing":
          Float((1 - h * weight).squareRoot()),
        "this would be ψ alone: the pair turns, and θ is not damped": Float(1 - h * weight),
        "this is the factor without the penalty": outwards,
        "this is the determinant, the factor of the squared distance":
          Float(1 - h * weight + h * h),
      ])
    try checkHeavyPenalty(rate: h, weight: heavy, measured: measured(heavy, inTurn: false))
  }

  /// From γ = 2 on the eigenvalues of a step are real.
  private func checkHeavyPenalty(rate h: Double, weight: Double, measured: Float) throws {
    let factor = try withPenalty(rate: h, weight: weight)
    let turning = "from γ = 2 on the pair no longer turns: two directions have a factor each"
    // The determinant may be below 0 here, and its root no number.
    try expect(!factor.isNaN, turning, expected: shown(measured), got: "nan")
    let root = h / 2 * (weight * weight - 4).squareRoot()
    try expect(
      "the factor with a penalty of weight \(shown(Float(weight)))", Float(factor),
      near: measured, within: 2e-3,
      mistakes: [
        turning: Float(abs(1 - h * weight + h * h).squareRoot()),
        "this direction dies out first: what is left after many steps is the other":
          Float(abs(1 - h * weight / 2 - root)),
      ])
  }
}
