import Testing

@testable import Charts

@Suite("Paths and places")
struct PathTests {
  @Test("a path read back is where it was drawn: rounding does not add up, flat stretches stay")
  func roundTrip() throws {
    // A walk in steps of 1/30 pixel, which no tenth holds, with a flat stretch in every ten.
    let points = noise(3000).enumerated().map { index, value in
      Point(x: Double(index) / 30, y: index % 10 < 5 ? 40 : 40 + value)
    }
    var path = Path()
    path.polyline(points)
    let data = path.finished()
    let corners = try #require(corners(ofPath: data)?.first)
    #expect(
      abs(corners[0].x) <= 0.05 && abs(corners[corners.count - 1].x - points[2999].x) <= 0.051)
    // Every corner lies on the walk, to the tenth.
    for corner in corners {
      #expect(points.contains { abs($0.x - corner.x) <= 0.051 && abs($0.y - corner.y) <= 0.051 })
    }
  }

  @Test("a path is short: relative, no needless zeros or blanks, flat stretches in one piece")
  func short() {
    var path = Path()
    path.polyline(
      [(0.04, 100), (1, 100), (2, 100), (3, 100.5), (3, 99), (2.5, 98.5)].map {
        Point(x: $0.0, y: $0.1)
      })
    path.close()
    #expect(path.finished() == "M0 100h2l1 .5v-1.5l-.5-.5z")
  }

  @Test("a segment crosses a box when any part of it lies inside")
  func crossing() {
    let box = Box(x: 10, y: 10, width: 10, height: 10)
    #expect(box.isCrossed(from: Point(x: 0, y: 15), to: Point(x: 30, y: 15)))
    #expect(box.isCrossed(from: Point(x: 12, y: 12), to: Point(x: 13, y: 13)))
    #expect(box.isCrossed(from: Point(x: 8, y: 14), to: Point(x: 14, y: 8)))
    #expect(!box.isCrossed(from: Point(x: 6, y: 12), to: Point(x: 12, y: 6)))
    #expect(!box.isCrossed(from: Point(x: 0, y: 5), to: Point(x: 30, y: 5)))
    #expect(!box.isCrossed(from: Point(x: 0, y: 0), to: Point(x: 9, y: 9)))
  }

  @Test("labels of crowded reference lines all stand, in order", arguments: [0.0, 0.45, 0.96])
  func crowded(start: Double) throws {
    var chart = Chart("t", x: Axis("x"), y: Axis("y", range: 0...1))
    for index in 0..<5 { chart.rule(y: start + Double(index) / 100, label: "rule \(index)") }
    let svg = chart.svg()
    try expectSound(svg)
    let labels = try Picture(svg).labels.filter { $0.text.hasPrefix("rule") }
    #expect(labels.sorted { $0.box.y > $1.box.y }.map(\.text) == (0..<5).map { "rule \($0)" })
  }

  @Test("the label of a vertical line keeps clear of a curve where it can")
  func clear() throws {
    var chart = Chart("t", x: Axis("x", range: 0...10), y: Axis("y", range: 0...1))
    chart.line("along the top", x: [0.0, 10], y: [0.97, 0.97])
    chart.rule(x: 5, label: "here")
    let picture = try Picture(chart.svg())
    let label = try #require(picture.labels.first { $0.text == "here" })
    let curve = try #require(
      picture.all("path").first { $0.ancestors.count == 3 }?.attributes["d"])
    let ends = try #require(corners(ofPath: curve)?.first)
    #expect(!label.box.isCrossed(from: ends[0], to: ends[1]))
    #expect(picture.all(class: "h").isEmpty)
  }
}
