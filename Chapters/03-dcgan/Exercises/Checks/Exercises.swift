// The exercises of chapter 3: a protocol and its check in each file. Whoever imports them has
// `NotYetSolved` and the rest of Exercises too.
@_exported import Exercises

/// The exercises of the chapter, by their numbers.
public let checks: [String: Check] = [
  "3.1": Check(MapSizes.self) { try $0.check($1) },
  "3.2": Check(EvenOverlap.self) { try $0.check($1) },
  "3.3": Check(TwoLayersInOne.self) { try $0.check($1) },
  "3.4": Check(WhatDWants.self) { try $0.check($1) },
  "3.5": Check(GoodInTraining.self) { try $0.check($1) },
]
