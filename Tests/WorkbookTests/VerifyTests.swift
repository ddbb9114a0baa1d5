import Foundation
import TestSupport
import Testing

@testable import workbook

/// The command as it is typed, in a folder with a copy of chapter 1's record.
@Suite("workbook verify: the command")
struct VerifyTests {
  /// A place with `Figures/01-toy-gan/`.
  private struct Place {
    let folder: TemporaryFolder
    let chapter: String

    init(chapter name: String = "01-toy-gan") throws {
      folder = try TemporaryFolder()
      chapter = "Figures/\(name)"
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      try FileManager.default.createDirectory(
        at: folder.file("Figures"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: root.appendingPathComponent(chapter), to: folder.file(chapter))
      // What is recorded of each chapter.
      try FileManager.default.createSymbolicLink(
        at: folder.file("Chapters"), withDestinationURL: root.appendingPathComponent("Chapters"))
    }

    var page: URL { folder.file("Runs/verify/index.html") }

    /// Without a data set that this machine may have.
    func verify(_ arguments: String..., by workbook: String? = nil) throws -> Command {
      let built = Command.products.appendingPathComponent("workbook").path
      let command = try Command(
        "/bin/sh",
        [
          "-c", "cd \"$0\" && unset WORKBOOK_DATA && exec \"$@\"", folder.path,
          workbook ?? built, "verify",
        ] + arguments)
      command.wait()
      return command
    }

    /// Changes the record, by hand or as `workbook record` would have left it.
    func editRuns(sealed: Bool, _ change: (inout [String: Record.Run]) -> Void) throws {
      let file = folder.file("\(chapter)/record.json")
      var record = try JSONDecoder().decode(Record.self, from: Data(contentsOf: file))
      change(&record.runs)
      if sealed { record.runs = record.runs.mapValues(\.sealed) }
      try JSONEncoder().encode(record).write(to: file)
    }
  }

  @Test("the quick runs of chapter 1 come out as they are recorded")
  func passes() throws {
    let place = try Place()
    let command = try place.verify("toy-gan", "--preset", "quick")
    #expect(command.status == 0, "\(command)")
    #expect(command.errors.isEmpty)
    #expect(command.output.contains("01-toy-gan: quick.published"))
    #expect(command.output.contains("all as recorded"))
    #expect(!FileManager.default.fileExists(atPath: place.page.path))
  }

  @Test("a record that says something else: status 1, and a page that names it")
  func doctored() throws {
    let place = try Place()
    try place.editRuns(sealed: true) { runs in
      runs["quick"]?.values["w1"] = [0.5]
      runs["quick"]?.pictures?["w1.svg"] = "0000000000000000"
    }
    let command = try place.verify("01-toy-gan", "--run", "quick")
    #expect(command.status == 1, "\(command)")
    #expect(command.output.contains("2 differences in 1 of 1 run"))
    #expect(command.output.contains("side by side: Runs/verify/index.html"))
    let page = try String(contentsOf: place.page, encoding: .utf8)
    #expect(page.contains("<th scope=\"row\">w1</th><td>0.5</td>"))
    #expect(page.contains("src=\"pictures/1-2-came-out.svg\""))
    #expect(
      FileManager.default.fileExists(
        atPath: place.folder.file("Runs/verify/pictures/1-2-came-out.svg").path))
    // What is right again leaves no page of what was wrong.
    let other = try place.verify("toy-gan", "--run", "quick.published")
    #expect(other.status == 0, "\(other)")
    #expect(!FileManager.default.fileExists(atPath: place.page.path))
  }

  @Test("a chart that the chapter shows and that is no longer drawn so: both, side by side")
  func keptChart() throws {
    let place = try Place()
    let chart = place.folder.file("\(place.chapter)/w1.svg")
    let text = try String(contentsOf: chart, encoding: .utf8)
    try Data(text.replacing("</svg>", with: "<!-- -->\n</svg>").utf8).write(to: chart)
    let command = try place.verify("toy-gan", "--run", "lesson")
    #expect(command.status == 1, "\(command)")
    #expect(command.output.contains("1 difference in 1 of 1 run"))
    let page = try String(contentsOf: place.page, encoding: .utf8)
    #expect(page.contains("1-1-recorded.svg") && page.contains("1-1-came-out.svg"))
  }

  @Test("a run that nobody has recorded: 66, and the command that records it")
  func unrecorded() throws {
    let place = try Place()
    try place.editRuns(sealed: true) { $0["quick.published"] = nil }
    let command = try place.verify("toy-gan", "--preset", "quick")
    #expect(command.status == 66, "\(command)")
    #expect(
      command.errors.contains("`workbook record --chapter toy-gan --run quick.published`"))
    #expect(command.output.isEmpty, "before anything ran")
  }

  @Test("a record that was changed by hand: 65 before anything runs, and the command that mends it")
  func changedByHand() throws {
    let place = try Place()
    try place.editRuns(sealed: false) { $0["lesson"]?.values["w1"]?[3] = 9 }
    let command = try place.verify("toy-gan", "--preset", "quick")
    #expect(command.status == 65, "\(command)")
    #expect(command.errors.contains("Figures/01-toy-gan/record.json: lesson: it is not what was"))
    #expect(command.errors.contains("`workbook record --chapter toy-gan --run lesson`"))
    #expect(command.output.isEmpty, "before anything ran")
  }

  @Test("values without seeds, though nothing else has changed: status 1, and what to record")
  func stale() throws {
    let place = try Place()
    try place.editRuns(sealed: true) { runs in
      let values = runs["quick"]?.values
      runs["quick"]?.stale = values?.compactMapValues(Spread.init)
      runs["quick"]?.values = [:]
    }
    let command = try place.verify("toy-gan", "--run", "quick")
    #expect(command.status == 1, "\(command)")
    #expect(command.output.contains("stale, not equal"))
    #expect(
      command.output.contains(
        "stale: record it with `workbook record --chapter toy-gan --run quick`"))
  }

  @Test("a record that ends in the middle: 65, with its path")
  func truncated() throws {
    let place = try Place()
    let file = place.folder.file("\(place.chapter)/record.json")
    let whole = try Data(contentsOf: file)
    try whole.prefix(whole.count / 2).write(to: file)
    let command = try place.verify("toy-gan", "--preset", "quick")
    #expect(command.status == 65, "\(command)")
    #expect(command.errors.contains("Figures/01-toy-gan/record.json: no record"))
  }

  @Test("without MNIST, what is recorded with it is skipped, and nothing fails")
  func noDataset() throws {
    let place = try Place(chapter: "02-dense-gan")
    let command = try place.verify("dense-gan", "--run", "lesson.mnist")
    #expect(command.status == 0, "\(command)")
    #expect(command.output.contains("skipped: no MNIST"))
  }

  @Test("found by PATH, the workbook finds the chapters' commands beside itself")
  func byPath() throws {
    let place = try Place()
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    setenv("PATH", "\(Command.products.path):\(path)", 1)
    defer { setenv("PATH", path, 1) }
    let command = try place.verify("toy-gan", "--run", "quick", by: "workbook")
    #expect(command.status == 0, "\(command)")
  }

  @Test(
    "a chapter's command that fails, is stopped, is killed or is not there",
    arguments: [
      ("exit 70", 70, "`toy-gan --preset quick --seed 1` failed with status 70"),
      ("exit 66", 66, "failed with status 66"),
      ("exit 75", 75, "stopped while `toy-gan --preset quick --seed 1` ran"),
      ("kill -9 $$", 70, "`toy-gan --preset quick --seed 1` was killed by signal 9"),
      ("exit 0", 70, "wrote no summary.json"), (nil, 66, "toy-gan is not built"),
    ] as [(String?, Int32, String)])
  func failing(script: String?, status: Int32, message: String) throws {
    let place = try Place()
    let workbook = place.folder.file("workbook")
    try FileManager.default.copyItem(
      at: Command.products.appendingPathComponent("workbook"), to: workbook)
    if let script {
      let command = place.folder.file("toy-gan")
      try Data("#!/bin/sh\n\(script)\n".utf8).write(to: command)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: command.path)
    }
    let command = try place.verify("toy-gan", "--run", "quick", by: workbook.path)
    #expect(command.status == status, "\(command)")
    #expect(command.errors.contains(message), "\(command)")
  }

  @Test(
    "what is typed wrong: 64, with what would be right",
    arguments: [
      (["--run", "quick.publishd"], "quick.published"), (["toygan"], "toy-gan"),
      (["--preset", "papers"], "'quick', 'lesson' or 'paper'"), (["--seeds", "0"], "1 to 100"),
    ])
  func usage(arguments: [String], hint: String) throws {
    let workbook = try Command(
      starting: "workbook", ["verify"] + arguments)
    workbook.wait()
    #expect(workbook.status == 64, "\(workbook)")
    #expect(workbook.errors.contains(hint))
  }
}
