/// A table for people: numbers to the right, in columns that are known before the first row is.
struct Table {
  let columns: [(title: String, width: Int)]

  static let standings = Table(columns: [
    ("workload", 8), ("batch", 6), ("median ms", 10), ("best ms", 10), ("GFLOP/s", 8),
    ("of peak", 8), ("memory MB", 10), ("start s", 8), ("others", 7), ("ratio", 22),
    ("library", -1),
  ])

  var header: String { row(columns.map(\.title)) }

  /// A negative width is a last column, to the left.
  func row(_ cells: [String]) -> String {
    zip(cells, columns).map { cell, column in
      column.width < 0
        ? cell : String(repeating: " ", count: Swift.max(0, column.width - cell.count)) + cell
    }.joined(separator: "  ")
  }

  func row(_ standing: Standing) -> String {
    row([
      standing.workload, "\(standing.batch)", digits(standing.medianMs), digits(standing.bestMs),
      digits(standing.gflops), "\(fixed(standing.shareOfPeak * 100, 1)) %",
      "\(standing.peakMemoryBytes / 1_000_000)", digits(standing.startSeconds),
      standing.otherCPUs.map { fixed($0, 2) } ?? "–", ratio(standing),
      standing.form.isEmpty ? standing.library : "\(standing.library), \(standing.form)",
    ])
  }

  private func ratio(_ standing: Standing) -> String {
    guard let ratio = standing.ratio, let all = standing.ratios else { return "" }
    return
      "\(fixed(ratio, 2)) (\(fixed(all.min() ?? ratio, 2)) … \(fixed(all.max() ?? ratio, 2)))"
  }
}

/// Three significant digits: 0.0623, 4.57, 891, 7920.
func digits(_ number: Double) -> String {
  if number.magnitude >= 100 || number == 0 { return "\(Int(number.rounded()))" }
  var places = 1
  var limit = 10.0
  while number.magnitude < limit && places < 9 {
    places += 1
    limit /= 10
  }
  return fixed(number, places)
}

/// A number with this many digits after the point.
func fixed(_ number: Double, _ places: Int) -> String {
  guard number.isFinite else { return "–" }
  var power = 1.0
  for _ in 0..<places { power *= 10 }
  let units = Int((number.magnitude * power).rounded())
  let (whole, rest) = units.quotientAndRemainder(dividingBy: Int(power))
  let sign = number < 0 && units > 0 ? "-" : ""
  if places == 0 { return "\(sign)\(whole)" }
  let fraction = String(rest)
  return "\(sign)\(whole)."
    + String(repeating: "0", count: Swift.max(0, places - fraction.count)) + fraction
}
