import Foundation
import Images
import Runs
import TestSupport
import Testing

@testable import workbook

@Suite("Pictures as they are compared")
struct PictureTests {
  @Test(
    "the digest is FNV-1a, by its published values",
    arguments: [
      ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
  func published(text: String, digest: String) {
    #expect(fnv1a(text.utf8) == digest)
    #expect(Picture.chart(text).digest == digest)
  }

  @Test("an image is its pixels, however its file was compressed")
  func compression() throws {
    let folder = try TemporaryFolder()
    let image = Image(width: 40, height: 30, channels: .gray, level: 90)
    // The same pixels in colour, and again in gray: other bytes on the way.
    try image.converted(to: .rgb).write(to: folder.file("colour.png"))
    try image.write(to: folder.file("gray.png"))
    let gray = try Picture(contentsOf: folder.file("gray.png"))
    #expect(gray == .image(image))
    #expect(gray.digest == Picture.image(image).digest)
    let colour = try Picture(contentsOf: folder.file("colour.png"))
    #expect(colour.digest != gray.digest)
    #expect(gray.difference(from: colour) == "40 × 30 gray, now 40 × 30 in colour")
  }

  @Test("the picture of a difference is black where nothing changed, white where most did")
  func difference() throws {
    let old = Image(
      width: 2, height: 2, channels: .rgb, pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    let new = Image(
      width: 2, height: 2, channels: .rgb, pixels: [1, 2, 3, 4, 6, 6, 7, 8, 9, 60, 11, 12])
    let difference = try #require(differenceImage(old, new))
    #expect(difference.channels == .gray)
    #expect(difference.pixels == [0, 83, 0, 255])
    #expect(differenceImage(old, Image(width: 1, height: 2, channels: .rgb)) == nil)
  }

  @Test("a file that is missing or damaged is named")
  func damage() throws {
    let folder = try TemporaryFolder()
    try Data("no picture".utf8).write(to: folder.file("a.png"))
    for (name, status) in [("a.png", ExitStatus.badData), ("b.png", .inputNotFound)] {
      let failure = #expect(throws: RunFailure.self) {
        try Picture(contentsOf: folder.file(name))
      }
      #expect(failure?.status == status)
      #expect(failure?.description.contains(name) == true)
    }
  }

  @Test("the compiler's version is found in what it says of itself")
  func version() {
    #expect(
      Machine.version(in: "Apple Swift version 6.3.1 (swift-6.3.1-RELEASE)\nTarget: arm64")
        == "6.3.1")
    #expect(Machine.version(in: "swift-driver") == nil)
    #expect(Machine.current.cores > 0)
  }
}
