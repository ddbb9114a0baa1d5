import Foundation
import Runs
import TestSupport
import Testing

/// The command as a student types it: what it writes, and how it ends when something is wrong.
@Suite("Chapter 3: the command dcgan", .serialized)
struct CommandTests {
  private func arguments(_ recipe: String) -> [String] {
    [
      "--recipe", recipe, "--width", "4", "--batch-size", "8", "--quiet", "--checkpoint-every", "2",
    ]
  }

  private func run(_ arguments: [String]) throws -> Command {
    let command = try Command(starting: "dcgan", arguments)
    command.wait()
    return command
  }

  @Test(
    "a run of each recipe that is stopped and resumed ends as the unbroken one, file by file",
    arguments: ["small28", "keras28", "faces64", "mxnet64"])
  func resume(recipe: String) throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    // small28 with labels, for what belongs to them must be remembered too.
    let more: [String] =
      switch recipe {
      case "faces64": ["--final-size", "16"]
      case "small28": ["--conditional"]
      default: []
      }
    let base = arguments(recipe) + more + ["--steps", "30"]
    let unbroken = try run(base + ["--out", whole.path])
    #expect(unbroken.status == 0, "\(unbroken)")
    let stopped = try Command(starting: "dcgan", base + ["--out", broken.path])
    let deadline = Date().addingTimeInterval(120)
    while !FileManager.default.fileExists(atPath: broken.file("checkpoint.safetensors").path) {
      try #require(stopped.isRunning && Date() < deadline, "no checkpoint appeared: \(stopped)")
      usleep(1_000)
    }
    stopped.send(SIGTERM)
    stopped.wait()
    #expect(stopped.status == 75 || stopped.status == 0, "\(stopped)")
    let resumed = try run(base + ["--resume", "--out", broken.path])
    #expect(resumed.status == 0, "\(resumed)")
    for name in [
      "metrics.csv", "checkpoint.safetensors", "generator.safetensors", "samples.png",
      "progress.png", "walk.png", "quality.svg", "drift.svg", "networks.svg",
      "samples-30.png",
    ] {
      #expect(try broken.contents(name) == whole.contents(name), "\(name) differs")
    }
    let sheet = try Command(
      "dcgan", "sample", "--from", whole.file("generator.safetensors").path, "--count", "5",
      "--out", whole.file("five.png").path)
    #expect(sheet.status == 0, "\(sheet)")
  }

  @Test("a folder of the reader's own images is learnt from; damaged ones are named")
  func folder() throws {
    let scratch = try TemporaryFolder()
    let drawn = try Command(
      "workbook", "draw", "--kind", "faces", "--count", "30", "--out", scratch.file("faces").path)
    #expect(drawn.status == 0, "\(drawn)")
    try Data("no picture".utf8).write(to: scratch.file("faces/broken.png"))
    let base = [
      "--recipe", "faces64", "--final-size", "16", "--width", "4", "--batch-size", "8", "--steps",
      "3", "--dataset", "folder", "--data", scratch.file("faces").path, "--out",
      scratch.file("out").path,
    ]
    let learnt = try run(base)
    #expect(learnt.status == 0, "\(learnt)")
    let warning = "1 of 31 files are left out: broken.png: text, and no picture"
    #expect(learnt.errors.contains(warning), "\(learnt)")
    let held = learnt.output.firstMatch(
      of: /(\d+) images to learn from, and (\d+) others held back/)
    #expect(held.flatMap { Int($0.1) }.map { $0 + (Int(held?.2 ?? "") ?? 0) } == 30, "\(learnt)")
    for name in ["summary.json", "report.html"] {
      let text = String(decoding: try scratch.contents("out/\(name)"), as: UTF8.self)
      #expect(text.contains(warning), "\(name)")
    }
    // A warning is no progress: it is told in spite of these.
    for silent in ["--quiet", "--json"] {
      let told = try run(base + [silent, "--resume"])
      #expect(told.status == 0 && told.errors.contains(warning), "\(told)")
    }
    try FileManager.default.copyItem(
      at: scratch.file("faces/00001.png"), to: scratch.file("faces/one-more.png"))
    let changed = try run(base + ["--resume"])
    #expect(changed.status == 65, "\(changed)")
    #expect(changed.errors.contains("data is ") && changed.errors.contains("the same data"))
    try FileManager.default.createDirectory(
      at: scratch.file("empty"), withIntermediateDirectories: true)
    let empty = try run(
      arguments("faces64") + [
        "--dataset", "folder", "--data", scratch.file("empty").path, "--out", scratch.path,
      ])
    #expect(empty.status == 66, "\(empty)")
    #expect(empty.errors.contains(scratch.file("empty").path), "\(empty)")
  }

  @Test("a folder with a folder for each class can be asked; one without is refused in words")
  func classes() throws {
    let scratch = try TemporaryFolder()
    for name in ["one", "two"] {
      let drawn = try Command(
        "workbook", "draw", "--kind", "faces", "--count", "20", "--out",
        scratch.file("set/\(name)").path)
      #expect(drawn.status == 0, "\(drawn)")
    }
    let base = [
      "--recipe", "faces64", "--final-size", "16", "--width", "4", "--batch-size", "8", "--steps",
      "2", "--dataset", "folder", "--conditional", "--out", scratch.file("out").path, "--data",
    ]
    let asked = try run(base + [scratch.file("set").path])
    #expect(asked.status == 0, "\(asked)")
    let from = scratch.file("out/generator.safetensors").path
    for (digit, status) in [("two", 0 as Int32), ("1", 0), ("2", 64), ("three", 64)] {
      let sheet = try Command(
        "dcgan", "sample", "--from", from, "--digit", digit, "--out", scratch.file("a.png").path)
      #expect(sheet.status == status, "\(sheet)")
      #expect(status == 0 || sheet.errors.contains("one, two"), "\(sheet)")
    }
    let flat = try run(base + [scratch.file("set/one").path, "--overwrite"])
    #expect(flat.status == 66 && flat.errors.contains("one for each class"), "\(flat)")
  }

  @Test(
    "wrong usage ends with 64 and names the option",
    arguments: [
      ["--recipe", "best"], ["--width", "3"], ["--channels", "2"], ["--dropout", "1"],
      ["--generator-steps", "0"], ["--generator-rate", "nan"], ["--freeze-discriminator", "maybe"],
      ["--dataset", "folder"], ["--final-size", "64"], ["--block", "best", "--recipe", "keras28"],
      ["--pretraining", "-1"], ["--average", "1"], ["--penalty", "-1"],
      ["--penalty", "1", "--recipe", "keras28"],
      ["--published"], ["--up", "repeats"], ["--brush", "patches", "--recipe", "mxnet64"],
      ["--conditional", "--recipe", "faces64"], ["--dropout", "0.5", "--recipe", "mxnet64"],
      ["--pretraining", "5", "--recipe", "faces64"], ["--block", "no-norm", "--recipe", "mxnet64"],
      ["--freeze-discriminator", "off", "--recipe", "faces64"], ["--generator-steps", "2"],
      ["--generator-steps", "2", "--recipe", "faces64"],
      ["--published", "--recipe", "keras28"],
      ["--penalty", "1", "--recipe", "mxnet64", "--published"],
      ["--optimizer", "sgd"], ["--down", "steps"], ["--down", "pooling", "--recipe", "mxnet64"],
      ["--noise", "old", "--recipe", "mxnet64"], ["--noise", "fresh"],
      ["--first-weights", "level"], ["--first-weights", "none", "--recipe", "mxnet64"],
    ])
  func usage(arguments: [String]) throws {
    let scratch = try TemporaryFolder()
    let command = try run(arguments + ["--out", scratch.file("out").path])
    #expect(command.status == 64, "\(command)")
    #expect(command.errors.contains(arguments[0]), "\(command.errors)")
  }

  @Test(
    "a final size that is no power of two from 8 to 512 is refused in words",
    arguments: [4, 48, 1024])
  func finalSize(size: Int) throws {
    let scratch = try TemporaryFolder()
    let command = try run([
      "--recipe", "faces64", "--final-size", "\(size)", "--out", scratch.file("out").path,
    ])
    #expect(command.status == 64)
    #expect(command.errors.contains("a power of two from 8 to 512"), "\(command.errors)")
  }
}
