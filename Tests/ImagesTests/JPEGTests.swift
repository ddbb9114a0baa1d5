import Foundation
import Testing

@testable import Images

private let missing = "skipped: no TurboJPEG (apt-get install libturbojpeg0)"

@Suite("Reading JPEG")
struct JPEGTests {
  static func file(_ name: String) throws -> Data {
    try Data(contentsOf: url(name))
  }

  static func url(_ name: String) -> URL {
    Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).jpg")
  }

  /// What `make_jpegs.py` drew.
  static func level(_ row: Int, _ column: Int, _ channel: Int) -> Int {
    [8 * row + 4 * column, 255 - 8 * column, 100 + 6 * row][channel]
  }

  @Test(
    "each sample is what was drawn, to the few levels that JPEG loses",
    .enabled(if: TurboJPEG.installed != nil, Comment(rawValue: missing)),
    arguments: ["slope-rgb", "slope-rgb-progressive", "slope-gray"])
  func samples(name: String) throws {
    let image = try Image(contentsOf: Self.url(name))
    #expect(image.width == 24 && image.height == 16)
    #expect(image.channels == (name == "slope-gray" ? .gray : .rgb))
    var worst = 0
    for row in 0..<16 {
      for column in 0..<24 {
        for channel in 0..<image.channels.count {
          let difference =
            Int(image[row, column, channel]) - Self.level(row, column, channel)
          worst = max(worst, abs(difference))
        }
      }
    }
    #expect(worst <= 8, "\(worst) levels off")
    #expect(try Image(contentsOf: Self.url(name), as: .gray).channels == .gray)
    #expect(try Image(contentsOf: Self.url(name), as: .rgb).channels == .rgb)
  }

  @Test(
    "which way up the camera was held is obeyed",
    .enabled(if: TurboJPEG.installed != nil, Comment(rawValue: missing)), arguments: 1...8)
  func orientation(_ orientation: Int) throws {
    let plain = try Self.file("slope-rgb")
    let exif = Array("Exif\0\0".utf8) + OrientationTests.exif(orientation, little: false)
    let turned =
      plain.prefix(2) + Data([0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif) + plain.dropFirst(2)
    let way = try #require(Orientation(rawValue: orientation))
    #expect(try Image(jpeg: turned) == Image(jpeg: plain).turned(way))
  }

  @Test("the first bytes say what a file is, not its name")
  func names() throws {
    try withFolder { folder in
      let fixture = try Fixture.named("rgb-8")
      let url = folder.appendingPathComponent("picture.jpg")
      try Data(contentsOf: fixture.url).write(to: url)
      #expect(try Image(contentsOf: url) == fixture.expected)

      let other = folder.appendingPathComponent("picture.png")
      try Self.file("slope-rgb").write(to: other)
      if TurboJPEG.installed != nil {
        #expect(try Image(contentsOf: other).width == 24)
      } else {
        #expect(throws: ImageError(path: other.path, problem: .noTurboJPEG)) {
          try Image(contentsOf: other)
        }
      }
    }
  }

  @Test("without TurboJPEG the error says what to install")
  func absent() throws {
    let none = TurboJPEG(named: ["libnothing-of-this-name.so", "/nowhere/libturbojpeg.so"])
    #expect(none == nil)
    let data = try Self.file("slope-rgb")
    let error = #expect(throws: ImageError.self) { try Image(jpeg: data, as: nil, library: none) }
    #expect(error?.problem == .noTurboJPEG)
    #expect(error?.description.contains("libturbojpeg0") == true)
    #expect(error?.description.contains("jpeg-turbo") == true)
  }

  @Test("a library without the functions is not taken for TurboJPEG")
  func anotherLibrary() {
    // The process itself has none of them; the C library is always there.
    #expect(TurboJPEG(named: ["libc.so.6", "/usr/lib/libSystem.dylib"]) == nil)
  }

  @Test(
    "cut short anywhere, a file is an error and never a part of a picture",
    .enabled(if: TurboJPEG.installed != nil, Comment(rawValue: missing)),
    arguments: ["slope-rgb", "slope-rgb-progressive", "slope-gray"])
  func truncated(name: String) throws {
    let whole = try Self.file(name)
    // The last two bytes are the marker of the end; the image data may be whole without it.
    for length in 0..<whole.count - 2 {
      #expect(throws: ImageError.self, "\(length) bytes") {
        try Image(jpeg: whole.prefix(length))
      }
    }
  }

  @Test(
    "sizes that cannot be are refused before memory is given to them",
    .enabled(if: TurboJPEG.installed != nil, Comment(rawValue: missing)))
  func lying() throws {
    // The frame header: FF C0, length, 8 bits, height, width.
    func claiming(_ height: Int, _ width: Int) throws -> Data {
      var data = try Self.file("slope-rgb")
      let frame = try #require(data.firstRange(of: Data([0xFF, 0xC0]))).lowerBound
      for (index, size) in [height >> 8, height & 255, width >> 8, width & 255].enumerated() {
        data[frame + 5 + index] = UInt8(size)
      }
      return data
    }
    #expect(throws: ImageError(problem: .tooLarge(width: 65_000, height: 65_000))) {
      try Image(jpeg: try claiming(65_000, 65_000))
    }
    let error = #expect(throws: ImageError.self) {
      try Image(jpeg: try claiming(8000, 8000))
    }
    #expect(error?.description.contains("8000 × 8000 pixels cannot come of") == true)
    #expect(throws: ImageError.self) { try Image(jpeg: try claiming(0, 24)) }
    #expect(try Image(jpeg: try claiming(16, 24)).width == 24)
  }
}
