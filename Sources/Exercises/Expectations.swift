import Tensors

/// Whether two numbers agree: |a − b| ≤ `tolerance` · max(1, |b|). Infinity agrees with itself, and
/// what is not a number with nothing.
public func near(_ a: Float, _ b: Float, within tolerance: Float = 1e-4) -> Bool {
  a == b || abs(a - b) <= tolerance * Swift.max(1, abs(b)) && b.isFinite
}

/// Whether two tensors have one shape and agree number by number.
public func near(_ a: Tensor, _ b: Tensor, within tolerance: Float = 1e-4) -> Bool {
  a.shape == b.shape && zip(a.scalars, b.scalars).allSatisfy { near($0, $1, within: tolerance) }
}

/// Goes on if `condition` holds.
///
/// - Throws: ``Wrong`` otherwise.
public func expect(
  _ condition: Bool, _ message: String, expected: String? = nil, got: String? = nil
) throws {
  if !condition { throw Wrong(message, expected: expected, got: got) }
}

/// Goes on if `got` is near `expected`; else tells which mistake leads to just this number.
///
///     try expect(
///       "the loss", loss, near: right,
///       mistakes: ["the labels are swapped": swapped, "the real term alone is there": realTerm])
///
/// - Parameters:
///   - what: what the number is, for the message `the loss is not right`.
///   - mistakes: what classic mistakes give; the first that fits is named.
public func expect(
  _ what: String, _ got: Float, near expected: Float, within tolerance: Float = 1e-4,
  mistakes: KeyValuePairs<String, Float> = [:]
) throws {
  if near(got, expected, within: tolerance) { return }
  let mistake = mistakes.first { near(got, $0.value, within: tolerance) }
  throw Wrong(
    mistake?.key ?? "\(what) is not right", expected: shown(expected), got: shown(got))
}

/// Goes on if `got` is near `expected`; else tells which mistake leads to just this tensor.
public func expect(
  _ what: String, _ got: Tensor, near expected: Tensor, within tolerance: Float = 1e-4,
  mistakes: KeyValuePairs<String, Tensor> = [:]
) throws {
  if near(got, expected, within: tolerance) { return }
  let mistake = mistakes.first { near(got, $0.value, within: tolerance) }
  if got.shape != expected.shape {
    throw Wrong(
      mistake?.key ?? "\(what) has another shape", expected: "the shape \(expected.shape)",
      got: "\(got.shape)")
  }
  let (mine, theirs) = (got.scalars, expected.scalars)
  let index = mine.indices.first { !near(mine[$0], theirs[$0], within: tolerance) } ?? 0
  let place = mine.count > 1 ? " (number \(index + 1) of \(mine.count))" : ""
  throw Wrong(
    mistake?.key ?? "\(what) is not right", expected: shown(theirs[index]) + place,
    got: shown(mine[index]))
}

/// A number for a message, to four digits.
public func shown(_ value: Float) -> String {
  if !value.isFinite || value == 0 { return value == 0 ? "0" : "\(value)" }
  var digits: Float = 1000
  var magnitude = abs(value)
  while magnitude >= 10, digits > 1 { (magnitude, digits) = (magnitude / 10, digits / 10) }
  while magnitude < 1, digits < 1e9 { (magnitude, digits) = (magnitude * 10, digits * 10) }
  // Divided as Double, so that 0.1 is not printed as 0.099999994.
  let rounded = (Double(value) * Double(digits)).rounded() / Double(digits)
  return rounded == rounded.rounded() && abs(rounded) < 1e9 ? "\(Int(rounded))" : "\(rounded)"
}
