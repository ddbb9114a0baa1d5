import Testing

@testable import Charts

@Suite("Numbers and ticks")
struct TickTests {
  @Test(
    "linear ticks are multiples of 1, 2 or 5",
    arguments: [
      (0.0, 1.0, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0.0, 1.0, 4, ["0", "0.5", "1.0"]),
      (
        0.0, 4999.0, 10,
        ["0", "500", "1000", "1500", "2000", "2500", "3000", "3500", "4000", "4500"]
      ),
      (-0.3, 0.1, 4, ["−0.3", "−0.2", "−0.1", "0", "0.1"]),
      (0.0, 3e6, 3, ["0", "1×10⁶", "2×10⁶", "3×10⁶"]),
      (0.0, 2e6, 4, ["0", "0.5×10⁶", "1.0×10⁶", "1.5×10⁶", "2.0×10⁶"]),
      (0.0, 4e-7, 2, ["0", "2×10⁻⁷", "4×10⁻⁷"]),
      (0.693, 0.694, 2, ["0.6930", "0.6935", "0.6940"]),
      (7.0, 7.9, 1, ["7"]),
    ])
  func linear(_ low: Double, _ high: Double, _ count: Int, _ labels: [String]) {
    let ticks = linearTicks(low, high, step: Step(span: high - low, atMost: count))
    #expect(ticks.map(\.label) == labels)
  }

  @Test("a tick at three tenths is 0.3 exactly")
  func exact() {
    let ticks = linearTicks(0, 1, step: Step(span: 1, atMost: 10))
    #expect(ticks.map(\.value) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
  }

  @Test(
    "log ticks are powers of ten, finer with room, in one form for the whole axis",
    arguments: [
      (0.001, 10.0, 6, ["0.001", "0.01", "0.1", "1", "10"]),
      (0.1, 10.0, 7, ["0.1", "0.2", "0.5", "1", "2", "5", "10"]),
      (0.1, 10.0, 4, ["0.1", "1", "10"]),
      (1e-8, 1e-4, 5, ["10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "10⁻⁴"]),
      (1e-12, 1e12, 5, ["10⁻¹⁰", "10⁻⁵", "10⁰", "10⁵", "10¹⁰"]),
      (0.62, 0.76, 4, ["0.65", "0.70", "0.75"]),
      (1e-7, 5e-6, 6, ["10⁻⁷", "2×10⁻⁷", "5×10⁻⁷", "10⁻⁶", "2×10⁻⁶", "5×10⁻⁶"]),
    ])
  func log(_ low: Double, _ high: Double, _ count: Int, _ labels: [String]) {
    #expect(logTicks(low, high, atMost: count).map(\.label).filter { !$0.isEmpty } == labels)
  }

  @Test("values on a log axis lie where their logarithms do")
  func logPosition() throws {
    let ruler = Ruler(Axis("y", scale: .log, range: 0.01...100), fitting: [], rounding: nil)
    for (value, at) in [(0.01, 0.0), (0.1, 0.25), (1, 0.5), (10, 0.75), (100, 1)] {
      #expect(abs(try #require(ruler.fraction(value)) - at) < 1e-12)
    }
    #expect(ruler.fraction(0) == nil)
    #expect(ruler.fraction(-1) == nil)
  }

  @Test("an axis grows outwards to its ticks and holds the data and the rules")
  func rounded() {
    let ruler = Ruler(Axis("y"), fitting: [0.13, 0.97], rounding: 5)
    #expect(ruler.low == 0 && ruler.high == 1)
    let log = Ruler(Axis("y", scale: .log), fitting: [0.03, 7, 0, -2], rounding: 5)
    #expect(log.low == 0.02 && log.high == 10)
  }

  @Test(
    "numbers are written by one rule",
    arguments: [
      (0.0, "0.00"), (0.0213, "0.0213"), (12.7, "12.7"), (3000, "3000"), (-1.5, "−1.50"),
      (1.2e-7, "1.20×10⁻⁷"), (9.999e-6, "1.00×10⁻⁵"), (2_500_000, "2.50×10⁶"), (.nan, "undefined"),
      (-.infinity, "−∞"), (1e300, "1.00×10³⁰⁰"),
    ])
  func briefly(_ value: Double, _ text: String) {
    #expect(brief(value) == text)
  }

  @Test(
    "lengths are short and in tenths",
    arguments: [
      (0.0, "0"), (0.04, "0"), (-0.04, "0"), (0.5, ".5"), (-0.5, "-.5"), (12, "12"),
      (12.34, "12.3"),
      (-120.06, "-120.1"), (1e30, "20000"), (-1e30, "-20000"),
    ])
  func lengths(_ value: Double, _ text: String) {
    #expect(coordinate(value) == text)
  }
}
