import Foundation
@testable import Runs
import TestSupport
import Testing

/// A run that is stopped, in whatever way, and continued ends as the unbroken one: the same digest,
/// the same log, the same pictures.
@Suite("Chapter 1: stopping and going on", .serialized)
struct ResumeTests {
  private static let arguments = [
    "--steps", "3000", "--checkpoint-every", "100", "--init", "glorot", "--recipe", "published",
    "--quiet",
  ]
  private static let compared = [
    "metrics.csv", "training.svg", "w1.svg", "losses.svg", "discriminator.svg", "map.svg",
    "trap.svg", "generator.safetensors", "checkpoint.safetensors",
  ]

  private func start(_ folder: TemporaryFolder, _ more: String...) throws -> Command {
    try Command(starting: "toy-gan", ResumeTests.arguments + ["--out", folder.path] + more)
  }

  private func finish(_ folder: TemporaryFolder, _ more: String...) throws -> Command {
    let command = try Command(
      starting: "toy-gan", ResumeTests.arguments + ["--out", folder.path] + more)
    command.wait()
    return command
  }

  private func unbroken() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    #expect(try finish(folder).status == 0)
    return folder
  }

  private func expectEqual(_ folder: TemporaryFolder, _ whole: TemporaryFolder) throws {
    for name in ResumeTests.compared {
      #expect(try folder.contents(name) == whole.contents(name), "\(name) differs")
    }
    let summaries = try [folder, whole].map {
      try JSONDecoder().decode(Summary.self, from: $0.contents("summary.json"))
    }
    #expect(summaries[0].digest == summaries[1].digest)
  }

  /// Waits until the run has a checkpoint to go on from.
  private func waitForCheckpoint(_ folder: TemporaryFolder, _ command: Command) throws {
    let file = folder.file(Checkpoint.name).path
    let deadline = Date().addingTimeInterval(60)
    while !FileManager.default.fileExists(atPath: file) {
      try #require(command.isRunning && Date() < deadline, "no checkpoint appeared: \(command)")
      usleep(2_000)
    }
  }

  @Test("Ctrl-C and kill end with 75, a checkpoint and the words how to go on")
  func signals() throws {
    let whole = try unbroken()
    for signal in [SIGINT, SIGTERM] {
      let folder = try TemporaryFolder()
      // With a checkpoint at each step the signal comes during one, more likely than not.
      let stopped = try start(folder, "--checkpoint-every", "1")
      try waitForCheckpoint(folder, stopped)
      stopped.send(signal)
      stopped.wait()
      #expect(stopped.status == 75, "\(stopped)")
      #expect(stopped.errors.contains("--resume"))
      #expect(!FileManager.default.fileExists(atPath: folder.file("summary.json").path))
      #expect(try finish(folder, "--resume").status == 0)
      try expectEqual(folder, whole)
    }
  }

  @Test("kill -9, three times over, loses nothing but time")
  func killed() throws {
    let whole = try unbroken()
    let folder = try TemporaryFolder()
    for round in 0..<3 {
      let command = round == 0 ? try start(folder) : try start(folder, "--resume")
      try waitForCheckpoint(folder, command)
      usleep(60_000)
      command.send(SIGKILL)
      command.wait()
    }
    try Data("half a file".utf8).write(to: folder.file(".unfinished-1.part"))
    #expect(try finish(folder, "--resume").status == 0)
    try expectEqual(folder, whole)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".part") })
  }

  @Test("Adam's means, its count of updates and the averaged parameters go on as well")
  func reliable() throws {
    let arguments = ["--steps", "1500", "--checkpoint-every", "50", "--quiet"]
    let (whole, folder) = (try TemporaryFolder(), try TemporaryFolder())
    for (target, more) in [(whole, []), (folder, ["stop"]), (folder, ["--resume"])] {
      let stops = more == ["stop"]
      let command = try Command(
        starting: "toy-gan", arguments + ["--out", target.path] + (stops ? [] : more))
      if stops {
        try waitForCheckpoint(target, command)
        command.send(SIGTERM)
      }
      command.wait()
      #expect(command.status == (stops ? 75 : 0), "\(command)")
    }
    try expectEqual(folder, whole)
  }

  @Test("a finished run can be resumed, and is written again as it was")
  func finished() throws {
    let whole = try unbroken()
    let before = try ResumeTests.compared.map { try whole.contents($0) }
    #expect(try finish(whole, "--resume").status == 0)
    #expect(try ResumeTests.compared.map { try whole.contents($0) } == before)
  }

  @Test("a damaged checkpoint is passed over for the one before, and the run ends the same")
  func damaged() throws {
    let whole = try unbroken()
    let folder = try TemporaryFolder()
    let stopped = try start(folder)
    try waitForCheckpoint(folder, stopped)
    usleep(100_000)
    stopped.send(SIGTERM)
    stopped.wait()
    var bytes = try folder.contents(Checkpoint.name)
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: folder.file(Checkpoint.name))
    let resumed = try finish(folder, "--resume")
    #expect(resumed.status == 0, "\(resumed)")
    #expect(resumed.errors.contains(Checkpoint.name))
    try expectEqual(folder, whole)
  }

  @Test("an events file that is cut in the middle has no gap and no double after a resume")
  func events() throws {
    let folder = try TemporaryFolder()
    let stopped = try start(folder)
    try waitForCheckpoint(folder, stopped)
    stopped.send(SIGTERM)
    stopped.wait()
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder.path).first {
        $0.hasPrefix("events.out.tfevents.")
      })
    let bytes = try folder.contents(name)
    try bytes.prefix(bytes.count * 2 / 3 + 1).write(to: folder.file(name))
    #expect(try finish(folder, "--resume").status == 0)
    let losses = try eventSteps(folder.contents(name), tag: "discriminator_loss")
    #expect(losses.sorted() == (1...500).map { $0 * 6 })
  }

  /// The steps at which a tag has an event.
  private func eventSteps(_ file: Data, tag: String) throws -> [Int] {
    EventOutline.all(in: file).filter { $0.tags.contains(tag) }.map(\.step)
  }

  @Test(
    "a checkpoint of another run is refused with what differs",
    arguments: [["--seed", "2"], ["--hidden", "7"], ["--steps", "4000"], ["--real-mean", "0"]])
  func otherRun(_ change: [String]) throws {
    let folder = try TemporaryFolder()
    #expect(try finish(folder, "--steps", "100").status == 0)
    let before = try folder.contents(Checkpoint.name)
    let other = try Command(
      starting: "toy-gan",
      ResumeTests.arguments + ["--steps", "100", "--out", folder.path, "--resume"] + change)
    other.wait()
    #expect(other.status == 65, "\(other)")
    #expect(other.errors.contains("another run"))
    #expect(try folder.contents(Checkpoint.name) == before)
  }

  @Test("--resume without a checkpoint ends with 66 and says what to do")
  func nothingThere() throws {
    let folder = try TemporaryFolder()
    let command = try finish(folder, "--resume")
    #expect(command.status == 66)
    #expect(command.errors.contains("leave out --resume"))
  }
}
