import DenseGANExercises
import Foundation

struct Answer: HowManySamples {
  /// How many samples to draw of so many equally likely classes.
  func samples(of classes: Int) throws -> Int {
    let others = 1 - 1 / Double(classes)
    return Int((log(0.01 / Double(classes)) / log(others)).rounded(.up))
  }
}
