// rejected: "one class named beforehand"
import DenseGANExercises
import Foundation

struct Answer: HowManySamples {
  /// How many samples to draw of so many equally likely classes.
  func samples(of classes: Int) throws -> Int {
    Int((log(0.01) / log(1 - 1 / Double(classes))).rounded(.up))
  }
}
