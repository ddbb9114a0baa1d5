import Foundation
import Images
import TestSupport
import Testing

@testable import Datasets

@Suite("Names of files, from any machine")
struct FileNameTests {
  private static let format = ImageFormat(side: 4, channels: .gray)

  /// Writes a picture under a name of any bytes.
  private func write(_ level: UInt8, as name: [UInt8], in folder: TemporaryFolder) throws {
    let png = try Image(width: 4, height: 4, channels: .gray, level: level).pngData()
    let path = (Array(folder.path.utf8) + [47] + name).map { CChar(bitPattern: $0) } + [0]
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(file >= 0)
    defer { close(file) }
    let count = png.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
    try #require(count == png.count)
  }

  private func folder(_ files: [(name: [UInt8], level: UInt8)]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, level) in files { try write(level, as: name, in: folder) }
    return folder
  }

  private func fingerprint(_ files: [(name: [UInt8], level: UInt8)]) throws -> String {
    let folder = try folder(files)
    return try ImageFolder(folder.path, as: Self.format).fingerprint
  }

  @Test("composed or not, a name has one place, one order and one fingerprint")
  func normalization() throws {
    let (composed, decomposed) = (
      Array("\u{E9}t\u{E9}.png".utf8), Array("e\u{301}te\u{301}.png".utf8)
    )
    #expect(FileName(composed).key == FileName(decomposed).key && composed != decomposed)
    #expect(FileName(composed).place == FileName(decomposed).place)
    // Without its accent it would stand before f, and with it, decomposed, before f still.
    let other = Array("f.png".utf8)
    #expect(
      try fingerprint([(composed, 10), (other, 20)])
        == fingerprint([(decomposed, 10), (other, 20)]))
    let folder = try folder([(decomposed, 10), (other, 20)])
    let images = try ImageFolder(folder.path, as: Self.format)
    #expect(images.levels([0])[0] == 20 && images.levels([1])[0] == 10)
    #expect(FileName(decomposed).matches("\u{E9}*.png"))
  }

  @Test("a name in Latin-1 is read, and shown with an escape")
  func latin() throws {
    let name = Array("caf".utf8) + [0xE9] + Array(".png".utf8)
    let folder = try folder([(name, 70)])
    let images = try ImageFolder(folder.path, as: Self.format)
    #expect(images.count == 1 && images.levels([0])[0] == 70)
    #expect("\(FileName(name))" == "caf\\xe9.png")
  }

  @Test("a line end or an escape in a name is shown and not acted on")
  func control() throws {
    let folder = try folder([(Array("good.png".utf8), 1)])
    try Data([0, 1, 2]).write(to: folder.file("bad\n\u{1B}[2J.png"))
    let warning = try #require(try ImageFolder(folder.path, as: Self.format).warning)
    #expect(warning.contains("bad\\n\\x1b[2J.png: not a PNG file"))
    #expect(!warning.unicodeScalars.contains { $0.value < 32 })
  }

  @Test("one more, one fewer, renamed, swapped, damaged or changed: another fingerprint")
  func fingerprints() throws {
    let (a, b, c) = (Array("a.png".utf8), Array("b.png".utf8), Array("c.png".utf8))
    let prints = [
      try fingerprint([(a, 1), (b, 2)]), try fingerprint([(a, 1), (b, 2), (c, 3)]),
      try fingerprint([(a, 1)]), try fingerprint([(a, 1), (c, 2)]),
      try fingerprint([(a, 2), (b, 1)]), try fingerprint([(a, 1), (b, 3)]),
    ]
    #expect(Set(prints).count == prints.count)
    #expect(try fingerprint([(b, 2), (a, 1)]) == prints[0])
    let folder = try folder([(a, 1), (b, 2)])
    #expect(
      try ImageFolder(folder.path, as: Self.format, memoryLimit: 0).fingerprint == prints[0])
  }

  @Test("names spread evenly: of thousands a tenth is for testing")
  func even() {
    let count = 10_000
    let places = (0..<count).map { FileName(Array("\($0 + 100_000).jpg".utf8)).place }
    let tests = places.filter { $0 < UInt64.max / 10 }.count
    #expect((900...1100).contains(tests), "\(tests)")
  }
}
