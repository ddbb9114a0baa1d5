import Runs

/// Which run made a generator.
public struct Provenance {
  /// What to type for the same run.
  public let command: String
  public let preset: Preset
  public let seed: UInt64
  /// The step after which it was written.
  public let step: Int
  /// What it learnt from, in words.
  public let dataset: String
  /// Of everything that the run has learnt, as in its summary.
  public let digest: String

  public init(
    command: String, preset: Preset, seed: UInt64, step: Int, dataset: String, digest: String
  ) {
    (self.command, self.preset, self.seed) = (command, preset, seed)
    (self.step, self.dataset, self.digest) = (step, dataset, digest)
  }

  /// True of every run: what the workbook draws is under its licence, and it knows of no other.
  static let licence = "MIT; data that the workbook has not drawn itself have terms of their own"

  var json: JSON {
    // Beyond 2⁵³ a reader of JSON may round.
    let number = seed < 1 << 53 ? JSON.number(Double(seed)) : .string("\(seed)")
    return [
      "command": .string(command), "preset": .string(preset.rawValue), "seed": number,
      "step": .number(Double(step)), "dataset": .string(dataset), "digest": .string(digest),
      "licence": .string(Provenance.licence),
    ]
  }
}

extension Run {
  /// What the run knows of the generator that it ends with.
  func provenance(digest: String) -> Provenance {
    Provenance(
      command: commandOfResult, preset: options.preset, seed: options.seed,
      step: isCutShort ? step : stepCount, dataset: dataset, digest: digest)
  }
}
