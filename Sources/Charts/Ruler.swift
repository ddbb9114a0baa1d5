import Foundation

/// An axis with its ends decided: where a value lies between them, and where the ticks are.
struct Ruler {
  let scale: Axis.Scale
  let low: Double
  let high: Double
  var ticks: [Tick] = []
  /// The step that the ends were rounded to.
  private var step: Step?

  /// - Parameters:
  ///   - values: everything that must fit, when the axis has no range of its own.
  ///   - rounding: ends are moved outwards to a tick of an axis with at most so many; `nil` keeps
  ///     them at the data.
  ///   - padding: room at both ends, as a share of the span.
  init(_ axis: Axis, fitting values: [Double], rounding: Int?, padding: Double = 0) {
    scale = axis.scale
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where isUsable(value) && (scale == .linear || value > 1e-300) {
      low = min(low, value)
      high = max(high, value)
    }
    if let range = axis.range { (low, high) = (range.lowerBound, range.upperBound) }
    if low > high { (low, high) = scale == .linear ? (0, 1) : (0.1, 10) }  // no data

    // A constant series, or one whose variation is rounding noise, sits in the middle.
    let isConstant =
      switch scale {
      case .linear: high - low <= max(abs(low), abs(high)) * 1e-9 || high - low < 1e-290
      case .log: high <= low * (1 + 1e-9)
      }
    if isConstant {
      switch scale {
      case .linear:
        let margin = max(abs(low), abs(high)) < 1e-280 ? 1 : max(abs(low), abs(high)) * 0.1
        (low, high) = (low - margin, high + margin)
      case .log: (low, high) = (low / 2, high * 2)
      }
    }
    if let rounding, axis.range == nil || isConstant {
      switch scale {
      case .linear:
        let step = Step(span: high - low, atMost: rounding)
        let multiples = step.multiples(low, high, outward: true)
        (low, high) = (step.value(multiples.lowerBound), step.value(multiples.upperBound))
        self.step = step
      case .log: (low, high) = Ruler.roundedLog(low, high)
      }
    } else if axis.range == nil, !isConstant {
      switch scale {
      case .linear:
        let margin = (high - low) * padding
        (low, high) = (low - margin, high + margin)
      case .log:
        let factor = pow(high / low, padding)
        (low, high) = (low / factor, high * factor)
      }
    }
    (self.low, self.high) = (low, high)
  }

  /// Outwards to 1, 2 or 5 times a power of ten.
  private static func roundedLog(_ low: Double, _ high: Double) -> (Double, Double) {
    func candidates(_ value: Double) -> [Double] {
      let base = powerOfTen(decimalExponent(of: value))
      return [base, 2 * base, 5 * base, 10 * base]
    }
    let below = candidates(low).last { $0 <= low * (1 + 1e-6) } ?? low
    let above = candidates(high).first { $0 >= high * (1 - 1e-6) } ?? high
    return (below, above)
  }

  /// Where `value` lies, 0 at the low end and 1 at the high end; `nil` where a log axis has no
  /// place for it.
  func fraction(_ value: Double) -> Double? {
    switch scale {
    case .linear: (value - low) / (high - low)
    case .log: value > 0 ? log10(value / low) / log10(high / low) : nil
    }
  }

  /// The value at 0, or at the low end where 0 is not on the axis: the foot of an area.
  var foot: Double { scale == .log ? low : min(max(0, low), high) }

  mutating func setTicks(atMost count: Int) {
    ticks =
      switch scale {
      case .linear: linearTicks(low, high, step: step ?? Step(span: high - low, atMost: count))
      case .log: logTicks(low, high, atMost: count)
      }
  }

  /// As many ticks as have room: neighbouring labels along `length` pixels stay 14 pixels apart.
  mutating func setTicks(along length: Double) {
    var count = max(4, Int(length / 60))
    while true {
      setTicks(atMost: count)
      let labels = ticks.filter { !$0.label.isEmpty }.map { tick in
        (at: (fraction(tick.value) ?? 0) * length, width: TextStyle.tick.width(of: tick.label))
      }
      let fits = zip(labels, labels.dropFirst()).allSatisfy { a, b in
        b.at - a.at >= (a.width + b.width) / 2 + 14
      }
      if fits { return }
      if count == 1 {
        // Not even two labels have room: keep the first.
        let first = ticks.firstIndex { !$0.label.isEmpty }
        for index in ticks.indices where index != first { ticks[index].label = "" }
        return
      }
      count -= 1
    }
  }
}
