import Foundation

extension Distribution {
  /// A mixture of normals as an option gives it: `weight:mean:std`, separated by commas.
  ///
  ///     try Distribution(mixture: "0.5:-2:0.4,0.5:2:0.4")
  ///
  /// Weights count relative to their sum, so `1:…,3:…` means a quarter and three quarters. Spaces
  /// around a number are allowed.
  ///
  /// - Throws: `DistributionError.mixture`, which says where in the text what was expected.
  public init(mixture text: String) throws(DistributionError) {
    var components: [Component] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let fields = part.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count == 3 else {
        throw .mixture(part, expected: "weight:mean:std, three numbers")
      }
      let weight = try number(fields[0], "a weight", positive: true)
      let mean = try number(fields[1], "a mean", positive: false)
      let spread = try number(fields[2], "a standard deviation", positive: true)
      components.append(
        try Component(weight: weight, mean: mean, standardDeviation: spread))
    }
    self.init(mixing: components)
  }
}

private func number(
  _ field: Substring, _ name: String, positive: Bool
) throws(DistributionError) -> Double {
  guard let value = Double(field.trimmingCharacters(in: .whitespaces)),
    DistributionError.accepts(value, positive: positive)
  else {
    throw .mixture(field, expected: "\(name), \(DistributionError.wanted(positive: positive))")
  }
  return value
}

/// Why a distribution cannot be made from what was given.
public enum DistributionError: Error, Equatable, CustomStringConvertible {
  /// The part `found` of a mixture's text, which begins at character `position` (from 1), is not
  /// what was expected there.
  case mixture(text: String, position: Int, found: String, expected: String)
  /// A parameter out of range.
  case parameter(name: String, value: Double, expected: String)

  public var description: String {
    switch self {
    case .mixture(let text, let position, let found, let expected):
      """
      mixture "\(text)": "\(found)" at character \(position), expected \(expected) \
      (a mixture is weight:mean:std,weight:mean:std,… as in 0.5:-2:0.4,0.5:2:0.4)
      """
    case .parameter(let name, let value, let expected):
      "\(name) \(value): expected \(expected)"
    }
  }

  fileprivate static func mixture(_ part: Substring, expected: String) -> DistributionError {
    let text = part.base
    let position = text.distance(from: text.startIndex, to: part.startIndex) + 1
    return .mixture(text: text, position: position, found: String(part), expected: expected)
  }

  static func check(
    _ name: String, _ value: Double, positive: Bool
  ) throws(DistributionError) {
    guard accepts(value, positive: positive) else {
      throw .parameter(name: name, value: value, expected: wanted(positive: positive))
    }
  }

  /// Samples are `Float`: a mean of 1e300 would be infinite there, a deviation of 1e-300 zero.
  fileprivate static func accepts(_ value: Double, positive: Bool) -> Bool {
    Float(value).isFinite && (!positive || Float(value) >= .leastNormalMagnitude)
  }

  fileprivate static func wanted(positive: Bool) -> String {
    positive ? "a number above 0 within the range of Float" : "a number within the range of Float"
  }
}
