import Foundation
import TestSupport
import Testing

@testable import Classroom

/// What is noted in the learner's folder: nothing of it is lost.
@Suite struct WorkFolderTests {
  let scratch: TemporaryFolder
  let folder: WorkFolder

  init() throws {
    scratch = try TemporaryFolder()
    folder = WorkFolder(scratch.url)
  }

  @Test("changes made at once are all kept")
  func atOnce() throws {
    let folder = folder
    DispatchQueue.concurrentPerform(iterations: 40) { index in
      try? folder.change { $0.hints["exercise \(index)"] = 1 }
    }
    #expect(try folder.progress().hints.count == 40)
  }

  @Test("hints that are asked for at once are counted each")
  func hintsAtOnce() throws {
    let commands = try ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"].map {
      try Command(starting: "workbook", ["hint", $0, "--work", scratch.path])
    }
    for command in commands { command.wait() }
    #expect(try folder.progress().hints.count == 6)
  }

  @Test("each variant has its own marks")
  func variants() {
    var progress = Progress()
    let date = Date(timeIntervalSince1970: 0)
    progress.solved["a"] = date
    progress.variant = "blue"
    #expect(progress.solved.isEmpty)
    progress.solved["b"] = date
    progress.variant = ""
    #expect(progress.solved == ["a": date])
    progress.variant = "blue"
    #expect(progress.solved == ["b": date])
  }

  @Test("progress that was noted before variants had marks of their own is read")
  func former() throws {
    let text = """
      {"variant": "blue", "hints": {"a": 2}, "solved": {"a": "1970-01-01T00:00:00Z"}}
      """
    try Data(text.utf8).write(to: scratch.file("progress.json"))
    var progress = try folder.progress()
    #expect(progress.solved == ["a": Date(timeIntervalSince1970: 0)] && progress.hints == ["a": 2])
    try folder.change { $0.variant = "" }
    progress = try folder.progress()
    #expect(progress.solved.isEmpty)
    progress.variant = "blue"
    #expect(progress.solved.count == 1)
  }

  @Test("`prove` knows no variant, and touches nobody's progress")
  func prove() throws {
    let command = try Command("workbook", "prove", "1.1", "--variant", "blue")
    #expect(command.status == 64)
  }
}
