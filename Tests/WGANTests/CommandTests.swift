import Foundation
import Runs
import TestSupport
import Testing

/// The command as a student types it: what it writes, and how it ends when something is wrong.
@Suite("Chapter 5: the command wgan", .serialized)
struct CommandTests {
  private func run(_ arguments: [String]) throws -> Command {
    let command = try Command(starting: "wgan", arguments)
    command.wait()
    return command
  }

  @Test(
    "a run that is stopped and resumed ends as the unbroken one, file by file",
    arguments: [
      ["--problem", "line"], ["--problem", "line", "--recipe", "clip"], ["--problem", "ring"],
      ["--recipe", "gan", "--critic-norm", "batch"],
      ["--networks", "convolutional", "--start-critic-steps", "9"],
      ["--problem", "ring", "--recipe", "modern"], ["--recipe", "hinge"],
    ])
  func resume(arguments: [String]) throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    let isLine = arguments.contains("line")
    let base =
      arguments + [
        "--width", "4", "--batch-size", "8", "--quiet", "--checkpoint-every", "2", "--steps",
        isLine ? "120" : "40",
      ]
    let unbroken = try run(base + ["--out", whole.path])
    #expect(unbroken.status == 0, "\(unbroken)")
    let stopped = try Command(starting: "wgan", base + ["--out", broken.path])
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
    let pictures =
      arguments.contains("--problem") ? ["training.svg"] : ["samples.png", "progress.png"]
    for name in [
      "metrics.csv", "checkpoint.safetensors", "generator.safetensors", "critic.svg", "slopes.svg",
    ] + pictures {
      #expect(try broken.contents(name) == whole.contents(name), "\(name) differs")
    }
    let isImage = !arguments.contains("--problem")
    let sheet = try Command(
      "wgan", "sample", "--from", whole.file("generator.safetensors").path, "--count", "5",
      "--out", whole.file(isImage ? "five.png" : "five.csv").path)
    #expect(sheet.status == 0, "\(sheet)")
    let wrong = try Command(
      "wgan", "sample", "--from", whole.file("generator.safetensors").path,
      "--out", whole.file(isImage ? "five.csv" : "five.png").path)
    #expect(wrong.status == 64, "\(wrong)")
  }

  @Test("a run names its metrics as the others do, and prints the rank correlation")
  func summary() throws {
    let scratch = try TemporaryFolder()
    let run = try run([
      "--problem", "ring", "--steps", "10", "--width", "8", "--out", scratch.path,
    ])
    #expect(run.status == 0 && run.output.contains("Rank correlation"), "\(run)")
    let summary = try JSONDecoder().decode(
      Summary.self, from: scratch.contents("summary.json"))
    #expect(summary.recipe == "gp-ring" && summary.dataset == "a ring of 8 clusters")
    for name in [
      "slicedW1", "modesCovered", "highQuality", "criticEstimate", "gradientNormMean",
      "gradientNormStd",
    ] {
      #expect(summary.metrics[name] != nil, "\(name)")
    }
  }

  @Test(
    "batch norm in the critic is refused by gp, clip and modern, with the reason",
    arguments: ["gp", "clip", "modern"])
  func batchNorm(recipe: String) throws {
    let scratch = try TemporaryFolder()
    let run = try run([
      "--recipe", recipe, "--critic-norm", "batch", "--out", scratch.file("out").path,
    ])
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains("depends on the rest of its batch"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("out").path))
  }

  @Test(
    "wrong usage ends with 64 and names the option",
    arguments: [
      ["--recipe", "best"], ["--problem", "cube"], ["--critic-steps", "0"],
      ["--start-critic-steps", "0"], ["--clip-value", "0.1"], ["--penalty-weight", "-1"],
      ["--penalty-weight", "1", "--recipe", "clip"], ["--penalty-sides", "three"],
      ["--penalty-sides", "one", "--recipe", "gan"], ["--clip-value", "0", "--recipe", "clip"],
      ["--width", "3"], ["--critic-rate", "nan"], ["--generator-rate", "2"], ["--beta1", "1"],
      ["--beta1", "0.5", "--recipe", "clip"], ["--networks", "dense", "--problem", "faces"],
      ["--dataset", "mnist", "--problem", "ring"], ["--dataset", "folder"],
      ["--data", "somewhere"], ["--critic-norm", "layer"], ["--average", "1"],
      ["--critic-steps", "2", "--recipe", "modern"],
    ])
  func usage(arguments: [String]) throws {
    let scratch = try TemporaryFolder()
    let command = try run(arguments + ["--out", scratch.file("out").path])
    #expect(command.status == 64, "\(command)")
    #expect(command.errors.contains(arguments[0]), "\(command.errors)")
  }

  @Test("missing data ends with 66 and names the place")
  func missing() throws {
    let scratch = try TemporaryFolder()
    let command = try run([
      "--dataset", "mnist", "--data", scratch.file("nowhere").path, "--out", scratch.file("o").path,
    ])
    #expect(command.status == 66, "\(command)")
    #expect(command.errors.contains("nowhere"))
  }

  @Test("--help gives the chapter's options")
  func help() throws {
    let run = try run(["--help"])
    #expect(run.status == 0)
    for option in ["--recipe", "--problem", "--critic-steps", "--clip-value", "--penalty-weight"] {
      #expect(run.output.contains(option))
    }
  }
}
