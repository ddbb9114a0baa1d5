import Foundation
import Testing

@testable import Images

@Suite("Damaged PNG")
struct DamageTests {
  /// A plain file, one with a palette, and an interlaced one with 16-bit samples.
  static let names = ["gray-8", "palette-4-trns", "rgba-16-interlaced"]

  @Test("a file cut at any byte is truncated, and says where", arguments: names)
  func truncation(name: String) throws {
    let file = try Data(contentsOf: try Fixture.named(name).url)
    for count in 0..<file.count {
      #expect(throws: ImageError(problem: .truncated(atByte: count))) {
        try Image(png: file.prefix(count))
      }
    }
  }

  @Test("a file with any one bit flipped is an error", arguments: names)
  func flips(name: String) throws {
    let file = try Data(contentsOf: try Fixture.named(name).url)
    for byte in file.indices {
      for bit in 0..<8 {
        var damaged = file
        damaged[byte] ^= 1 << bit
        #expect(throws: ImageError.self, "bit \(bit) of byte \(byte)") {
          try Image(png: damaged)
        }
      }
    }
  }

  @Test("damage that its check sum covers up reaches libpng, and never crashes", arguments: names)
  func coveredUp(name: String) throws {
    let file = try Data(contentsOf: try Fixture.named(name).url)
    var (read, refused) = (0, 0)
    for byte in PNGOutline.signature.count..<file.count {
      for flip in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
        var damaged = file
        damaged[byte] ^= flip
        let forged = repaired(damaged)
        // What IHDR says is what must come out.
        switch Result(catching: { try Image(png: forged) }) {
        case .success(let image):
          read += 1
          #expect(image.width == Int(bigEndian(forged, at: 16)), "byte \(byte)")
          #expect(image.height == Int(bigEndian(forged, at: 20)), "byte \(byte)")
        case .failure(let error):
          refused += 1
          #expect(error is ImageError)
          #expect(!"\(error)".isEmpty)
        }
      }
    }
    // Both must have been seen, else the forgery does not do what it is for.
    #expect(read > 0 && refused > 0)
  }

  @Test("nothing is said on standard error about damage")
  func silence() async throws {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      for fixture in Fixture.all {
        let file = try Data(contentsOf: fixture.url)
        for byte in 8..<file.count {
          var damaged = file
          damaged[byte] ^= 0xFF
          _ = try? Image(png: repaired(damaged))
        }
      }
    }
    let said = String(decoding: result.standardErrorContent, as: UTF8.self)
    #expect(!said.contains("libpng"), "\(said.prefix(200))")
  }

  @Test("a picture that claims too many pixels is refused by its claim")
  func tooLarge() throws {
    for (width, height) in [(65_536, 65_536), (8193, 8192), (1, 0x7FFF_FFFF)] {
      #expect(throws: ImageError(problem: .tooLarge(width: width, height: height))) {
        try Image(png: try lying(width: width, height: height))
      }
    }
    #expect(throws: ImageError.self) {
      try Image(png: try lying(width: 0xFFFF_FFFF, height: 0xFFFF_FFFF))
    }
  }

  @Test("a picture that its data cannot hold is refused before it is given memory")
  func tooLittleData() throws {
    let problem = #expect(throws: ImageError.self) {
      try Image(png: try lying(width: 8192, height: 8192))
    }?.problem
    guard case .corrupt(let reason, _) = problem else {
      Issue.record("corrupt expected, \(String(describing: problem)) found")
      return
    }
    #expect(reason.contains("8192 × 8192 pixels cannot come of"))
  }

  @Test("a picture that its data could hold, and does not, is an error and no half picture")
  func missingRows() throws {
    for (width, height) in [(11, 10), (12, 9), (64, 64)] {
      #expect(throws: ImageError.self, "\(width) × \(height)") {
        try Image(png: try lying(width: width, height: height))
      }
    }
  }

  @Test("a picture without pixels is an error", arguments: [(0, 9), (11, 0)])
  func empty(width: Int, height: Int) throws {
    #expect(throws: ImageError.self) {
      try Image(png: try lying(width: width, height: height))
    }
  }

  @Test("what is no PNG is told from what is a damaged one")
  func notPNG() {
    #expect(throws: ImageError(problem: .notPNG(firstBytes: [0xFF, 0xD8, 0xFF, 0xE0]))) {
      try Image(png: Data([0xFF, 0xD8, 0xFF, 0xE0]))
    }
    #expect(throws: ImageError(problem: .otherKind(.picture("GIF")))) {
      try Image(png: Data("GIF89a, and so on".utf8))
    }
  }

  @Test("an error names the path and what is wrong, in one line")
  func messages() throws {
    try withFolder { folder in
      let missing = folder.appendingPathComponent("none.png")
      #expect(throws: ImageError(path: missing.path, problem: .notFound)) {
        try Image(contentsOf: missing)
      }
      let text = folder.appendingPathComponent("text.png")
      try Data("hi".utf8).write(to: text)
      let error = #expect(throws: ImageError.self) { try Image(contentsOf: text) }
      #expect(
        error?.description == "\(text.path): text, and no picture")
      try Data([0, 1, 2]).write(to: text)
      let unknown = #expect(throws: ImageError.self) { try Image(contentsOf: text) }
      #expect(
        unknown?.description == "\(text.path): not a PNG file: it starts with 00 01 02, "
          + "a PNG file with 89 50 4e 47 0d 0a 1a 0a, a JPEG file with ff d8 ff")
      for unreadable in [folder, URL(fileURLWithPath: "/dev/null")] {
        let error = #expect(throws: ImageError.self) { try Image(contentsOf: unreadable) }
        #expect(error?.description.hasPrefix("\(unreadable.path): cannot be read: ") == true)
      }
    }
  }

  @Test("the check sum is CRC-32")
  func checkSum() {
    // The check value that catalogues of CRCs give for it.
    #expect(Array("123456789".utf8).withUnsafeBytes { crc32($0) } == 0xCBF4_3926)
  }
}

/// The 11 × 9 gray picture with another size in its header, its check sum made to agree.
private func lying(width: Int, height: Int) throws -> Data {
  var file = try Data(contentsOf: try Fixture.named("gray-8").url)
  for i in 0..<4 {
    file[16 + i] = UInt8(truncatingIfNeeded: width >> (24 - 8 * i))
    file[20 + i] = UInt8(truncatingIfNeeded: height >> (24 - 8 * i))
  }
  return repaired(file)
}
