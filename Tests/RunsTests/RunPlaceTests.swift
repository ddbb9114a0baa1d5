import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite("Where a run goes")
struct RunPlaceTests {
  /// A folder of runs, in which some are finished and some were stopped.
  private func runs(finished: [String] = [], stopped: [String] = []) throws -> TemporaryFolder {
    let runs = try TemporaryFolder()
    for (names, file) in [(finished, "summary.json"), (stopped, "checkpoint.safetensors")] {
      for name in names {
        let folder = runs.file(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appendingPathComponent(file))
      }
    }
    return runs
  }

  private func place(_ runs: TemporaryFolder, _ words: String...) throws -> RunPlace {
    RunPlace(named: "toy", try RunOptions.parse(words), in: runs.path)
  }

  @Test("a finished run stays, and the next gets a number, which is said")
  func numbers() throws {
    let fresh = try place(runs())
    #expect(fresh.folder.lastPathComponent == "toy" && fresh.note == nil)
    let second = try place(runs(finished: ["toy"]))
    #expect(second.folder.lastPathComponent == "toy-2")
    let note = try #require(second.note)
    #expect(note.contains("toy: a finished run is here") && note.contains("toy-2/"), "\(note)")
    #expect(note.contains("--overwrite"))
    #expect(
      try place(runs(finished: ["toy", "toy-2", "toy-4"])).folder.lastPathComponent == "toy-3")
  }

  @Test(
    "a folder that is named is not exchanged for another; --overwrite takes the one without a number"
  )
  func named() throws {
    let runs = try runs(finished: ["toy", "toy-2"])
    let out = try place(runs, "--out", runs.file("toy").path)
    #expect(out.folder.path == runs.file("toy").path && out.note == nil)
    #expect(try place(runs, "--overwrite").folder.lastPathComponent == "toy")
  }

  @Test("a run that was stopped is refused under its number, and --resume finds it there")
  func stopped() throws {
    let runs = try runs(finished: ["toy"], stopped: ["toy-2"])
    let next = try place(runs)
    #expect(next.folder.lastPathComponent == "toy-2")
    let failure = #expect(throws: RunFailure.self) {
      try Run.refuseToReplace(next, RunOptions.parse([]))
    }
    let words = try #require(failure?.description)
    #expect(failure?.status == .cannotWrite && words.contains("--resume"))
    // --overwrite alone would replace another run than this one.
    #expect(words.contains("--overwrite --out \(next.folder.relativePath)"), "\(words)")
    #expect(try place(runs, "--resume").folder.lastPathComponent == "toy-2")
  }

  @Test("with nothing that was stopped, --resume goes to the run that was finished last")
  func resumed() throws {
    #expect(try place(runs(), "--resume").folder.lastPathComponent == "toy")
    let two = try runs(finished: ["toy", "toy-2"])
    #expect(try place(two, "--resume").folder.lastPathComponent == "toy-2")
    #expect(try place(two, "--resume").note == nil)
  }
}
