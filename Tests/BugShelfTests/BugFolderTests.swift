import Classroom
import Foundation
import TestSupport
import Testing

@testable import BugShelf

/// The commands as they are typed, and what they leave.
@Suite struct BugFolderTests {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func workbook(_ arguments: String...) throws -> Command {
    let command = try Command(starting: "workbook", arguments + ["--work", scratch.path])
    command.wait()
    return command
  }

  @Test("no file of a run names the mistake", arguments: Shelf.bugs)
  func silent(_ bug: BugShelf.Bug) throws {
    let out = scratch.file("run")
    try bug.run(out: out.path, quiet: true)
    let names = try FileManager.default.contentsOfDirectory(atPath: out.path)
    #expect(
      ["metrics.csv", "summary.json", "report.html", "losses.svg", "moves.svg"].allSatisfy {
        names.contains($0)
      }, "\(names)")
    #expect(names.contains("samples.svg") || names.contains("samples.png"))
    let charts = try names.filter { $0.hasSuffix(".svg") }.map { name in
      let text = String(
        decoding: try Data(contentsOf: out.appendingPathComponent(name)), as: UTF8.self)
      return text.matches(of: /<path [^>]*d="([^"]*)"/).map { String($0.1) }
    }
    #expect(Set(charts).count == charts.count, "two charts show the same: \(names)")
    for name in names {
      #expect(!name.contains(bug.fault.rawValue))
      let text = String(
        decoding: try Data(contentsOf: out.appendingPathComponent(name)), as: UTF8.self)
      for word in [bug.fault.rawValue, "\(bug.fault)", bug.fault.sentence, bug.wrong] {
        #expect(!text.contains(word), "\(name) has \"\(word)\"")
      }
    }
  }

  @Test("list, run, a wrong diagnosis, the right one, the repair")
  func route() throws {
    let bug = try #require(Shelf.bugs.first { $0.fault == .labelsSwapped })
    let number = "\(bug.number)"
    let out = scratch.file("folder").path
    let list = try workbook("bug")
    #expect(list.status == 0 && Shelf.bugs.allSatisfy { list.output.contains($0.report) })
    #expect(!list.output.contains("✓") && !list.output.contains(bug.fault.rawValue))

    let run = try workbook("bug", number, "--out", out)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains(bug.report) && run.output.contains(bug.look))
    #expect(!run.output.contains(bug.fault.rawValue))
    #expect(try workbook("bug", number, "--repaired", "--out", out).status == 1)

    let wrong = try workbook("diagnose", number, "--answer", "missing-detach")
    #expect(wrong.status == 1 && wrong.output.contains("is not missing-detach"), "\(wrong)")
    let right = try workbook("diagnose", number, "--answer", bug.fault.rawValue)
    #expect(right.status == 0 && right.output.contains("✓ bug \(number)"), "\(right)")

    let after = try workbook("bug").output
    #expect(after.contains("✓  \(number)") && after.contains("\(bug.fault.rawValue), 2 tries"))
    let repaired = try workbook("bug", number, "--repaired", "--out", out)
    #expect(repaired.status == 0 && FileManager.default.fileExists(atPath: out + "/report.html"))
    // Nobody complains of a game that is repaired.
    let page = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: out + "/report.html")), as: UTF8.self)
    for text in [repaired.output, page] {
      #expect(!text.contains(bug.report) && !text.contains(bug.look))
      #expect(text.contains("with the line as it should be"))
    }
    // The hints speak of the pictures by their names.
    #expect(page.contains("<figcaption>answers.svg</figcaption>"))
  }

  @Test("the help names the folder that a run writes")
  func folder() throws {
    let help = try Command("workbook", "bug", "--help").output
    let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("Runs/bug-07, or Runs/bug-07-repaired, for case 7"))
    let bug = try #require(Shelf.bug(7))
    #expect(bug.folder(repaired: false) == "Runs/bug-07")
    #expect(bug.folder(repaired: true) == "Runs/bug-07-repaired")
  }

  @Test("the names are listed, and with a case those that fit its game")
  func names() throws {
    let all = try workbook("diagnose", "--list").output
    #expect(Fault.allCases.allSatisfy { all.contains($0.rawValue) && all.contains($0.sentence) })
    let bug = try #require(Shelf.bugs.first { $0.fault == .clipBeforeUpdate })
    let some = try workbook("diagnose", "\(bug.number)", "--list").output
    #expect(some.contains("clip-gradients") && !some.contains("pixel-range"))
  }

  @Test(
    "what is asked wrongly is told in one line",
    arguments: [
      (["bug", "99"], Int32(66), "99: there is no such bug; they go from 1 to"),
      (["bug", "--repaired"], 64, "--repaired: name a case, such as 7"),
      (["diagnose", "7"], 64, "name a case and a mistake"),
      (["diagnose", "7", "--answer", "ghosts"], 64, "--answer ghosts: there is no such name"),
    ])
  func usage(_ arguments: [String], status: Int32, message: String) throws {
    let command = try Command(starting: "workbook", arguments + ["--work", scratch.path])
    command.wait()
    #expect(command.status == status, "\(command)")
    #expect(command.errors.contains(message), "\(command)")
  }

  @Test("notes count the tries up to the right one, and survive")
  func notes() throws {
    var notes = BugNotes()
    let date = Date(timeIntervalSince1970: 0)
    notes.note(3, isRight: false, at: date)
    notes.note(3, isRight: true, at: date)
    notes.note(3, isRight: false, at: date)
    #expect(notes.tries == [3: 2] && notes.solved == [3: date])
    let folder = WorkFolder(scratch.url)
    try folder.change { $0 = notes }
    #expect(try folder.bugNotes() == notes)
    try Data("{".utf8).write(to: scratch.file("bugs.json"))
    #expect(throws: ClassroomError.self) { try folder.bugNotes() }
  }
}
