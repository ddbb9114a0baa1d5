import Foundation
import Runs
import TestSupport
import Testing

/// The command as a student types it: what it writes, and how it ends when something is wrong.
@Suite("Chapter 4: the command label-smoothing", .serialized)
struct CommandTests {
  private static let always = [
    "checkpoint.safetensors", "metrics.csv", "report.html", "summary.json", "logits.svg",
  ]

  private static let own = [
    "optimum": ["optimum.svg", "pull.svg", "calibration.svg"],
    "line": ["answers.svg", "w1.svg", "gradients.svg", "density.svg", "generator.safetensors"],
    "digits": [
      "answers.svg", "quality.svg", "gradients.svg", "losses.svg", "samples.png",
      "comparison.png", "samples-0.png", "generator.safetensors",
    ],
  ]

  @Test(
    "a run writes its folder, and the same digest whatever the threads",
    arguments: ["optimum", "line", "digits"])
  func folder(recipe: String) throws {
    let scratch = try TemporaryFolder()
    var digests: Set<String> = []
    for threads in ["1", "2"] {
      let out = scratch.url.appendingPathComponent(threads)
      let run = try Command(
        "label-smoothing", "--recipe", recipe, "--steps", "20", "--threads", threads, "--quiet",
        "--out", out.path)
      #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run)")
      let files = Set(try FileManager.default.contentsOfDirectory(atPath: out.path))
      let wanted = Set(CommandTests.always + (CommandTests.own[recipe] ?? []))
      #expect(wanted.isSubset(of: files), "\(wanted.subtracting(files)) missing")
      let summary = try JSONDecoder().decode(
        Summary.self, from: Data(contentsOf: out.appendingPathComponent("summary.json")))
      #expect(summary.recipe == recipe && summary.steps == 20)
      let quality = ["optimum": "optimumError", "line": "w1", "digits": "frechetRatio"][recipe]!
      for name in [quality, "calibration", "dFake", "logitTop", "gradientToG", "dMax"] {
        #expect(summary.metrics[name] != nil && summary.metrics[name + "Hard"] != nil, "\(name)")
      }
      #expect(summary.metrics.values.allSatisfy { $0.isFinite })
      digests.insert(summary.digest)
    }
    #expect(digests.count == 1)
  }

  @Test(
    "a run that is stopped and resumed ends as the unbroken one, file by file",
    arguments: [
      ["--recipe", "optimum", "--steps", "200"], ["--recipe", "line", "--steps", "1500"],
      ["--recipe", "digits", "--steps", "120"],
    ])
  func resume(arguments: [String]) throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    let arguments = arguments + ["--checkpoint-every", "10", "--quiet"]
    let unbroken = try Command(starting: "label-smoothing", arguments + ["--out", whole.path])
    unbroken.wait()
    #expect(unbroken.status == 0, "\(unbroken)")
    let stopped = try Command(starting: "label-smoothing", arguments + ["--out", broken.path])
    let deadline = Date().addingTimeInterval(120)
    while !FileManager.default.fileExists(atPath: broken.file(Checkpoint.name).path) {
      try #require(stopped.isRunning && Date() < deadline, "no checkpoint appeared: \(stopped)")
      usleep(2_000)
    }
    stopped.send(SIGTERM)
    stopped.wait()
    #expect(stopped.status == 75, "\(stopped)")
    let resumed = try Command(
      starting: "label-smoothing", arguments + ["--resume", "--out", broken.path])
    resumed.wait()
    #expect(resumed.status == 0, "\(resumed)")
    let recipe = arguments[1]
    for name in ["checkpoint.safetensors", "metrics.csv", "logits.svg"]
      + (CommandTests.own[recipe] ?? [])
    {
      #expect(try broken.contents(name) == whole.contents(name), "\(name) differs")
    }
    let other = try Command(
      starting: "label-smoothing",
      arguments + ["--real-label", "0.8", "--resume", "--out", broken.path])
    other.wait()
    #expect(other.status == 65 && other.errors.contains("labels"), "\(other)")
  }

  @Test(
    "the options say which labels the twins get",
    arguments: [
      ([], "1 and 0; 0.9 and 0"), (["--real-label", "0.8"], "1 and 0; 0.8 and 0"),
      (["--smoothing", "0.25"], "1 and 0; 0.875 and 0"),
      (["--smoothing", "0.25", "--smoothing-style", "slim"], "1 and 0; 0.875 and 0"),
      (["--smoothing", "0.25", "--smoothing-style", "one-sided"], "1 and 0; 0.75 and 0"),
      (["--smoothing", "0.25", "--fake-label", "0.125"], "1 and 0; 0.875 and 0.125"),
      (["--fake-label", "0.1"], "1 and 0; 0.9 and 0.1"),
      (
        ["--recipe", "optimum"],
        "1 and 0; 0.9 and 0; 0.875 and 0; 0.75 and 0; 0.875 and 0.125"
      ),
      (["--recipe", "optimum", "--real-label", "0.6"], "1 and 0; 0.6 and 0"),
    ])
  func labels(arguments: [String], expected: String) throws {
    let scratch = try TemporaryFolder()
    let run = try Command(
      starting: "label-smoothing", arguments + ["--steps", "1", "--out", scratch.path])
    run.wait()
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("with the labels \(expected)\n"), "\(run.output)")
  }

  @Test("without smoothing there is one twin, and nothing is measured twice")
  func hardAlone() throws {
    let scratch = try TemporaryFolder()
    let run = try Command(
      "label-smoothing", "--real-label", "1", "--steps", "5", "--json", "--out", scratch.path)
    let summary = try JSONDecoder().decode(Summary.self, from: Data(run.output.utf8))
    #expect(summary.metrics["w1"] != nil)
    #expect(!summary.metrics.keys.contains { $0.hasSuffix("Hard") })
  }

  @Test("the quick preset runs every recipe", arguments: ["optimum", "line", "digits"])
  func quick(recipe: String) throws {
    let scratch = try TemporaryFolder()
    let run = try Command(
      "label-smoothing", "--recipe", recipe, "--preset", "quick", "--out", scratch.path)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("preset quick") && run.output.contains("With the labels 0.9 and 0"))
    #expect(run.output.contains("report.html"))
  }

  @Test("sample draws from a trained generator, the same from the same seed")
  func sample() throws {
    let scratch = try TemporaryFolder()
    for (recipe, ending, other, drew) in [
      ("line", "csv", "png", "20 numbers"), ("digits", "png", "csv", "20 pictures"),
    ] {
      let run = try Command(
        "label-smoothing", "--recipe", recipe, "--steps", "2", "--quiet", "--out", scratch.path)
      #expect(run.status == 0, "\(run)")
      let from = scratch.file("generator.safetensors").path
      var drawn: [Data] = []
      for seed in ["1", "1", "2"] {
        let out = scratch.file("drawn.\(ending)")
        let sample = try Command(
          "label-smoothing", "sample", "--from", from, "--count", "20", "--seed", seed, "--out",
          out.path)
        #expect(sample.status == 0 && sample.output.contains(drew), "\(sample)")
        drawn.append(try Data(contentsOf: out))
      }
      #expect(drawn[0] == drawn[1] && drawn[0] != drawn[2])
      let wrong = try Command(
        "label-smoothing", "sample", "--from", from, "--out", "drawn.\(other)")
      #expect(wrong.status == 64 && wrong.errors.contains(".\(ending)"), "\(wrong)")
    }
    let missing = try Command(
      "label-smoothing", "sample", "--from", scratch.file("none").path, "--out", "x.png")
    #expect(missing.status == 66, "\(missing)")
    try Data("no generator".utf8).write(to: scratch.file("bad"))
    let bad = try Command(
      "label-smoothing", "sample", "--from", scratch.file("bad").path, "--out", "x.png")
    #expect(bad.status == 65, "\(bad)")
  }

  @Test("a data set that is not there ends with 66 and says what to do")
  func data() throws {
    let scratch = try TemporaryFolder()
    let out = scratch.url.appendingPathComponent("out").path
    let absent = try Command(
      "label-smoothing", "--recipe", "digits", "--dataset", "mnist", "--data", scratch.path,
      "--out", out)
    #expect(absent.status == 66, "\(absent)")
    #expect(absent.errors.contains("make data") && absent.errors.contains(scratch.path))
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test(
    "wrong usage ends with 64 and names the option",
    arguments: [
      ["--recipe", "best"], ["--real-label", "0"], ["--real-label", "1.1"],
      ["--real-label", "nan"], ["--fake-label", "-0.1"], ["--fake-label", "1"],
      ["--fake-label", "0.9"], ["--smoothing", "1"], ["--smoothing", "-0.1"],
      ["--smoothing", "0.25", "--real-label", "0.9"], ["--smoothing-style", "slim"],
      ["--smoothing", "0.2", "--smoothing-style", "double"], ["--fake-mean", "2"],
      ["--fake-mean", "nan", "--recipe", "optimum"], ["--discriminator-pace", "-1"],
      ["--dataset", "mnist"], ["--dataset", "folder", "--recipe", "digits"], ["--data", "here"],
      ["--batch-size", "30000", "--recipe", "digits"], ["--preset", "huge"], ["--steps", "0"],
    ])
  func usage(arguments: [String]) throws {
    let scratch = try TemporaryFolder()
    let out = scratch.url.appendingPathComponent("out").path
    let run = try Command(starting: "label-smoothing", arguments + ["--out", out])
    run.wait()
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(arguments[0]), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test("--help gives every option")
  func help() throws {
    let run = try Command("label-smoothing", "--help")
    #expect(run.status == 0)
    for option in [
      "--recipe", "--real-label", "--fake-label", "--smoothing", "--smoothing-style",
      "--fake-mean", "--discriminator-pace", "--dataset", "--data", "--preset", "--resume",
    ] {
      #expect(run.output.contains(option), "\(option)")
    }
  }
}
