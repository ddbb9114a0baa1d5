import Foundation
import Images
import Testing

@Suite("Reading PNG")
struct ReadingTests {
  @Test("there is a picture of every colour type and bit depth, interlaced and not")
  func complete() {
    // 5 gray, 2 RGB and 4 palette depths with and without tRNS; 2 of each with alpha; 2 with a gamma.
    #expect(Fixture.all.count == 2 * (2 * (5 + 2 + 4) + 2 + 2 + 2))
  }

  @Test("each reads as its samples say, to the last bit", arguments: Fixture.all)
  func exact(fixture: Fixture) throws {
    let image = try Image(contentsOf: fixture.url)
    #expect(image == fixture.expected)
  }

  @Test(
    "each reads as gray or as RGB, as asked",
    arguments: Fixture.all, Image.Channels.allCases)
  func asAsked(fixture: Fixture, channels: Image.Channels) throws {
    let image = try Image(contentsOf: fixture.url, as: channels)
    #expect(image == (try Image(contentsOf: fixture.url)).converted(to: channels))
    #expect(image.channels == channels)
  }

  @Test("16 bits are display values: 0x8080 is 128, not 186")
  func sixteenBits() throws {
    // One pixel, written down byte by byte; the data is a stored block of filter 0 and 0x8080.
    let file = pngFile([
      ("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 16, 0, 0, 0, 0]),
      ("IDAT", [0x78, 1, 1, 3, 0, 0xFC, 0xFF, 0, 0x80, 0x80, 1, 0x83, 1, 1]),
      ("IEND", []),
    ])
    #expect(try Image(png: file).pixels == [128])
  }

  @Test("what is transparent shows the background", arguments: [0, 100, 255] as [UInt8])
  func background(level: UInt8) throws {
    for name in ["gray-8-trns", "rgb-16-trns-interlaced"] {
      let image = try Image(contentsOf: try Fixture.named(name).url, background: level)
      #expect((0..<image.channels.count).allSatisfy { image[4, 5, $0] == level }, "\(name)")
    }
  }

  @Test("what a file holds besides its picture is passed over, unless it says it must not be")
  func otherChunks() throws {
    let header = ("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0] as [UInt8])
    let data = ("IDAT", [0x78, 1, 1, 2, 0, 0xFD, 0xFF, 0, 7, 0, 9, 0, 8] as [UInt8])
    let end = ("IEND", [] as [UInt8])
    let nonsense: [UInt8] = [1, 2, 3]
    for name in ["tEXt", "iCCP", "zTXt", "gAMA", "acTL", "eXIf"] {
      let file = pngFile([header, (name, nonsense), data, (name, nonsense), end])
      #expect(try Image(png: file).pixels == [7], "\(name)")
    }
    #expect(throws: ImageError.self) {
      try Image(png: pngFile([header, ("ABCD", nonsense), data, end]))
    }
  }

  @Test("bytes behind the end of the picture are no part of it")
  func trailingBytes() throws {
    let fixture = try Fixture.named("rgb-8")
    let data = try Data(contentsOf: fixture.url) + Data("and more".utf8)
    #expect(try Image(png: data) == fixture.expected)
  }

  @Test("data that does not start at index 0 is read")
  func slice() throws {
    let fixture = try Fixture.named("gray-8")
    let data = Data([1, 2, 3]) + (try Data(contentsOf: fixture.url))
    #expect(try Image(png: data.dropFirst(3)) == fixture.expected)
  }
}
