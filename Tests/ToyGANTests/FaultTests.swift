import Foundation
import Runs
import TestSupport
import Testing

@Suite("Chapter 1: faults while it runs", .serialized)
struct FaultTests {
  @Test("a second run into the same folder is refused, and the first goes on")
  func lock() throws {
    let folder = try TemporaryFolder()
    let first = try Command(
      starting: "toy-gan", ["--steps", "4000", "--quiet", "--out", folder.path])
    let deadline = Date().addingTimeInterval(30)
    while !FileManager.default.fileExists(atPath: folder.file(".lock").path), Date() < deadline {
      usleep(1_000)
    }
    usleep(20_000)
    let second = try Command("toy-gan", "--steps", "5", "--quiet", "--out", folder.path)
    #expect(second.status == 73, "\(second)")
    #expect(second.errors.contains("another run is writing here"))
    first.wait()
    #expect(first.status == 0, "\(first)")
    let third = try Command(
      "toy-gan", "--steps", "5", "--quiet", "--overwrite", "--out", folder.path)
    #expect(third.status == 0, "the lock goes with the process: \(third)")
  }

  @Test("a disk that is full ends with 73, and the last good checkpoint stays")
  func full() throws {
    let folder = try TemporaryFolder()
    let arguments = ["--recipe", "published", "--quiet", "--checkpoint-every", "200"]
    let good = try Command(
      starting: "toy-gan", arguments + ["--steps", "400", "--out", folder.path])
    good.wait()
    #expect(good.status == 0)
    let before = try folder.contents(Checkpoint.name)
    // No file may grow beyond 32 KiB: less than a checkpoint.
    let command = Command.products.appendingPathComponent("toy-gan").path
    let words = ([command] + arguments + ["--steps", "400", "--out", folder.path, "--resume"])
      .joined(separator: " ")
    let full = try Command("/bin/bash", ["-c", "ulimit -f 32; exec \(words)"])
    full.wait()
    #expect(full.status == 73, "\(full)")
    #expect(full.errors.contains(folder.url.lastPathComponent))
    #expect(try folder.contents(Checkpoint.name) == before)
    let again = try Command(
      starting: "toy-gan", arguments + ["--steps", "400", "--out", folder.path, "--resume"])
    again.wait()
    #expect(again.status == 0, "\(again)")
  }

  @Test("training that diverges stops with the step, the network and the tensor")
  func diverged() throws {
    let folder = try TemporaryFolder()
    let run = try Command(
      "toy-gan", "--recipe", "published", "--penalty", "1000000", "--quiet", "--out", folder.path)
    #expect(run.status == 70, "\(run)")
    #expect(run.errors.contains("step 1: training has diverged"))
    #expect(run.errors.contains("parameter 0 of the discriminator, of shape [1, 6]"))
    #expect(!FileManager.default.fileExists(atPath: folder.file(Checkpoint.name).path))
    #expect(FileManager.default.fileExists(atPath: folder.file("metrics.csv").path))
  }

  #if os(Linux)
    @Test("memory and open files stay flat over 20,000 steps")
    func bounded() throws {
      let folder = try TemporaryFolder()
      let run = try Command(
        starting: "toy-gan",
        [
          "--recipe", "published", "--steps", "20000", "--checkpoint-every", "250", "--quiet",
          "--out", folder.path,
        ])
      var resident: [Int] = []
      var files: [Int] = []
      while run.isRunning {
        if let pages = run.residentPages { resident.append(pages * 4096) }
        if let open = run.openFiles { files.append(open) }
        usleep(20_000)
      }
      #expect(run.status == 0)
      try #require(resident.count > 20)
      // After the first fifth everything that is kept has been made once. The log and the pictures'
      // numbers grow, by well under a megabyte.
      let early = resident[resident.count / 5]
      let late = resident[resident.count * 9 / 10]
      #expect(late - early < 4 << 20, "from \(early) to \(late) bytes")
      #expect((files.max() ?? 0) - (files[files.count / 5]) <= 2, "\(files)")
    }
  #endif
}
