import ArgumentParser
import Datasets
import Foundation
import Images
import Runs

/// Cuts the pictures out of a font of coloured emoji: a folder of real pictures that anyone may have.
struct EmojiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emoji", abstract: "Write the pictures of an emoji font as PNG files.",
    discussion: """
      u1F600.png is the picture of the character U+1F600. With --sequences come those that are made of \
      several characters, skin colours and flags among them: glyph-01467.png has its number in the font. \
      Noto Color Emoji has the SIL Open Font License; `make emoji` installs it where it may. Train on the \
      folder with `dcgan --recipe faces64 --dataset folder --data Data/emoji-…`.
      """)

  @Option(help: "The font file. (default: NotoColorEmoji.ttf where systems have it)")
  var font: String?

  @Option(
    help: """
      The folder to write to; made if missing. (default: Data/emoji- and the font's version, for another \
      version has other pictures)
      """)
  var out: String?

  @Flag(help: "Also the pictures of several characters together.")
  var sequences = false

  /// Where Debian, Fedora, Arch and macOS put it.
  static let places = [
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf",
    "/usr/share/fonts/google-noto-emoji/NotoColorEmoji.ttf",
    "/usr/share/fonts/noto/NotoColorEmoji.ttf",
    NSHomeDirectory() + "/Library/Fonts/NotoColorEmoji.ttf",
  ]

  func run() throws {
    guard let path = font ?? Self.places.first(where: FileManager.default.fileExists) else {
      throw RunFailure(
        .inputNotFound,
        "NotoColorEmoji.ttf is not where systems have it; `make emoji` installs it, or give it with --font"
      )
    }
    let font: PictureFont
    do { font = try PictureFont(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
    }
    let strikes = font.strikes.filter { sequences || $0.character != nil }
    let out = out ?? "Data/emoji-" + String(format: "%.3f", font.revision)
    if strikes.isEmpty {
      throw RunFailure(.inputNotFound, "\(path): no picture is of one character; add --sequences")
    }
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    var first: Image?
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for strike in strikes {
        let image: Image
        do { image = try Image(png: strike.png) } catch {
          throw RunFailure(
            .badData,
            "\(path): the picture at byte \(strike.offset), glyph \(strike.glyph): "
              + "\(error.problem)")
        }
        try strike.png.write(
          to: folder.appendingPathComponent("\(strike.name).png"), options: .atomic)
        first = first ?? image
      }
    } catch let error where !(error is RunFailure) {
      throw RunFailure(.cannotWrite, "--out \(out): \(RunFailure.reason(of: error))")
    }
    let size = first.map { ", the first of \($0.width) x \($0.height) pixels" } ?? ""
    print("\(out): \(strikes.count) pictures\(size), from \(path)")
  }
}
