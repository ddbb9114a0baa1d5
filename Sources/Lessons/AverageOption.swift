import ArgumentParser

/// How the generator is averaged, in every chapter that draws samples with an average.
public struct AverageOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      The share that the generator's average keeps of itself at each step; 0 for the generator of the last \
      step in its place. (default: the recipe's)
      """)
  public var average: Float?

  public init() {}

  public func validate() throws {
    if let average, !(average >= 0 && average < 1) {
      throw ValidationError("--average \(average): give a number from 0, below 1")
    }
  }

  /// Replaces a recipe's decay with the one that is asked for; nil is no average.
  public func change(_ decay: inout Float?) {
    if let average { decay = average > 0 ? average : nil }
  }
}
