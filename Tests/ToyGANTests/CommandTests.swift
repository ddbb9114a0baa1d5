import Foundation
import Runs
import TestSupport
import Testing

/// The command as a student types it: what it writes, and how it ends when something is wrong.
@Suite("Chapter 1: the command toy-gan")
struct CommandTests {
  @Test("a run writes its folder, and the same digest whatever the threads")
  func folder() throws {
    let scratch = try TemporaryFolder()
    var digests: Set<String> = []
    for threads in ["1", "2"] {
      let out = scratch.url.appendingPathComponent(threads)
      let run = try Command(
        "toy-gan", "--steps", "60", "--threads", threads, "--out", out.path, "--quiet")
      #expect(run.status == 0)
      #expect(run.output.isEmpty && run.errors.isEmpty, "\(run)")
      let files = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
        .filter { !$0.hasPrefix("events.out.tfevents.") && !$0.contains("previous") }
      #expect(
        files == [
          ".lock", "checkpoint.safetensors", "discriminator.svg", "generator.safetensors",
          "losses.svg", "map.svg", "metrics.csv", "report.html", "summary.json",
          "training.svg", "trap.svg", "w1.svg",
        ])
      let summary = try JSONDecoder().decode(
        Summary.self, from: Data(contentsOf: out.appendingPathComponent("summary.json")))
      #expect(summary.steps == 60 && summary.seed == 1 && summary.dataset == "N(−1, 1)")
      #expect(summary.parameters == ["generator": 321, "discriminator": 353])
      digests.insert(summary.digest)
    }
    #expect(digests.count == 1)
  }

  @Test("--json prints the summary and nothing else; every number in it is finite")
  func json() throws {
    let scratch = try TemporaryFolder()
    let run = try Command("toy-gan", "--steps", "20", "--json", "--out", scratch.path)
    #expect(run.status == 0 && run.errors.isEmpty)
    let summary = try JSONDecoder().decode(Summary.self, from: Data(run.output.utf8))
    #expect(
      Set(summary.metrics.keys) == ["w1", "ks", "mean", "std", "js", "dReal", "dFake"])
    #expect(!run.output.lowercased().contains("nan"))
  }

  @Test("without --quiet the run says what it will do, how long that takes and where to look")
  func talk() throws {
    let scratch = try TemporaryFolder()
    let run = try Command("toy-gan", "--steps", "20", "--out", scratch.path)
    #expect(run.output.contains("20 steps of 200 samples from N(−1, 1)"))
    #expect(run.output.contains("about "))
    #expect(run.output.contains("the pictures are in"))
    #expect(run.errors.contains("step 20 of 20"))
  }

  @Test("another real distribution is used and named")
  func mixture() throws {
    let scratch = try TemporaryFolder()
    let run = try Command(
      "toy-gan", "--steps", "20", "--mixture", "0.5:-2:0.4,0.5:2:0.4", "--out", scratch.path)
    #expect(run.status == 0)
    #expect(run.output.contains("0.5 N(−2, 0.4) + 0.5 N(2, 0.4)"))
  }

  @Test(
    "wrong usage ends with 64 and names the option",
    arguments: [
      (["--preset", "huge"], "--preset"), (["--seed", "-1"], "--seed"),
      (["--steps", "0"], "--steps 0"), (["--batch-size", "1"], "--batch-size 1"),
      (["--threads", "0"], "--threads 0"), (["--recipe", "best"], "--recipe"),
      (["--init", "big"], "--init"), (["--hidden", "0"], "--hidden 0"),
      (["--penalty", "nan"], "--penalty nan"), (["--real-std", "0"], "--real-std 0"),
      (["--real-std", "-1"], "--real-std"),
      (["--real-mean", "1e30"], "--real-mean"), (["--real-std", "1e9"], "--real-std"),
      (["--mixture", "0.5:-2"], "--mixture"),
      (["--unknown"], "--unknown"),
    ])
  func usage(arguments: [String], named: String) throws {
    let scratch = try TemporaryFolder()
    // A mistake in an option is found before anything is written.
    let run = try Command(
      "toy-gan", arguments.first ?? "", arguments.dropFirst().first ?? "--quiet", "--out",
      scratch.url.appendingPathComponent("out").path)
    #expect(run.status == 64, "\(run)")
    #expect(run.errors.contains(named), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("out").path))
  }

  @Test("a folder that cannot be made or written ends with 73 and names it")
  func unwritable() throws {
    let scratch = try TemporaryFolder()
    let file = scratch.url.appendingPathComponent("file")
    try Data("text".utf8).write(to: file)
    for out in [file.path, file.appendingPathComponent("below").path, "/proc/nowhere"] {
      let run = try Command("toy-gan", "--steps", "5", "--out", out)
      #expect(run.status == 73, "\(run)")
      #expect(run.errors.contains(out))
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == "text")
  }

  @Test("--help gives every option with its default")
  func help() throws {
    let run = try Command("toy-gan", "--help")
    #expect(run.status == 0)
    for option in ["--preset", "--recipe", "--seed", "--steps", "--batch-size", "--out"] {
      #expect(run.output.contains(option))
    }
  }
}
