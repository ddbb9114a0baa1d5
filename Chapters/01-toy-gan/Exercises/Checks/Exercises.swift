// The exercises of chapter 1: a protocol and its check in each file. Whoever imports them has
// `NotYetSolved` and the rest of Exercises too.
@_exported import Exercises

/// The exercises of the chapter, by their numbers.
public let checks: [String: Check] = [
  "1.1": Check(DiscriminatorLoss.self) { try $0.check($1) },
  "1.2": Check(WhoMoves.self) { try $0.check($1) },
  "1.3": Check(OptimalDiscriminator.self) { try $0.check($1) },
  "1.4": Check(OneHalf.self) { try $0.check($1) },
  "1.5": Check(BatchStatistics.self) { try $0.check($1) },
  "1.6": Check(TunedRate.self) { try $0.check($1) },
]
