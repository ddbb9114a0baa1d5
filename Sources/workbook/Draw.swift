import ArgumentParser
import Datasets
import Foundation
import Images
import Runs

/// Writes drawn data as pictures, to look at or to train something else on.
struct Draw: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write drawn digits or faces as PNG files.",
    discussion: """
      00000.png, 00001.png, … are the pictures: digits of 28 x 28 gray pixels, faces of 64 x 64 \
      coloured ones. page.png has the first of them on one page, and with digits labels.csv says \
      what they show. Image 7 of a seed is the same in every folder.
      """)

  @Option(help: "What to draw: digits or faces.")
  var kind = Drawing.digits

  @Option(help: "How many pictures, 1 to 1000000.")
  var count = 100

  @Option(help: "Whole number from 0 on; equal seeds give equal pictures.")
  var seed: UInt64 = 1

  @Option(help: "The folder to write to; made if missing.")
  var out: String

  func validate() throws {
    if count < 1 || count > 1_000_000 {
      throw ValidationError("--count \(count): give a number from 1 to 1000000")
    }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    let (digits, faces) = (DrawnDigits(seed: seed), DrawnFaces(seed: seed))
    var labels = "file,label\n"
    var page: [Image] = []
    // A hundred digits, or 64 faces.
    let (columns, enlargement) = kind == .digits ? (10, 3) : (8, 2)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for index in 0..<count {
        let image =
          switch kind {
          case .digits:
            Image(
              width: DrawnDigits.side, height: DrawnDigits.side, channels: .gray,
              pixels: digits.pixels(index))
          case .faces:
            Image(
              width: DrawnFaces.side, height: DrawnFaces.side, channels: .rgb,
              pixels: faces.pixels(index))
          }
        let number = String(index)
        let name = String(repeating: "0", count: max(0, 5 - number.count)) + number + ".png"
        try image.write(to: folder.appendingPathComponent(name))
        if kind == .digits { labels += "\(name),\(digits.label(index))\n" }
        if index < columns * columns { page.append(image) }
      }
      try ImageGrid(columns: columns).image(of: page).scaled(by: enlargement)
        .write(to: folder.appendingPathComponent("page.png"))
      if kind == .digits {
        // Last, and in one step: where the labels are, the pictures are.
        try Data(labels.utf8).write(
          to: folder.appendingPathComponent("labels.csv"), options: .atomic)
      }
    } catch let error as ImageError {
      throw RunFailure(.cannotWrite, "\(error)")
    } catch {
      throw RunFailure(.cannotWrite, "--out \(out): \(error.localizedDescription)")
    }
    print("\(out): \(count) \(kind.rawValue), seed \(seed); page.png shows the first \(page.count)")
  }
}

extension Drawing: ExpressibleByArgument {}
