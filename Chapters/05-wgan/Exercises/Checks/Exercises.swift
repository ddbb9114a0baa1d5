// The exercises of chapter 5: a protocol and its check in each file. Whoever imports them has
// `NotYetSolved` and the rest of Exercises too.
@_exported import Exercises

/// The exercises of the chapter, by their numbers.
public let checks: [String: Check] = [
  "5.1": Check(MovingBricks.self) { try $0.check($1) },
  "5.2": Check(NoLogarithm.self) { try $0.check($1) },
  "5.3": Check(GradientPenalty.self) { try $0.check($1) },
  "5.4": Check(GoingRound.self) { try $0.check($1) },
  "5.5": Check(CriticSteps.self) { try $0.check($1) },
  "5.6": Check(ScoreAlone.self) { try $0.check($1) },
]
