import ArgumentParser
import Charts
import DCGAN
import Datasets
import Foundation
import Images
import Metrics
import Runs
import Tensors

/// Shows which ways up leave a checkerboard, and why.
struct CheckerboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dcgan checkerboard",
    abstract: "Show which ways up leave a checkerboard, and why.",
    discussion: """
      Writes overlaps.svg, how many weights reach each pixel, and untrained.png, what networks of \
      random weights make: a row for each way up. Prints how uneven each is, and the share of period 2 \
      in the fine detail of images from untrained and, with --from, from a trained generator.
      """)

  @Option(help: "The folder to write.")
  var out: String

  @Option(help: "A trained generator to measure too: a run's generator.safetensors.")
  var from: String?

  @Option(parsing: .unconditional, help: "Which random weights and noise.")
  var seed: UInt64 = 1

  func run() throws {
    let trained = try from.map { try DCGenerator(contentsOf: $0) }
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunFailure(
        .cannotWrite, "--out \(out): this folder cannot be made; choose another")
    }
    for (name, data) in [
      ("overlaps.svg", Data(overlapMaps(width: 900).svg().utf8)),
      ("overlaps-narrow.svg", Data(overlapMaps(width: 360).svg().utf8)),
      ("untrained.png", try untrainedSheet(seed: seed).pngData()),
    ] {
      do { try WholeFile.save(data, to: folder.appendingPathComponent(name)) } catch {
        throw RunFailure(.cannotWrite, "\(out)/\(name): cannot be written (\(error.reason))")
      }
    }

    print("most ÷ fewest weights that reach a pixel, and period 2 in untrained images:")
    for way in WayUp.all {
      let score = checkerboard(way.untrained(count: 64, seed: seed)) ?? 0
      print("  \(way.name): \(way.verdict), \(readable(score))")
    }
    print("period 2 in images of the recipes' generators:")
    for name in RecipeName.allCases {
      let recipe = name.recipe(.lesson)
      var weights = RandomStream(seed: seed, for: "weights")
      let generator = recipe.makeGenerator(recipe, &weights)
      let described = DCGenerator(generator, recipe, for: [])
      print("  \(recipe.name), untrained: \(score(described))")
    }
    if let trained {
      print("  \(trained.described.description.recipe), \(from ?? ""): \(score(trained))")
    }
    print("the pictures are in \(out)/: open overlaps.svg")
  }

  private func score(_ generator: DCGenerator) -> String {
    let z = generator.latent(256, for: "checkerboard", seed: seed)
    let input = generator.orders.map { $0(z, $0.inTurn(256)) } ?? z
    return checkerboard(generator.network(input)).map(readable) ?? "unknown"
  }
}

// MARK: - Pictures

extension WayUp {
  /// `even`, or `4 to 1`.
  var verdict: String {
    let ratio = unevenness()
    if ratio == 1 { return "even" }
    return (ratio == ratio.rounded() ? "\(Int(ratio))" : "\(ratio)") + " to 1"
  }
}

/// How many weights reach each pixel, for each way up, as shaded cells: 900 pixels wide for a page, 360
/// for a phone.
func overlapMaps(width: Double) -> HeatMaps {
  let panels = WayUp.all.map { way in
    return HeatMaps.Panel(
      way.name, note: way.verdict,
      cells: way.overlaps(of: 6).map { $0.map { Double($0) } })
  }
  return HeatMaps(
    "How many weights reach each pixel",
    subtitle:
      "on the way to twice the size, where every weight is 1; the fullest shade is the most",
    columns: width < 600 ? 2 : panels.count, panels: panels, width: width)
}

/// Eight images of each way's untrained generator, a row for each.
func untrainedSheet(seed: UInt64) -> Image {
  let tiles = WayUp.all.flatMap { way in
    let samples = way.untrained(count: 8, seed: seed)
    return Image.tiles(
      width: 64, height: 64, channels: .gray, pixels: PixelRange.unit.levels(of: samples))
  }
  return ImageGrid(columns: 8).image(of: tiles).scaled(by: 2)
}
