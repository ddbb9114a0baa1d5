import Preconditions

/// One axis of a chart: what is measured, in which unit, on which scale.
///
///     Axis("step")
///     Axis("time", unit: "s")
///     Axis("W₁", scale: .log)
///     Axis("D(x)", range: 0...1)
public struct Axis: Equatable, Sendable {
  public enum Scale: Equatable, Sendable {
    case linear
    /// Base 10. Values of 0 and below have no place on it: they are treated as missing.
    case log
  }

  /// What is measured.
  public var title: String
  /// Shown in parentheses after the title; `nil` for a plain number.
  public var unit: String?
  public var scale: Scale
  /// The ends of the axis in data units; `nil` takes them from the data. What lies
  /// outside is clipped.
  public var range: ClosedRange<Double>?

  /// Stops on a `range` that is not finite, and on a log axis whose `range` does not lie above 0.
  public init(
    _ title: String, unit: String? = nil, scale: Scale = .linear,
    range: ClosedRange<Double>? = nil
  ) {
    if let range {
      require(
        isUsable(range.lowerBound) && isUsable(range.upperBound),
        "Axis \"\(title)\": the range \(range) is not finite")
      require(
        scale == .linear || range.lowerBound > 0,
        "Axis \"\(title)\": a log axis needs a range above 0, not \(range)")
    }
    self.title = title
    self.unit = unit
    self.scale = scale
    self.range = range
  }

  /// The title with its unit, as it is printed.
  var heading: String {
    guard let unit, !unit.isEmpty else { return title }
    return title.isEmpty ? unit : "\(title) (\(unit))"
  }
}
