import ArgumentParser

/// A setting that changes while a run goes on: `--at 400:discriminator-rate=0.0005`.
public struct KnobChange: Equatable, Sendable, CustomStringConvertible {
  /// The step after which it changes: with 400, step 401 is the first with the new value; with 0, the first
  /// of all.
  public let step: Int
  /// The setting's name, that of the option which sets it from the beginning.
  public let knob: String
  public let value: Float

  public init(after step: Int, _ knob: String, to value: Float) {
    self.step = step
    self.knob = knob
    self.value = value
  }

  /// What was typed behind `--at`, or stands in the address of a live page.
  ///
  /// - Throws: ValidationError, which quotes it. Whether there is such a knob, and which values it takes, the
  ///   chapter knows.
  public init(typed text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let sides =
      parts.last?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) ?? []
    guard parts.count == 2, sides.count == 2, let step = Int(parts[0]), step >= 0, !sides[0].isEmpty
    else {
      throw ValidationError(
        "--at \(text): give STEP:KNOB=VALUE, such as 400:discriminator-rate=0.0005")
    }
    guard let value = Float(sides[1]), value.isFinite else {
      throw ValidationError("--at \(text): \(sides[1]) is no number")
    }
    self.init(after: step, String(sides[0]), to: value)
  }

  /// As it is typed.
  public var description: String { "\(step):\(knob)=\(value)" }
}

extension [KnobChange] {
  /// What a checkpoint must agree with; nil if nothing changes.
  var fact: String? { isEmpty ? nil : map(\.description).joined(separator: " ") }
}
