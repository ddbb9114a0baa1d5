// rejected: "more often than that"
import DenseGANExercises
import Foundation

struct Answer: HowManySamples {
  /// How many samples to draw of so many equally likely classes.
  func samples(of classes: Int) throws -> Int {
    Int((log(0.1 / Double(classes)) / log(1 - 1 / Double(classes))).rounded(.up)) - 10
  }
}
