import Foundation
import Images
import Runs

/// A picture as it is compared: a chart by its text, an image by its pixels. Bytes of a PNG file say
/// less: another version of zlib compresses the same pixels differently.
enum Picture: Equatable {
  case chart(String)
  case image(Image)

  /// Reads an `.svg` or a `.png` file.
  ///
  /// - Throws: ``RunFailure``: 66 when there is none, 65 when it is damaged.
  init(contentsOf file: URL) throws {
    do {
      if Picture.isChart(file.lastPathComponent) {
        self = .chart(try String(contentsOf: file, encoding: .utf8))
      } else {
        self = .image(try Image(contentsOf: file))
      }
    } catch let error as ImageError {
      throw RunFailure(error.problem == .notFound ? .inputNotFound : .badData, "\(error)")
    } catch {
      let isThere = FileManager.default.fileExists(atPath: file.path)
      throw RunFailure(
        isThere ? .badData : .inputNotFound,
        "\(file.relativePath): \(isThere ? "no text in UTF-8" : "no such file")")
    }
  }

  static func isChart(_ name: String) -> Bool { name.hasSuffix(".svg") }

  /// The pictures in a run's folder, by name, without the `samples-<step>.png` of moments on the way.
  static func all(in folder: URL) throws -> [String: Picture] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { ($0.hasSuffix(".svg") || $0.hasSuffix(".png")) && !$0.hasPrefix("samples-") }
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Picture(contentsOf: folder.appendingPathComponent($0)))
      })
  }

  /// The file that shows this picture.
  func data() throws -> Data {
    switch self {
    case .chart(let text): Data(text.utf8)
    case .image(let image): try image.pngData()
    }
  }

  /// A fingerprint of the text, or of size and pixels: sixteen hexadecimal digits. As that of the
  /// parameters, it tells a difference and keeps out no adversary.
  var digest: String {
    switch self {
    case .chart(let text): fnv1a(text.utf8)
    case .image(let image):
      fnv1a(
        Array("\(image.width) \(image.height) \(image.channels.count)\n".utf8) + image.pixels)
    }
  }

  /// How `other` differs from this picture, in a few words; nil if it does not.
  func difference(from other: Picture) -> String? {
    switch (self, other) {
    case (.chart(let old), .chart(let new)): textDifference(old, new)
    case (.image(let old), .image(let new)): pixelDifference(old, new)
    default: "one is a chart and the other an image"
    }
  }
}

/// 64-bit FNV-1a: Fowler, Noll, Vo (1991).
func fnv1a(_ bytes: some Sequence<UInt8>) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

private func textDifference(_ old: String, _ new: String) -> String? {
  // By bytes: Swift's strings are also equal when their accents are composed differently.
  let (old, new) = (Array(old.utf8), Array(new.utf8))
  if old == new { return nil }
  let place = zip(old, new).prefix { $0 == $1 }.count
  let line = old[..<place].count { $0 == UInt8(ascii: "\n") } + 1
  func excerpt(_ bytes: [UInt8]) -> String {
    "“"
      + String(decoding: bytes[max(0, place - 8)..<min(bytes.count, place + 12)], as: UTF8.self)
      .replacing("\n", with: " ") + "”"
  }
  return "from line \(line) on: \(excerpt(old)), now \(excerpt(new))"
}

private func pixelDifference(_ old: Image, _ new: Image) -> String? {
  if old == new { return nil }
  func size(_ image: Image) -> String {
    "\(image.width) × \(image.height) \(image.channels == .gray ? "gray" : "in colour")"
  }
  guard old.width == new.width, old.height == new.height, old.channels == new.channels else {
    return "\(size(old)), now \(size(new))"
  }
  let steps = zip(old.pixels, new.pixels).map { abs(Int($0) - Int($1)) }
  let channels = old.channels.count
  let different = stride(from: 0, to: steps.count, by: channels)
    .count { steps[$0..<$0 + channels].contains { $0 > 0 } }
  let largest = steps.max() ?? 0
  return "\(different) of \(old.width * old.height) pixels, by \(largest) of 255 at most"
}

/// Where two images of one size differ, in gray on black: the largest difference is white, and the
/// smallest is still seen.
func differenceImage(_ old: Image, _ new: Image) -> Image? {
  guard old.width == new.width, old.height == new.height else { return nil }
  let channels = old.channels == new.channels ? old.channels : .rgb
  let steps = zip(old.converted(to: channels).pixels, new.converted(to: channels).pixels)
    .map { abs(Int($0) - Int($1)) }
  let largest = max(1, steps.max() ?? 1)
  let levels = stride(from: 0, to: steps.count, by: channels.count).map { start -> UInt8 in
    let step = steps[start..<start + channels.count].max() ?? 0
    return step == 0 ? 0 : UInt8(80 + 175 * step / largest)
  }
  return Image(width: old.width, height: old.height, channels: .gray, pixels: levels)
}
