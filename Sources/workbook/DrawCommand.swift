import ArgumentParser
import Datasets
import Foundation
import Images
import Runs

/// Writes drawn data as pictures, to look at or to train something else on.
struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw", abstract: "Write drawn digits or faces as PNG files.",
    discussion: """
      00000.png, 00001.png, … are the pictures: digits of 28 x 28 gray pixels, faces of 64 x 64 \
      coloured ones. With digits, labels.csv says what they show. A page of the first of them stands \
      beside the folder, as <out>-page.png, so that the folder can be trained on as it is. Image 7 of \
      a seed is the same in every folder.
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
    var first: [Image] = []
    let place = folder.standardizedFileURL
    let page = place.deletingLastPathComponent()
      .appendingPathComponent("\(place.lastPathComponent)-page.png")
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
        if index < columns * columns { first.append(image) }
      }
      try ImageGrid(columns: columns).image(of: first).scaled(by: enlargement)
        .write(to: page)
      if kind == .digits {
        // Last, and in one step: where the labels are, the pictures are.
        try Data(labels.utf8).write(
          to: folder.appendingPathComponent("labels.csv"), options: .atomic)
      }
    } catch let error as ImageError {
      throw RunFailure(.cannotWrite, "\(error)")
    } catch {
      throw RunFailure(.cannotWrite, "--out \(out): \(RunFailure.reason(of: error))")
    }
    print(
      "\(out): \(count) \(kind.rawValue), seed \(seed); "
        + "\(page.lastPathComponent) beside it shows the first \(first.count)")
  }
}

extension Drawing: ExpressibleByArgument {}
