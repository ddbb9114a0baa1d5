import Foundation

/// A mark on an axis. Minor ticks have no label.
struct Tick: Equatable, Sendable {
  var value: Double
  var label: String
}

// MARK: - Linear

/// The step of a linear axis: 1, 2 or 5 times a power of ten, the smallest that cuts `span` into at
/// most `count` pieces. Kept as whole numbers, so that 3 × 0.1 is 0.3 and not 0.30000000000000004.
struct Step {
  var digit: Int
  var exponent: Int

  init(span: Double, atMost count: Int) {
    let raw = span / Double(max(1, count))
    exponent = decimalExponent(of: raw)
    digit = 1
    for candidate in [1, 2, 5] where Double(candidate) * powerOfTen(exponent) * (1 + 1e-9) >= raw {
      digit = candidate
      return
    }
    exponent += 1
  }

  var size: Double { value(1) }

  /// The k-th multiple.
  func value(_ k: Int) -> Double {
    let whole = Double(k * digit)
    return exponent >= 0 ? whole * powerOfTen(exponent) : whole / powerOfTen(-exponent)
  }

  /// The multiples at or inside `low`…`high`, or around it.
  func multiples(_ low: Double, _ high: Double, outward: Bool = false) -> ClosedRange<Int> {
    let (a, b) = (low / size, high / size)
    let slack = 1e-6  // a bound that is a multiple but for rounding counts as one
    if outward {
      return Int((a + slack).rounded(.down))...Int((b - slack).rounded(.up))
    }
    let first = Int((a - slack).rounded(.up))
    return first...max(first, Int((b + slack).rounded(.down)))
  }
}

/// Ticks at multiples of a 1-2-5 step, labelled with as many decimals as the step has.
func linearTicks(_ low: Double, _ high: Double, step: Step) -> [Tick] {
  let values = step.multiples(low, high).map(step.value)
  let largest = decimalExponent(of: max(abs(low), abs(high)))
  return values.map { value in
    let label =
      if value == 0 {
        "0"
      } else if largest >= 6 || step.exponent < -5 {
        // One power of ten for the whole axis: 0.5×10⁶, 1.0×10⁶.
        decimal(value / powerOfTen(largest), places: max(0, largest - step.exponent))
          + "×10\(superscript(largest))"
      } else {
        decimal(value, places: max(0, -step.exponent))
      }
    return Tick(value: value, label: label)
  }
}

// MARK: - Log

/// Ticks of a log axis: powers of ten; with room also 2 and 5 times them; minor ticks between. On
/// less than a decade, where that leaves a single label, the multiples of a linear step.
func logTicks(_ low: Double, _ high: Double, atMost count: Int) -> [Tick] {
  let slack = 1e-6
  func isInside(_ value: Double) -> Bool {
    value >= low * (1 - slack) && value <= high * (1 + slack)
  }
  let decades =
    decimalExponent(
      of: low)...max(
      decimalExponent(of: low), decimalExponent(of: high * (1 + slack)))
  func values(_ digits: [Int]) -> [Double] {
    decades.flatMap { decade in
      digits.map { digit in
        decade >= 0 ? Double(digit) * powerOfTen(decade) : Double(digit) / powerOfTen(-decade)
      }
    }.filter(isInside)
  }

  let powers = values([1])
  let fine = values([1, 2, 5])
  var major = fine
  if fine.count > count || powers.count >= 4 {
    // Every power, or every second, third, … one: those whose exponent is a multiple.
    let stride = max(1, (powers.count + count - 1) / max(1, count))
    major = powers.filter { decimalExponent(of: $0 * (1 + slack)) % stride == 0 }
  }
  if major.count < 2, fine.count < 2 || powers.isEmpty {
    return linearTicks(low, high, step: Step(span: high - low, atMost: count)).filter {
      $0.value > 0
    }
  }
  if major.isEmpty { major = Array(powers.prefix(1)) }

  // One form for the whole axis: 0.001 while that is short, else 10⁻⁷.
  let isShort = major.allSatisfy { $0 >= 0.9e-4 && $0 < 1.1e5 }
  var ticks = major.map { value in
    let exponent = decimalExponent(of: value * (1 + slack))
    let digit = Int((value / powerOfTen(exponent)).rounded())
    let label =
      if isShort {
        decimal(value, places: max(0, -exponent))
      } else {
        (digit == 1 ? "" : "\(digit)×") + "10\(superscript(exponent))"
      }
    return Tick(value: value, label: label)
  }
  if powers.count <= 8 {
    let labelled = Set(major)
    ticks += values([1, 2, 3, 4, 5, 6, 7, 8, 9]).filter { !labelled.contains($0) }
      .map { Tick(value: $0, label: "") }
  }
  return ticks.sorted { $0.value < $1.value }
}
