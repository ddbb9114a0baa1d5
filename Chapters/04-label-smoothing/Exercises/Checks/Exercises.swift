// The exercises of chapter 4: a protocol and its check in each file. Whoever imports them has
// `NotYetSolved` and the rest of Exercises too.
@_exported import Exercises

/// The exercises of the chapter, by their numbers.
public let checks: [String: Check] = [
  "4.1": Check(SmoothedLoss.self) { try $0.check($1) },
  "4.2": Check(QuarterSmoothing.self) { try $0.check($1) },
  "4.3": Check(Thermometer.self) { try $0.check($1) },
  "4.4": Check(WorstSamples.self) { try $0.check($1) },
  "4.5": Check(HonestComparison.self) { try $0.check($1) },
]
