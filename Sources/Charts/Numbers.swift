import Foundation

// Numbers are written by hand: no locale, no platform's printf, the same bytes everywhere.

/// 10ⁿ. Exact up to n = 22, where a Double still holds every power of ten.
func powerOfTen(_ n: Int) -> Double {
  var result = 1.0
  for _ in 0..<abs(n) { result *= 10 }
  return n < 0 ? 1 / result : result
}

/// The n for which 10ⁿ ≤ |value| < 10ⁿ⁺¹; 0 for 0.
func decimalExponent(of value: Double) -> Int {
  guard value != 0 else { return 0 }
  let magnitude = abs(value)
  let n = Int(log10(magnitude).rounded(.down))
  // log10 may land on the wrong side of a whole number by one rounding.
  if magnitude >= powerOfTen(n + 1) { return n + 1 }
  if magnitude < powerOfTen(n) { return n - 1 }
  return n
}

/// `value` with exactly `places` digits after the point, halves away from 0, and a true minus sign.
func decimal(_ value: Double, places: Int) -> String {
  let scaled = (abs(value) * powerOfTen(places)).rounded()
  guard scaled < 9e15 else { return scientific(value, places: 2) }
  var digits = String(Int(scaled))
  if places > 0 {
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
  }
  return (value < 0 && scaled > 0 ? "−" : "") + digits
}

/// `value` as 1.5×10⁶.
func scientific(_ value: Double, places: Int) -> String {
  guard value != 0 else { return "0" }
  var exponent = decimalExponent(of: value)
  var mantissa = decimal(value / powerOfTen(exponent), places: places)
  if mantissa.hasPrefix("10") || mantissa.hasPrefix("−10") {  // 9.99… rounded up
    exponent += 1
    mantissa = decimal(value / powerOfTen(exponent), places: places)
  }
  return "\(mantissa)×10\(superscript(exponent))"
}

/// A whole number in raised digits.
func superscript(_ n: Int) -> String {
  let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  return String(String(n).map { $0.wholeNumberValue.map { raised[$0] } ?? "⁻" })
}

/// A number for reading, with three significant digits: 0.0213, 12.7, 3000, 1.20×10⁻⁷.
public func brief(_ value: Double) -> String {
  guard isUsable(value) else { return value.isNaN ? "undefined" : value > 0 ? "∞" : "−∞" }
  let exponent = decimalExponent(of: value)
  if value != 0, exponent < -4 || exponent > 5 { return scientific(value, places: 2) }
  return decimal(value, places: max(0, 2 - exponent))
}

/// A length in tenths of a pixel as SVG reads it, in as few bytes as possible: 12.5, -.3, 7.
func coordinate(tenths: Int) -> String {
  let (whole, tenth) = abs(tenths).quotientAndRemainder(dividingBy: 10)
  let sign = tenths < 0 ? "-" : ""
  if tenth == 0 { return "\(sign)\(whole)" }
  return whole == 0 ? "\(sign).\(tenth)" : "\(sign)\(whole).\(tenth)"
}

/// A pixel position in whole tenths. Positions far outside the picture are brought near it, where
/// they are clipped all the same; so every coordinate is short and none overflows.
func tenths(_ pixels: Double) -> Int {
  Int((min(max(pixels, -20_000), 20_000) * 10).rounded())
}

/// A pixel position as SVG reads it.
func coordinate(_ pixels: Double) -> String { coordinate(tenths: tenths(pixels)) }

/// A duration or a share, to four decimals, trailing zeros removed.
func compact(_ value: Double) -> String {
  var text = decimal(value, places: 4).replacing("−", with: "-")
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}
