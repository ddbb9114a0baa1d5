import Foundation

/// What a run was and what came out: `summary.json`.
public struct Summary: Codable, Sendable, Equatable {
  public var chapter: String
  public var recipe: String
  public var preset: Preset
  public var seed: UInt64
  /// What was on the real side, in words: a result on drawn digits is never shown as MNIST's.
  public var dataset: String
  public var steps: Int
  public var batchSize: Int
  public var threads: Int
  /// How long it took; of a run that was continued, the last part.
  public var seconds: Float
  /// The step after which that part began; absent if the run was never stopped.
  public var continuedAfter: Int?
  public var stepsPerSecond: Float
  public var peakMemoryBytes: Int
  /// The last value of each loss.
  public var losses: [String: Float]
  /// The last value of each metric; what could not be measured is absent.
  public var metrics: [String: Float]
  /// How many numbers each network learns.
  public var parameters: [String: Int]
  /// A fingerprint of the bits of every final parameter.
  public var digest: String
  /// What a reader should know of the data: files that were left out or lost. Absent if there is nothing.
  public var notes: [String]?
  /// What went wrong with the run, if its numbers show it.
  public var failure: Failure?
  /// What decides the result beside the above, by name: the recipe's own settings and the fingerprint of the
  /// data. Absent in a summary that was written before they stood there.
  public var settings: [String: String]?

  /// Everything that decides the result, in the order in which a reader should meet it: by this runs are told
  /// apart.
  package var traits: [(name: String, value: String)] {
    [
      ("recipe", recipe), ("preset", preset.rawValue), ("seed", "\(seed)"), ("dataset", dataset),
      ("steps", "\(steps)"), ("batchSize", "\(batchSize)"),
    ] + (settings ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
