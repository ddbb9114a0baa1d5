import ArgumentParser
import Runs

/// A setting that may change while a run goes on: by `--at`, or on a live page. It is declared once, beside
/// the option of the same name, which sets it from the beginning.
///
///     static let penalty = Knob(
///       "penalty", 0...1_000_000, "Weight of the slope penalty", scale: .logarithmic,
///       get: { $0.recipe.penaltyWeight }, set: { $0.recipe.penaltyWeight = $1 })
public struct Knob<Subject> {
  /// How a slider runs from one end of the range to the other.
  public enum Scale: String, Sendable {
    case linear, logarithmic
    /// Whole numbers alone.
    case whole
  }

  public let name: String
  /// Every value that is taken.
  public let range: ClosedRange<Float>
  /// The part of it that a slider shows.
  public let shown: ClosedRange<Float>
  public let words: String
  public let scale: Scale
  let get: (Subject) -> Float?
  let set: (inout Subject, Float) -> Void

  /// - Parameters:
  ///   - shown: the range by default.
  ///   - get: its value now; nil where the recipe has no such setting.
  ///   - set: called between two steps, with a value of the range.
  public init(
    _ name: String, _ range: ClosedRange<Float>, shown: ClosedRange<Float>? = nil,
    _ words: String, scale: Scale = .linear,
    get: @escaping (Subject) -> Float?, set: @escaping (inout Subject, Float) -> Void
  ) {
    self.name = name
    self.range = range
    self.shown = shown ?? range
    self.words = words
    self.scale = scale
    self.get = get
    self.set = set
  }

  /// What is wrong with a value; nil if nothing is.
  public func problem(with value: Float) -> String? {
    if range.contains(value), scale != .whole || value == value.rounded() { return nil }
    let ends = [range.lowerBound, range.upperBound].map(shortest)
    return "give a \(scale == .whole ? "whole number" : "number") from \(ends[0]) to \(ends[1])"
  }

  /// Its value now; nil where there is no such setting.
  public func value(in subject: Subject) -> Float? { get(subject) }

  /// - Throws: ``RunFailure`` (64) that says which values there are.
  public func turn(_ subject: inout Subject, to value: Float) throws(RunFailure) {
    if let problem = problem(with: value) {
      throw RunFailure(.usage, "--\(name) \(shortest(value)): \(problem)")
    }
    set(&subject, value)
  }

  /// For the option of the same name.
  ///
  /// - Throws: ValidationError that names the option and the range.
  public func check(_ value: Float?) throws {
    if let value, let problem = problem(with: value) {
      throw ValidationError("--\(name) \(shortest(value)): \(problem)")
    }
  }
}

/// Without the `.0` of a whole number.
func shortest(_ value: Float) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension Lesson {
  /// The knobs that this recipe has.
  public var ownKnobs: [Knob<Self>] { Self.knobs.filter { $0.get(self) != nil } }

  /// A knob's value; nil of one that there is not.
  public func value(of name: String) -> Float? {
    Self.knobs.first { $0.name == name }?.get(self)
  }

  /// Turns a knob.
  ///
  /// - Throws: ``RunFailure`` (64) that says which knobs there are, or which values.
  public mutating func turn(_ change: KnobChange) throws(RunFailure) {
    guard let knob = ownKnobs.first(where: { $0.name == change.knob }) else {
      let names = ownKnobs.map(\.name).joined(separator: ", ")
      throw RunFailure(
        .usage,
        "--at \(change): there is no knob \(change.knob) here; "
          + (names.isEmpty ? "nothing can be changed while this runs" : "give one of \(names)"))
    }
    if let problem = knob.problem(with: change.value) {
      throw RunFailure(.usage, "--at \(change): \(problem)")
    }
    knob.set(&self, change.value)
  }
}
