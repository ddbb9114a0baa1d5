import Foundation
import Runs
import TestSupport
import Testing

/// How a run ends that somebody or something stops, and what it leaves.
@Suite("Chapter 1: how a run ends", .serialized)
struct EndingTests {
  /// Runs a line of the shell; `$T` is the command.
  private func shell(_ line: String, in folder: TemporaryFolder) throws -> Command {
    let tool = Command.products.appendingPathComponent("toy-gan").path
    let command = try Command(
      "/bin/bash", ["-c", "cd '\(folder.path)'; T='\(tool)'; \(line)"])
    command.wait()
    return command
  }

  private func files(_ folder: TemporaryFolder, _ name: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.file(name).path))
  }

  /// Starts a long run, stops it by a signal as soon as it has a checkpoint, and waits.
  private func stop(_ signal: Int32, _ folder: TemporaryFolder) throws -> Command {
    let command = try Command(
      starting: "toy-gan",
      ["--steps", "100000", "--checkpoint-every", "5", "--quiet", "--out", folder.path])
    let deadline = Date().addingTimeInterval(60)
    while !FileManager.default.fileExists(atPath: folder.file(Checkpoint.name).path) {
      try #require(command.isRunning && Date() < deadline, "no checkpoint appeared: \(command)")
      usleep(2_000)
    }
    command.send(signal)
    command.wait()
    return command
  }

  @Test(
    "whatever stops it, there is a checkpoint and status 75",
    arguments: [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU])
  func signals(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let command = try stop(signal, folder)
    #expect(command.status == 75, "\(command)")
    // A reader who has gone away hears nothing.
    #expect(command.errors.isEmpty == (signal == SIGPIPE), "\(command)")
    let checkpoint = try Checkpoint(contentsOf: folder.file(Checkpoint.name))
    #expect(checkpoint.step < 100_000)
    #expect(!FileManager.default.fileExists(atPath: folder.file("summary.json").path))
    // Only Ctrl-C comes from somebody who will look.
    let report = try? String(contentsOf: folder.file("report.html"), encoding: .utf8)
    #expect(
      report?.contains("Stopped after step \(checkpoint.step) of 100000")
        == (signal == SIGINT ? true : nil))
    #expect(
      FileManager.default.fileExists(atPath: folder.file("training.svg").path) == (signal == SIGINT)
    )
  }

  @Test("a run without a terminal, under nohup, outlives it")
  func nohup() throws {
    let folder = try TemporaryFolder()
    let command = try shell(
      "nohup \"$T\" --steps 3000 --quiet --out a & sleep 0.5; kill -HUP $!; wait $!", in: folder)
    #expect(command.status == 0, "\(command)")
  }

  @Test("a pipe that closes ends it quietly, with a checkpoint")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let command = try shell(
      "\"$T\" --steps 100000 --out a 2>&1 | head -1; exit ${PIPESTATUS[0]}", in: folder)
    #expect(command.status == 75, "\(command)")
    #expect(command.output.split(separator: "\n").count == 1 && command.errors.isEmpty)
    #expect(try files(folder, "a").contains(Checkpoint.name))
  }

  #if os(Linux)
    @Test("standard error that cannot be written changes nothing, and lost JSON is said")
    func full() throws {
      let folder = try TemporaryFolder()
      #expect(try shell("\"$T\" --steps 20 --out a 2> /dev/full", in: folder).status == 0)
      let lost = try shell("\"$T\" --steps 20 --json --out b > /dev/full", in: folder)
      #expect(lost.status == 73 && lost.errors.contains("standard output"), "\(lost)")
      #expect(try shell("\"$T\" --steps 20 --json --out c >&-", in: folder).status == 73)
    }
  #endif

  @Test("without standard streams nothing that is printed gets into the run's files")
  func closed() throws {
    let folder = try TemporaryFolder()
    #expect(try shell("\"$T\" --steps 20 --out a", in: folder).status == 0)
    let closed = try shell("\"$T\" --steps 20 --out b <&- >&- 2>&-", in: folder)
    #expect(closed.status == 0)
    #expect(try folder.contents("a/.lock") == folder.contents("b/.lock"))
    for name in try files(folder, "b") {
      #expect(try folder.contents("b/\(name)").range(of: Data("writing to".utf8)) == nil, "\(name)")
    }
  }

  @Test("a run with other options has a folder of its own, and the lesson a plain name")
  func names() throws {
    let folder = try TemporaryFolder()
    let command = try shell(
      "\"$T\" --preset quick --steps 5 --quiet && \"$T\" --steps 5 --hidden 3 --quiet", in: folder)
    #expect(command.status == 0, "\(command)")
    #expect(
      try files(folder, "Runs") == [
        "toy-gan-reliable-quick-seed1-steps5", "toy-gan-reliable-lesson-seed1-hidden3-steps5",
      ])
  }

  #if os(Linux)
    @Test("a run that needs more memory than there is says so, and which option asks for it")
    func memory() throws {
      let folder = try TemporaryFolder()
      let command = try shell(
        "ulimit -v 2000000; exec \"$T\" --hidden 4096 --batch-size=15000 --quiet --out a",
        in: folder)
      #expect(command.status == 64, "\(command)")
      #expect(command.errors.contains("out of memory"), "\(command)")
      #expect(command.errors.contains("a smaller --batch-size or --hidden"), "\(command)")
      #expect(command.errors.split(separator: "\n").count == 1)
    }
  #endif

  @Test("a processor that meets an instruction it does not have is told what to type")
  func processor() throws {
    let folder = try TemporaryFolder()
    let command = try stop(SIGILL, folder)
    #expect(command.status == 70, "\(command)")
    #expect(command.errors.contains("WORKBOOK_CPU=portable make"))
  }

  @Test("on a terminal that cannot redraw a line, progress writes no escapes")
  func dumb() throws {
    let folder = try TemporaryFolder()
    guard FileManager.default.fileExists(atPath: "/usr/bin/script") else { return }
    for (terminal, redraws) in [("dumb", false), ("xterm", true)] {
      let command = try shell(
        "TERM=\(terminal) script -qec \"$T --steps 60 --out \(terminal)\" /dev/null", in: folder)
      #expect(command.output.contains("step 60 of 60"), "\(command)")
      #expect(command.output.contains("\u{1B}[K") == redraws, "\(command)")
    }
  }
}
