import Foundation
import Testing

@testable import Charts

@Suite("Maps and arrows")
struct ShadeMapTests {
  private func chart(_ map: ShadeMap) -> Chart {
    var chart = Chart("t", x: Axis("x", range: 0...4), y: Axis("y", range: 0...2))
    chart.shades("map", map)
    return chart
  }

  @Test("values become stretches of cells in a row, row by row from below")
  func stretches() {
    let map = ShadeMap(
      [0, 10, 10, 0, 10, 0, 0, 10], columns: 4, x: 0...4, y: 0...2)
    let found = map.stretches(reaching: 9).map {
      [$0.row, $0.columns.lowerBound, $0.columns.upperBound]
    }
    #expect(found == [[0, 1, 3], [1, 0, 1], [1, 3, 4]])
  }

  @Test("step k is reached from k tenths of the span on; a flat map has no shade")
  func steps() {
    let map = ShadeMap([0, 2.9, 3, 10], columns: 4, x: 0...4, y: 0...1)
    #expect(map.stretches(reaching: 3).map(\.columns) == [2..<4])
    #expect(map.stretches(reaching: 2).map(\.columns) == [1..<4])
    #expect(ShadeMap([5.0, 5], columns: 2, x: 0...1, y: 0...1).stretches(reaching: 1).isEmpty)
  }

  @Test("what is not finite has no shade and does not stretch the span")
  func notFinite() {
    let map = ShadeMap([.nan, .infinity, 1, 2], columns: 2, x: 0...1, y: 0...1)
    #expect(map.span == 1...2)
    #expect(map.stretches(reaching: 9).map(\.row) == [1])
    #expect(map == map)
  }

  @Test("the greatest value is drawn where it lies, and told in words")
  func place() throws {
    let svg = chart(ShadeMap([0, 0, 0, 0, 0, 0, 0, 7], columns: 4, x: 0...4, y: 0...2)).svg()
    try expectSound(svg)
    #expect(svg.contains("peaks with 7.00 at 3.50, 1.50"))
    let picture = try Picture(svg)
    let cell = try #require(
      picture.all("path").first { $0.attributes["shape-rendering"] != nil }?.attributes["d"])
    let corners = try #require(corners(ofPath: cell)?.first)
    let axis = try #require(
      Corners.last(in: picture))
    // The last quarter of the axis, from the right end to the left.
    #expect(abs(corners.map(\.x).max()! - axis.maxX) <= 0.2)
    #expect(abs(corners.map(\.x).min()! - (axis.minX + 0.75 * (axis.maxX - axis.minX))) <= 0.2)
  }

  private enum Corners {
    /// Where the horizontal axis begins and ends.
    static func last(in picture: Picture) -> (minX: Double, maxX: Double)? {
      guard let data = picture.all(class: "x")[0].attributes["d"],
        let line = corners(ofPath: data)?.last
      else { return nil }
      return (line.map(\.x).min()!, line.map(\.x).max()!)
    }
  }

  @Test("counts fall into their cells; what lies outside falls into none")
  func counts() {
    let counts = ShadeMap.counts(
      x: [0.1, 0.9, 1, 0.6, 2, .nan], y: [0.1, 0.9, 1, 0.2, 0, 0], columns: 2, in: 0...1)
    #expect(counts == [1, 1, 0, 2])
  }

  @Test(
    "arrows: a shaft and a head each; ends that are no number and arrows of no length are left out")
  func arrows() throws {
    var chart = Chart("t", x: Axis("x", range: 0...4), y: Axis("y", range: 0...2))
    chart.arrows(
      "field", x: [1.0, 2, 3], y: [1.0, 1, 1], toX: [2.0, 2, .nan], toY: [1.5, 1, 1])
    let svg = chart.svg()
    try expectSound(svg)
    #expect(svg.contains("field: 2 arrows"))
    let picture = try Picture(svg)
    let paths = picture.all("path").filter { $0.ancestors.filter { $0 == "g" }.count == 2 }
    let found = try #require(paths.first?.attributes["d"].flatMap { corners(ofPath: $0) })
    #expect(found.map(\.count) == [2, 3])
    #expect(found[0][1].y < found[0][0].y, "up in the plane is up in the picture")
  }

  @Test("in an animation a map may change while the axes stay")
  func animation() throws {
    let frames = [[0.0, 1], [1.0, 0]].map {
      chart(ShadeMap($0, columns: 2, x: 0...4, y: 0...2))
    }
    try expectSound(Animation(frames: frames).svg())
  }
}
