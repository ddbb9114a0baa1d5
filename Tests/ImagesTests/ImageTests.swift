import Images
import Testing

@Suite("Images")
struct ImageTests {
  let colors = Image(
    width: 2, height: 2, channels: .rgb,
    pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30])

  @Test("a sample is found by row, column and channel")
  func subscripts() {
    #expect(colors[0, 0, 0] == 255)
    #expect(colors[0, 1, 1] == 255)
    #expect(colors[1, 0, 2] == 255)
    #expect(colors[1, 1, 1] == 20)
    var changed = colors
    changed[1, 0, 1] = 7
    #expect(changed.pixels == [255, 0, 0, 0, 255, 0, 0, 7, 255, 10, 20, 30])
    #expect(changed != colors)
  }

  @Test("gray is the luma of Rec. 601")
  func luma() {
    let gray = colors.converted(to: .gray)
    #expect(gray.channels == .gray)
    // 0.299 · 255 = 76.2, 0.587 · 255 = 149.7, 0.114 · 255 = 29.1; 2.99 + 11.74 + 3.42 = 18.15
    #expect(gray.pixels == [76, 150, 29, 18])
  }

  @Test("gray to RGB and back changes no level")
  func grayAndBack() {
    let ramp = Image(width: 256, height: 1, channels: .gray, pixels: Array(0...255))
    let rgb = ramp.converted(to: .rgb)
    #expect(rgb.pixels.prefix(9) == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(rgb.converted(to: .gray) == ramp)
  }

  @Test("scaling makes each pixel a square")
  func scaling() {
    let small = Image(width: 3, height: 2, channels: .gray, pixels: [1, 2, 3, 4, 5, 6])
    #expect(
      small.scaled(by: 2)
        == Image(
          width: 6, height: 4, channels: .gray,
          pixels: [
            1, 1, 2, 2, 3, 3,
            1, 1, 2, 2, 3, 3,
            4, 4, 5, 5, 6, 6,
            4, 4, 5, 5, 6, 6,
          ]))
    #expect(small.scaled(by: 1) == small)
    let large = colors.scaled(by: 3)
    #expect(large.width == 6 && large.height == 6)
    #expect((0..<3).map { large[5, 3, $0] } == [10, 20, 30])
    #expect((0..<3).map { large[2, 2, $0] } == [255, 0, 0])
  }

  @Test("a grid fills rows first, with gaps between neighbours only")
  func grid() {
    let tiles = (1...3).map {
      Image(width: 2, height: 1, channels: .gray, level: UInt8($0))
    }
    let sheet = ImageGrid(columns: 2, gap: 1, background: 9).image(of: tiles)
    #expect(
      sheet
        == Image(
          width: 5, height: 3, channels: .gray,
          pixels: [
            1, 1, 9, 2, 2,
            9, 9, 9, 9, 9,
            3, 3, 9, 9, 9,
          ]))
  }

  @Test("64 samples of 28 × 28 make a sheet of 8 × 8", arguments: Image.Channels.allCases)
  func sampleSheet(channels: Image.Channels) {
    let tiles = (0..<64).map {
      Image(width: 28, height: 28, channels: channels, level: UInt8($0))
    }
    let sheet = ImageGrid(columns: 8, gap: 2, background: 255).image(of: tiles)
    #expect(sheet.width == 8 * 28 + 7 * 2 && sheet.height == sheet.width)
    for tile in 0..<64 {
      let (row, column) = (tile / 8 * 30, tile % 8 * 30)
      #expect(sheet[row, column] == UInt8(tile))
      #expect(sheet[row + 27, column + 27, channels.count - 1] == UInt8(tile))
    }
    #expect(sheet[28, 0] == 255 && sheet[0, 29] == 255)
  }
}
