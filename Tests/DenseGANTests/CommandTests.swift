import Foundation
import Images
import Runs
import TestSupport
import Testing

/// The command as a student types it: what it writes, and how it ends when something is wrong.
@Suite("Chapter 2: the command dense-gan", .serialized)
struct CommandTests {
  @Test("a run writes its folder, and the same digest whatever the threads")
  func folder() throws {
    let scratch = try TemporaryFolder()
    var digests: Set<String> = []
    for threads in ["1", "2"] {
      let out = scratch.url.appendingPathComponent(threads)
      let run = try Command(
        "dense-gan", "--steps", "40", "--threads", threads, "--out", out.path, "--quiet")
      #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run)")
      let files = Set(try FileManager.default.contentsOfDirectory(atPath: out.path))
      for name in [
        "checkpoint.safetensors", "generator.safetensors", "metrics.csv", "report.html",
        "summary.json", "samples.png", "comparison.png", "progress.png", "walk.png",
        "neighbours.png", "quality.svg", "accuracy.svg", "samples-0.png", "samples-40.png",
      ] {
        #expect(files.contains(name), "\(name) is missing")
      }
      let summary = try JSONDecoder().decode(
        Summary.self, from: Data(contentsOf: out.appendingPathComponent("summary.json")))
      #expect(summary.dataset == "drawn digits" && summary.steps == 40)
      #expect(summary.parameters == ["generator": 239_504, "discriminator": 217_473])
      let expected: Set = [
        "frechetRatio", "pca50Frechet", "digitsCovered", "nn1Real", "nn1Fake", "precision",
        "recall", "dReal", "dFake", "accuracy", "legible", "density", "coverage",
        "neighbourDistance", "neighbourDistanceUnseen",
      ]
      #expect(expected.isSubset(of: summary.metrics.keys))
      digests.insert(summary.digest)
    }
    #expect(digests.count == 1)
  }

  @Test("a run that is stopped and resumed ends as the unbroken one, file by file")
  func resume() throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    let arguments = ["--conditional", "--steps", "300", "--checkpoint-every", "20", "--quiet"]
    let unbroken = try Command(starting: "dense-gan", arguments + ["--out", whole.path])
    unbroken.wait()
    #expect(unbroken.status == 0, "\(unbroken)")
    let stopped = try Command(starting: "dense-gan", arguments + ["--out", broken.path])
    let deadline = Date().addingTimeInterval(120)
    while !FileManager.default.fileExists(atPath: broken.file("checkpoint.safetensors").path) {
      try #require(stopped.isRunning && Date() < deadline, "no checkpoint appeared: \(stopped)")
      usleep(2_000)
    }
    stopped.send(SIGTERM)
    stopped.wait()
    #expect(stopped.status == 75, "\(stopped)")
    let resumed = try Command(
      starting: "dense-gan", arguments + ["--resume", "--out", broken.path])
    resumed.wait()
    #expect(resumed.status == 0, "\(resumed)")
    for name in [
      "metrics.csv", "checkpoint.safetensors", "generator.safetensors", "samples.png",
      "progress.png", "walk.png", "averaged.png", "neighbours.png", "quality.svg",
      "samples-300.png",
    ] {
      #expect(try broken.contents(name) == whole.contents(name), "\(name) differs")
    }
  }

  @Test("Ctrl-C while the classifier learns ends with 75, and there is no run")
  func early() throws {
    let scratch = try TemporaryFolder()
    let tool = Command.products.appendingPathComponent("dense-gan").path
    let command = try Command(
      "/usr/bin/env",
      ["XDG_CACHE_HOME=\(scratch.path)/cache", tool, "--out", "\(scratch.path)/out"])
    let deadline = Date().addingTimeInterval(60)
    while !command.output.contains("training a classifier") {
      try #require(command.isRunning && Date() < deadline, "\(command)")
      usleep(2_000)
    }
    usleep(50_000)
    command.send(SIGINT)
    command.wait()
    #expect(command.status == 75, "\(command)")
    #expect(command.errors.contains("stopped before the first step"))
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.file("out").path)
    #expect(files == [".lock"])
  }

  @Test("sample draws from a trained generator, the same from the same seed")
  func sample() throws {
    let scratch = try TemporaryFolder()
    let run = try Command(
      "dense-gan", "--steps", "2", "--latent", "uniform", "--out", scratch.path, "--quiet")
    #expect(run.status == 0, "\(run)")
    let from = scratch.file("generator.safetensors").path
    var sheets: [Data] = []
    for (name, seed) in [("a.png", "1"), ("b.png", "1"), ("c.png", "2")] {
      let drawn = try Command(
        "dense-gan", "sample", "--from", from, "--count", "20", "--seed", seed, "--out",
        scratch.file(name).path)
      #expect(drawn.status == 0 && drawn.output.contains("20 pictures"), "\(drawn)")
      sheets.append(try scratch.contents(name))
    }
    #expect(sheets[0] == sheets[1] && sheets[0] != sheets[2])
    let sheet = try Image(contentsOf: scratch.file("a.png"))

    let large = try Command(
      "dense-gan", "sample", "--from", from, "--count", "20", "--scale", "3", "--out",
      scratch.file("large.png").path)
    #expect(large.status == 0, "\(large)")
    #expect(try Image(contentsOf: scratch.file("large.png")) == sheet.scaled(by: 3))
    let single = try Command(
      "dense-gan", "sample", "--from", from, "--count", "20", "--scale", "2", "--out",
      scratch.file("each").path + "/")
    #expect(single.status == 0, "\(single)")
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.file("each").path)
    #expect(names.sorted() == (1...20).map { ($0 < 10 ? "0" : "") + "\($0).png" })
    let tiles = try names.sorted().map { try Image(contentsOf: scratch.file("each/\($0)")) }
    #expect(tiles.allSatisfy { $0.width == 56 && $0.height == 56 })
    #expect(ImageGrid(columns: 5, gap: 4).image(of: tiles) == sheet.scaled(by: 2))

    for (arguments, words) in [
      (["--count", "-5"], "--count -5: give a number from 1 to"),
      (["--count", "0"], "--count 0: give a number from 1 to"),
      (["--scale", "-1"], "--scale -1: give a number from 1 to 64"),
      (["--scale", "65"], "--scale 65: give a number from 1 to 64"),
      (["--scale", "64", "--count", "900"], "--scale 64: too large for 900 pictures on one sheet"),
    ] {
      let wrong = try Command(
        starting: "dense-gan",
        ["sample", "--from", from, "--out", scratch.file("no.png").path] + arguments)
      wrong.wait()
      #expect(wrong.status == 64 && wrong.errors.contains(words), "\(wrong)")
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.file("no.png").path))

    let missing = try Command(
      "dense-gan", "sample", "--from", scratch.file("none").path, "--out",
      scratch.file("d.png").path)
    #expect(missing.status == 66, "\(missing)")
    try Data("no generator".utf8).write(to: scratch.file("bad"))
    let bad = try Command(
      "dense-gan", "sample", "--from", scratch.file("bad").path, "--out", scratch.file("d.png").path
    )
    #expect(bad.status == 65, "\(bad)")
  }

  @Test("a data set that is not there ends with 66 and says what to do; a damaged one with 65")
  func data() throws {
    let scratch = try TemporaryFolder()
    let out = scratch.url.appendingPathComponent("out").path
    let absent = try Command(
      "dense-gan", "--dataset", "mnist", "--data", scratch.path, "--out", out)
    #expect(absent.status == 66, "\(absent)")
    #expect(absent.errors.contains("make data") && absent.errors.contains(scratch.path))
    for name in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
      try Data([0, 0, 8, 3, 0]).write(to: scratch.file("\(name)-ubyte"))
    }
    let damaged = try Command(
      "dense-gan", "--dataset", "mnist", "--data", scratch.path, "--out", out)
    #expect(damaged.status == 65, "\(damaged)")
    #expect(damaged.errors.contains("train-images-idx3-ubyte") && damaged.errors.contains("byte"))
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test("over images that have changed a run does not go on")
  func changed() throws {
    let scratch = try TemporaryFolder()
    // A few hundred images of MNIST's size, and their labels.
    func fill(_ count: Int, inverted: Bool = false) throws {
      for (name, count) in [("train", count), ("t10k", 100)] {
        let sizes: [UInt8] = [0, 0, UInt8(count >> 8), UInt8(count & 255)]
        let mask: UInt8 = inverted ? 255 : 0
        let pixels = (0..<count * 784).map { (place: Int) -> UInt8 in
          UInt8((place * 7 + place / 784) % 256) ^ mask
        }
        var images = Data([0, 0, 8, 3])
        images += sizes + [0, 0, 0, 28, 0, 0, 0, 28]
        images += pixels
        try images.write(to: scratch.file("\(name)-images-idx3-ubyte"))
        var labels = Data([0, 0, 8, 1])
        labels += sizes
        labels += (0..<count).map { UInt8($0 % 10) }
        try labels.write(to: scratch.file("\(name)-labels-idx1-ubyte"))
      }
    }
    try fill(400)
    let base = [
      "--steps", "4", "--dataset", "mnist", "--data", scratch.path, "--out",
      scratch.file("out").path,
    ]
    func run(_ more: String...) throws -> Command {
      let command = try Command(starting: "dense-gan", base + more)
      command.wait()
      return command
    }
    #expect(try run().status == 0)
    for (count, inverted) in [(399, false), (400, true)] {
      try fill(count, inverted: inverted)
      let other = try run("--resume")
      #expect(other.status == 65, "\(other)")
      #expect(other.errors.contains("data is 400 images"), "\(other)")
    }
    try fill(400)
    #expect(try run("--resume").status == 0)
  }

  @Test(
    "wrong usage ends with 64 and names the option",
    arguments: [
      ["--recipe", "best"], ["--dataset", "cats"], ["--latent", "cauchy"], ["--latent-size", "0"],
      ["--learning-rate", "nan"], ["--learning-rate", "0"], ["--discriminator-pace", "-1"],
      ["--data", "here"], ["--batch-size", "30000"],
    ])
  func usage(arguments: [String]) throws {
    let scratch = try TemporaryFolder()
    let run = try Command(
      "dense-gan", arguments[0], arguments[1], "--out",
      scratch.url.appendingPathComponent("out").path)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(arguments[0]), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("out").path))
  }
}
