import Foundation
import Testing

@testable import Images

/// One of the PNG files that `Fixtures/make_fixtures.py` made, and what it must read as.
struct Fixture: CustomTestStringConvertible {
  let name: String
  let url: URL
  let expected: Image

  var testDescription: String { name }

  /// All pictures of the folder are 11 × 9.
  static let all: [Fixture] = {
    struct Entry: Decodable {
      let channels: Int
      let samples: String
    }
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("expected.json")),
      let entries = try? JSONDecoder().decode([String: Entry].self, from: data)
    else { return [] }
    return entries.sorted { $0.key < $1.key }.map { name, entry in
      let digits = Array(entry.samples)
      let samples = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
      }
      return Fixture(
        name: name, url: folder.appendingPathComponent(name + ".png"),
        expected: Image(
          width: 11, height: 9, channels: entry.channels == 1 ? .gray : .rgb, pixels: samples))
    }
  }()

  static func named(_ name: String) throws -> Fixture {
    struct Missing: Error { let name: String }
    guard let found = all.first(where: { $0.name == name }) else { throw Missing(name: name) }
    return found
  }
}

/// A picture whose samples are all over the range and do not compress; the same for the same size.
func noise(width: Int, height: Int, channels: Image.Channels) -> Image {
  var state: UInt32 = 1
  let samples = (0..<width * height * channels.count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(state >> 24)
  }
  return Image(width: width, height: height, channels: channels, pixels: samples)
}

/// Runs `body` with a new folder, which is gone afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("images-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

func names(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// A file of the given chunks, with their lengths and check sums.
func pngFile(_ chunks: [(name: String, body: [UInt8])]) -> Data {
  var file = Data(PNGOutline.signature)
  for chunk in chunks {
    file += withUnsafeBytes(of: UInt32(chunk.body.count).bigEndian) { Data($0) }
    file += Data(chunk.name.utf8) + chunk.body + [0, 0, 0, 0]
  }
  return repaired(file)
}

/// The file with every chunk's check sum made to agree, as far as its lengths lead.
func repaired(_ file: Data) -> Data {
  var file = file
  var start = 8
  while start + 12 <= file.count {
    let sumAt = start + 8 + Int(bigEndian(file, at: start))
    guard sumAt + 4 <= file.count else { break }
    let sum = file[start + 4..<sumAt].withUnsafeBytes { crc32($0) }
    for i in 0..<4 { file[sumAt + i] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * i)) }
    start = sumAt + 4
  }
  return file
}

func bigEndian(_ file: Data, at offset: Int) -> UInt32 {
  file[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
}
