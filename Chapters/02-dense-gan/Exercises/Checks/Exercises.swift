// The exercises of chapter 2: a protocol and its check in each file. Whoever imports them has
// `NotYetSolved` and the rest of Exercises too.
@_exported import Exercises

/// The exercises of the chapter, by their numbers.
public let checks: [String: Check] = [
  "2.1": Check(PixelScale.self) { try $0.check($1) },
  "2.2": Check(TwoPhases.self) { try $0.check($1) },
  "2.3": Check(LargeWeights.self) { try $0.check($1) },
  "2.4": Check(ForgottenDigits.self) { try $0.check($1) },
  "2.5": Check(HowManySamples.self) { try $0.check($1) },
  "2.6": Check(SphericalWalk.self) { try $0.check($1) },
  "2.7": Check(NormBackwards.self) { try $0.check($1) },
]
