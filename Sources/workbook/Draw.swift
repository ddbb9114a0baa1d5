import ArgumentParser
import Datasets
import Foundation
import Images
import Runs

/// Writes drawn data as pictures, to look at or to train something else on.
struct Draw: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write drawn digits as PNG files, and labels.csv.",
    discussion: """
      00000.png, 00001.png, … are gray pictures of 28 x 28 pixels, labels.csv says what they show, \
      and page.png has the first hundred on one page. Image 7 of a seed is the same in every folder.
      """)

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case digits
  }

  @Option(help: "What to draw: digits.")
  var kind: Kind = .digits

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
    let digits = DrawnDigits(seed: seed)
    let side = DrawnDigits.side
    var labels = "file,label\n"
    var page: [Image] = []
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for index in 0..<count {
        let image = Image(
          width: side, height: side, channels: .gray, pixels: digits.pixels(index))
        let number = String(index)
        let name = String(repeating: "0", count: max(0, 5 - number.count)) + number + ".png"
        try image.write(to: folder.appendingPathComponent(name))
        labels += "\(name),\(digits.label(index))\n"
        if index < 100 { page.append(image) }
      }
      try ImageGrid(columns: 10).image(of: page).scaled(by: 3)
        .write(to: folder.appendingPathComponent("page.png"))
      // Last, and in one step: where the labels are, the pictures are.
      try Data(labels.utf8).write(
        to: folder.appendingPathComponent("labels.csv"), options: .atomic)
    } catch let error as ImageError {
      throw RunFailure(.cannotWrite, "\(error)")
    } catch {
      throw RunFailure(.cannotWrite, "--out \(out): \(error.localizedDescription)")
    }
    print("\(out): \(count) \(kind.rawValue), seed \(seed); page.png shows the first \(page.count)")
  }
}
