import Testing

@testable import Images

@Suite("Tiles")
struct TilesTests {
  @Test("levels one behind the other become pictures, row by row and channel by channel")
  func tiles() {
    let gray = Image.tiles(width: 2, height: 1, channels: .gray, pixels: [1, 2, 3, 4])
    #expect(gray.map(\.pixels) == [[1, 2], [3, 4]])
    #expect(gray[1][0, 1] == 4)
    let colour = Image.tiles(width: 1, height: 2, channels: .rgb, pixels: Array(0..<12))
    #expect(colour.count == 2)
    #expect(colour[1][1, 0, 2] == 11 && colour[0][1, 0, 0] == 3)
    #expect(Image.tiles(width: 3, height: 3, channels: .gray, pixels: []).isEmpty)
  }
}
