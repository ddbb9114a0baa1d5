import Foundation
import Images
import Runs
import TestSupport
import Testing

/// The commands as they are typed, in a folder with the chapters' folders and nothing in them.
@Suite("Ready-made generators: shipped, found, drawn from")
struct ShipTests {
  private struct Place {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      for name in ["01-toy-gan", "02-dense-gan"] {
        try FileManager.default.createDirectory(
          at: folder.file("Chapters/\(name)"), withIntermediateDirectories: true)
      }
    }

    func run(_ name: String, _ arguments: String...) throws -> Command {
      let command = try Command(
        "/bin/sh",
        [
          "-c", "cd \"$0\" && exec \"$@\"", folder.path,
          Command.products.appendingPathComponent(name).path,
        ] + arguments)
      command.wait()
      return command
    }
  }

  @Test("a run's generator is shipped in half the bytes, with its card, and `sample` finds it")
  func digits() throws {
    let place = try Place()
    let none = try place.run("dense-gan", "sample")
    #expect(none.status == 66, "\(none)")
    #expect(none.errors.contains("none is ready-made in Chapters/02-dense-gan/Pretrained/"))
    #expect(none.errors.contains("--from Runs/…/generator.safetensors"))

    let typed = "--preset quick --steps 3 --recipe batchnorm"
    let trained = try place.run(
      "dense-gan", "--preset", "quick", "--steps", "3", "--recipe", "batchnorm", "--out", "Runs/a")
    #expect(trained.status == 0, "\(trained)")
    let unknown = try place.run("dense-gan", "ship", "--from", "Runs/a")
    #expect(unknown.status == 64 && unknown.errors.contains("give it with --typed"), "\(unknown)")
    let shipped = try place.run(
      "dense-gan", "ship", "--from", "Runs/a", "--typed", "dense-gan \(typed)", "--name", "b")
    #expect(shipped.status == 0, "\(shipped)")

    let file = place.folder.file("Chapters/02-dense-gan/Pretrained/b.safetensors")
    let (small, whole) = (
      try Data(contentsOf: file).count,
      try place.folder.contents("Runs/a/generator.safetensors").count
    )
    #expect(Double(small) < 0.6 * Double(whole), "\(small) of \(whole) bytes")
    let card = String(
      decoding: try place.folder.contents("Chapters/02-dense-gan/Pretrained/README.md"),
      as: UTF8.self)
    let summary = try JSONDecoder().decode(
      Summary.self, from: place.folder.contents("Runs/a/summary.json"))
    for words in [
      "## b", "`dense-gan \(typed)`", "| `\(summary.digest)` |", "| drawn digits |",
      "| \(small) bytes |",
      "16 bits each: of 64 samples ", "of 255 at most", "MIT",
    ] { #expect(card.contains(words), "\(words)\n\(card)") }

    let drawn = try place.run("dense-gan", "sample")
    #expect(drawn.status == 0, "\(drawn)")
    #expect(
      drawn.output
        == "64 pictures in Runs/dense-gan-samples.png, from Chapters/02-dense-gan/Pretrained/b.safetensors\n"
    )
    // What 16 bits change is hardly seen.
    let other = try place.run(
      "dense-gan", "sample", "--from", "Runs/a/generator.safetensors", "--out", "Runs/whole.png")
    #expect(other.status == 0, "\(other)")
    let pictures = try ["Runs/dense-gan-samples.png", "Runs/whole.png"].map {
      try Image(contentsOf: place.folder.file($0))
    }
    let steps = zip(pictures[0].pixels, pictures[1].pixels).map { abs(Int($0) - Int($1)) }
    #expect(try #require(steps.max()) <= 4)

    // All 32 bits, on demand: exactly the run's own.
    let full = try place.run(
      "dense-gan", "ship", "--from", "Runs/a", "--typed", "dense-gan \(typed)", "--name", "a",
      "--full")
    #expect(full.status == 0, "\(full)")
    #expect(try place.run("dense-gan", "sample").output.contains("Pretrained/a.safetensors"))
    #expect(try Image(contentsOf: place.folder.file("Runs/dense-gan-samples.png")) == pictures[1])
  }

  @Test("numbers on the line are shipped too, and drawn as a density")
  func numbers() throws {
    let place = try Place()
    let trained = try place.run(
      "toy-gan", "--preset", "quick", "--steps", "20", "--out", "Runs/a")
    #expect(trained.status == 0, "\(trained)")
    let shipped = try place.run("toy-gan", "ship", "--from", "Runs/a", "--typed", "toy-gan")
    #expect(shipped.status == 0, "\(shipped)")
    let drawn = try place.run("toy-gan", "sample")
    #expect(drawn.output.contains("10000 numbers in Runs/toy-gan-samples.svg"), "\(drawn)")
  }

  @Test("no run, no chapter, a name that is none: each says so")
  func wrong() throws {
    let place = try Place()
    let missing = try place.run("toy-gan", "ship", "--from", "Runs/none")
    #expect(
      missing.status == 66 && missing.errors.contains("no finished run is here"), "\(missing)")
    let chapter = try place.run("wgan", "ship", "--from", "Runs/none")
    #expect(chapter.status == 66 && chapter.errors.contains("chapter 5 is not here"), "\(chapter)")
    #expect(try place.run("wgan", "sample").errors.contains("no chapter 5 is here"))
    let name = try place.run("toy-gan", "ship", "--from", "a", "--name", "../a")
    #expect(name.status == 64 && name.errors.contains("give small letters"), "\(name)")
  }
}
