import Foundation
import Runs
import Testing

@testable import workbook

@Suite("The course of a metric, thinned")
struct CurveTests {
  private static let long: Curve.Series = (1...1000).map { ($0, Float($0 % 7)) }

  @Test("few values are kept as they are, many as the means of the spans between the points")
  func thinned() {
    let few: Curve.Series = [(1, 0.5), (50, 0.25), (100, 0.125)]
    #expect(Curve(thinned: few, first: 10) == Curve(few, at: [1, 50, 100]))
    #expect(Curve(thinned: few).values == [0.5, 0.25, 0.125])
    let curve = Curve(thinned: Self.long)
    #expect(curve.steps == (1...40).map { 25 * $0 })
    let second = Self.long[25..<50].map(\.value).reduce(0, +) / 25
    #expect(curve.values[1] == second)
    #expect(Curve(thinned: []).steps.isEmpty)
  }

  @Test("a run that stops on the way gives the same points up to there", arguments: [20, 25, 130])
  func prefix(step: Int) {
    let whole = Curve(thinned: Self.long, first: step).through(step)
    #expect(whole.steps.last == step)
    let short = Self.long.filter { $0.step <= step }
    #expect(Curve(short, at: whole.steps) == whole)
    var other = short
    other[step / 2].value += 1
    #expect(Curve(other, at: whole.steps) != whole)
  }

  @Test("a curve is one line of a record, and comes back bit by bit")
  func coded() throws {
    let curve = Curve([(3, 0.1), (7, -1.5e-9), (9, 1e20)], at: [3, 7, 9])
    let data = try JSONEncoder().encode(curve)
    #expect(String(decoding: data, as: UTF8.self) == #""3 0.1, 7 -1.5e-09, 9 1e+20""#)
    #expect(try JSONDecoder().decode(Curve.self, from: data) == curve)
  }

  @Test(
    "what is no curve is refused",
    arguments: ["3", "3 0.1,7 1", "a 1", "3 b", "3 1 2", "", "3 0.10", "03 0.1"])
  func refused(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Curve.self, from: JSONEncoder().encode(text))
    }
  }

  @Test("metrics.csv is read by column, with its gaps; a line that is no row is named")
  func course() throws {
    let course = try MeasuredCourse(csv: "step,lossD,w1\n1,0.5,\n2,0.25,3\n", path: "a.csv")
    #expect(course.series["lossD"]?.map(\.step) == [1, 2])
    #expect(course.series["w1"]?.map(\.value) == [3])
    #expect {
      try MeasuredCourse(csv: "step,lossD\n1,0.5\n2\n", path: "a.csv")
    } throws: { error in
      "\(error)".contains("a.csv:3: no row of 2 numbers")
    }
    #expect(throws: RunFailure.self) { try MeasuredCourse(csv: "", path: "a.csv") }
  }
}
