import Testing

@testable import Charts

@Suite("Heat maps")
struct HeatMapTests {
  private func maps(columns: Int, width: Double) -> HeatMaps {
    HeatMaps(
      "Counts & <more>", subtitle: "a subtitle that may well need two lines on a phone",
      columns: columns,
      panels: [
        .init("even", note: "1 to 1", cells: [[2, 2], [2, 2]]),
        .init("a title of several words", note: "4 to 1", cells: [[0, 1, 2], [4, 0, 1]]),
        .init("nothing", cells: [[0]]),
      ], width: width)
  }

  @Test("well-formed, and no text on another or outside", arguments: [1, 2, 3], [360.0, 900])
  func sound(columns: Int, width: Double) throws {
    let svg = maps(columns: columns, width: width).svg()
    try expectSound(svg)
    #expect(try Picture(svg).size.width == width)
  }

  @Test("the shade is the share of the panel's largest number; 0 is left empty")
  func shades() throws {
    let cells = try Picture(maps(columns: 3, width: 900).svg()).all(class: "q")
    #expect(cells.compactMap { $0.attributes["fill-opacity"] } == ["1", "0.25", "0.5", "1"])
    let strokes = try cells.map { try #require(corners(ofPath: $0.attributes["d"] ?? "")).count }
    #expect(strokes == [4, 2, 1, 1])
  }
}
