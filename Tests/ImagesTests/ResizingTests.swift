import Testing

@testable import Images

@Suite("Resizing")
struct ResizingTests {
  private static func mean(_ image: Image) -> Double {
    image.pixels.reduce(0) { $0 + Double($1) } / Double(image.pixels.count)
  }

  @Test("to its own size, a picture is itself", arguments: Image.Channels.allCases)
  func identity(channels: Image.Channels) {
    let image = noise(width: 13, height: 7, channels: channels)
    #expect(image.resized(width: 13, height: 7) == image)
    // One axis at a time, so that the arithmetic is used on the other.
    #expect(image.resized(width: 13, height: 14).resized(width: 13, height: 7).width == 13)
    let rows = Image(width: 3, height: 1, channels: .gray, pixels: [0, 255, 7])
    #expect(
      rows.resized(width: 3, height: 4).pixels == [0, 255, 7, 0, 255, 7, 0, 255, 7, 0, 255, 7])
  }

  @Test("by a whole factor, each pixel is the mean of its block, rounded", arguments: [2, 3, 5])
  func blocks(factor: Int) {
    let image = noise(width: 4 * factor, height: 3 * factor, channels: .rgb)
    let small = image.resized(width: 4, height: 3)
    for row in 0..<3 {
      for column in 0..<4 {
        for channel in 0..<3 {
          var sum = 0
          for y in 0..<factor {
            for x in 0..<factor {
              sum += Int(image[row * factor + y, column * factor + x, channel])
            }
          }
          let count = factor * factor
          #expect(Int(small[row, column, channel]) == (2 * sum + count) / (2 * count))
        }
      }
    }
  }

  @Test("a pixel that lies across two is shared between them: 3 to 2 by hand")
  func shares() {
    let row = Image(width: 3, height: 1, channels: .gray, pixels: [0, 90, 240])
    // (0 + ½ · 90) / 1½ and (½ · 90 + 240) / 1½
    #expect(row.resized(width: 2, height: 1).pixels == [30, 190])
    let column = Image(width: 1, height: 3, channels: .gray, pixels: [0, 90, 240])
    #expect(column.resized(width: 1, height: 2).pixels == [30, 190])
  }

  @Test("the mean stays when a picture shrinks", arguments: [(64, 64), (50, 31), (7, 64), (1, 1)])
  func mean(width: Int, height: Int) {
    let image = noise(width: 100, height: 83, channels: .gray)
    // Each level is rounded by half at most, evenly: 1/√12 over the root of their number; thrice it.
    let bound = 3 * (1.0 / 12 / Double(width * height)).squareRoot()
    let difference = Self.mean(image.resized(width: width, height: height)) - Self.mean(image)
    #expect(abs(difference) <= max(bound, width * height == 1 ? 0.5 : 0), "\(difference)")
  }

  @Test("enlarging blends neighbours by distance, and repeats the edge: 2 to 4 by hand")
  func bilinear() {
    let row = Image(width: 2, height: 1, channels: .gray, pixels: [0, 100])
    #expect(row.resized(width: 4, height: 1).pixels == [0, 25, 75, 100])
    #expect(row.resized(width: 3, height: 1).pixels == [0, 50, 100])
    let column = Image(width: 1, height: 2, channels: .rgb, pixels: [0, 40, 200, 100, 80, 0])
    #expect(
      column.resized(width: 1, height: 4).pixels
        == [0, 40, 200, 25, 50, 150, 75, 70, 50, 100, 80, 0])
    let dot = Image(width: 1, height: 1, channels: .gray, pixels: [77])
    #expect(dot.resized(width: 5, height: 3).pixels == Array(repeating: 77, count: 15))
  }

  @Test("a slope stays a slope, larger or smaller, and nothing is mirrored or shifted")
  func slope() {
    for (from, to) in [(28, 64), (128, 64), (100, 64), (63, 64)] {
      let image = Image(
        width: from, height: from, channels: .gray,
        pixels: (0..<from * from).map { UInt8(($0 / from + 2 * ($0 % from)) * 255 / (3 * from)) })
      let resized = image.resized(width: to, height: to)
      // Away from the edge, the level at the place of a pixel's middle.
      for row in stride(from: 4, to: to - 4, by: 7) {
        for column in stride(from: 4, to: to - 4, by: 5) {
          let scale = Double(from) / Double(to)
          let (y, x) = ((Double(row) + 0.5) * scale - 0.5, (Double(column) + 0.5) * scale - 0.5)
          let expected = (y + 2 * x) * 255 / Double(3 * from)
          #expect(
            abs(Double(resized[row, column]) - expected) < 1.5,
            "\(from) to \(to), \(row), \(column)")
        }
      }
    }
  }

  @Test("a picture is squashed where the proportions differ, with nothing cut off")
  func squashed() {
    var image = Image(width: 200, height: 20, channels: .gray)
    for row in 0..<20 {
      image[row, 0] = 250
      image[row, 199] = 250
    }
    let square = image.resized(width: 10, height: 10)
    // One of twenty columns is bright: 250 / 20 = 12.5, half up.
    #expect(square[5, 0] == 13 && square[5, 9] == 13 && square[5, 5] == 0)
  }

  @Test("gray to RGB and back, before or after resizing, is the same")
  func channels() {
    let image = noise(width: 28, height: 28, channels: .gray)
    let large = image.resized(width: 64, height: 64)
    #expect(image.converted(to: .rgb).resized(width: 64, height: 64) == large.converted(to: .rgb))
    #expect(large.converted(to: .rgb).converted(to: .gray) == large)
  }
}
