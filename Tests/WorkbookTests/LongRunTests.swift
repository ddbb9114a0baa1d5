import Foundation
import TestSupport
import Testing

@testable import workbook

/// The commands as they are typed, in a folder with a chapter of its own whose runs at full size take
/// seconds.
@Suite("Runs at full size: recorded, stopped, gone on with, verified", .serialized)
struct LongRunTests {
  fileprivate struct Place {
    let folder: TemporaryFolder

    init(steps: Int, more: String = "") throws {
      folder = try TemporaryFolder()
      try FileManager.default.createDirectory(
        at: folder.file("Chapters/01-toy-gan"), withIntermediateDirectories: true)
      let text = """
        {"command": "toy-gan", "sources": [], "runs": [
          {"name": "quick", "arguments": "--preset quick --steps 20", "seeds": 1, "preset": "quick"},
          {"name": "paper.short", "arguments": "--preset paper --steps \(steps)", "preset": "paper",
            "minutes": 7, "prefix": 50, "figures": ["w1.svg as paper-w1.svg"]\(more)}]}
        """
      try Data(text.utf8).write(to: folder.file("Chapters/01-toy-gan/recordings.json"))
    }

    func start(_ arguments: [String]) throws -> Command {
      try Command(
        "/bin/sh",
        [
          "-c", "cd \"$0\" && unset WORKBOOK_DATA && exec \"$@\"", folder.path,
          Command.products.appendingPathComponent("workbook").path,
        ] + arguments)
    }

    func run(_ arguments: String...) throws -> Command {
      let command = try start(arguments)
      command.wait()
      return command
    }

    var record: URL { folder.file("Figures/01-toy-gan/record.json") }
    var runFolder: URL { folder.file("Runs/paper/toy-gan-short-seed1") }

    func recorded() throws -> Record {
      try JSONDecoder().decode(Record.self, from: Data(contentsOf: record))
    }

    func edit(_ change: (inout Record.Run) -> Void) throws {
      var record = try recorded()
      var run = try #require(record.runs["paper.short"])
      change(&run)
      run.seal = nil
      record.runs["paper.short"] = run.sealed
      try JSONEncoder().encode(record).write(to: self.record)
    }
  }

  @Test("`workbook record` leaves them out; --paper says how long they take, and records them once")
  func recorded() throws {
    let place = try Place(steps: 400)
    let usual = try place.run("record")
    #expect(usual.status == 0, "\(usual)")
    #expect(try place.recorded().runs.keys.sorted() == ["quick"])
    let paper = try place.run("record", "--paper")
    #expect(paper.status == 0, "\(paper)")
    #expect(paper.output.hasPrefix("1 run at full size: about 7 min 00 s on two quiet cores\n"))
    let run = try #require(try place.recorded().runs["paper.short"])
    #expect(run.seeds == [1] && run.prefix?.step == 50 && run.digests["1"]?.count == 16)
    #expect(run.minutes?.count == 1)
    #expect(try #require(run.megabytes?.first) > 1)
    let curve = try #require(run.curves?["lossD"])
    #expect(curve.steps.first == 50 && curve.steps.last == 400)
    #expect(run.pictures?.keys.sorted() == ["paper-w1.svg"])
    // What is recorded is left as it is, unless it is named: then it is run anew.
    let again = try place.run("record", "--paper")
    #expect(again.output.hasPrefix("all runs at full size are recorded"), "\(again)")
    let named = try place.run("record", "--run", "paper.short")
    #expect(named.status == 0, "\(named)")
    #expect(!named.output.contains("goes on"))
  }

  @Test("killed in the middle and typed again, it goes on and ends with the same record")
  func killed() throws {
    let (whole, broken) = (try Place(steps: 12_000), try Place(steps: 12_000))
    #expect(try whole.run("record", "--paper").status == 0)
    let command = try broken.start(["record", "--paper"])
    let checkpoint = broken.runFolder.appendingPathComponent("checkpoint.safetensors").path
    var chapter: Int32?
    while command.isRunning, chapter == nil {
      usleep(20_000)
      if FileManager.default.fileExists(atPath: checkpoint) { chapter = broken.holder() }
    }
    // The workbook first: else it would tell that its run was killed.
    command.send(SIGKILL)
    kill(try #require(chapter), SIGKILL)
    command.wait()
    #expect(!FileManager.default.fileExists(atPath: broken.record.path))
    usleep(300_000)
    let second = try broken.run("record", "--paper")
    #expect(second.status == 0, "\(second)")
    #expect(second.output.contains("less what 1 of them have done before"), "\(second)")
    var (one, other) = (
      try #require(try whole.recorded().runs["paper.short"]),
      try #require(try broken.recorded().runs["paper.short"])
    )
    // All but what it took.
    (one.minutes, one.processorMinutes, one.megabytes) = (nil, nil, nil)
    (other.minutes, other.processorMinutes, other.megabytes) = (nil, nil, nil)
    #expect(one.content == other.content)
  }

  @Test("verify runs the first steps, and finds whatever of them is not as recorded")
  func verified() throws {
    let place = try Place(steps: 400)
    #expect(try place.run("record").status == 0)
    // Without a record of theirs the usual runs are verified alone.
    let usual = try place.run("verify", "--preset", "quick")
    #expect(usual.status == 0, "\(usual)")
    #expect(try place.run("verify").status == 0)
    #expect(try place.run("verify", "--preset", "paper").status == 66)
    #expect(try place.run("record", "--paper").status == 0)
    let sound = try place.run("verify", "--preset", "paper", "--verbose")
    #expect(sound.status == 0, "\(sound)")
    #expect(sound.output.contains("digest after step 50"))
    #expect(sound.output.contains("lossD at step 50"))

    let record = try Data(contentsOf: place.record)
    try place.edit { $0.prefix?.digest = "0000000000000000" }
    let other = try place.run("verify", "--preset", "paper")
    #expect(other.status == 1, "\(other)")
    #expect(other.output.contains("1 difference in 1 of 1 run"))
    try record.write(to: place.record)
    try place.edit { $0.curves?["lossD"]?.values[0] += 0.5 }
    let curve = try place.run("verify")
    #expect(curve.status == 1, "\(curve)")
    #expect(curve.output.contains("lossD at step 50"))
    try record.write(to: place.record)
    try Data("<svg></svg>".utf8).write(to: place.folder.file("Figures/01-toy-gan/paper-w1.svg"))
    let picture = try place.run("verify", "--run", "paper.short")
    #expect(picture.status == 1, "\(picture)")
    #expect(picture.output.contains("the chapter's own is not what was recorded"))
  }

  @Test("another command's checkpoint is not gone on with")
  func changed() throws {
    let place = try Place(steps: 400)
    #expect(try place.run("record", "--paper").status == 0)
    let other = try Place(steps: 500)
    try FileManager.default.removeItem(at: place.folder.file("Chapters"))
    try FileManager.default.copyItem(
      at: other.folder.file("Chapters"), to: place.folder.file("Chapters"))
    let command = try place.run("record", "--paper")
    #expect(command.status == 0, "\(command)")
    #expect(try place.recorded().runs["paper.short"]?.curves?["lossD"]?.steps.last == 500)
  }

  @Test("what lacks its data is named at the end, and the others are recorded")
  func noData() throws {
    let place = try Place(steps: 400)
    try FileManager.default.createDirectory(
      at: place.folder.file("Chapters/00-dcgan"), withIntermediateDirectories: true)
    let text = """
      {"command": "dcgan", "sources": [], "runs": [{"name": "paper.mine", "preset": "paper",
        "arguments": "--dataset folder --data Data/none"}]}
      """
    try Data(text.utf8).write(to: place.folder.file("Chapters/00-dcgan/recordings.json"))
    let command = try place.run("record", "--paper")
    #expect(command.status == 66, "\(command)")
    #expect(command.errors.contains("not recorded: 00-dcgan: paper.mine, no Data/none"))
    #expect(try place.recorded().runs.keys.sorted() == ["paper.short"])
  }

  @Test("a prefix that is longer than the run, and --paper with --run, are named")
  func wrong() throws {
    let short = try Place(steps: 40).run("record", "--paper")
    #expect(short.status == 70, "\(short)")
    #expect(short.errors.contains("digest-50.txt: not there; does the run have 50 steps"))
    let both = try Place(steps: 40).run("record", "--paper", "--run", "quick")
    #expect(both.status == 64, "\(both)")
  }
}

extension LongRunTests.Place {
  /// The process that has the run's folder: the one whose command line names this place is the shell's, so
  /// it is looked for by its working folder.
  fileprivate func holder() -> Int32? {
    let own = folder.url.resolvingSymlinksInPath().path
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.compactMap(Int32.init).first { number in
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
      let words = (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8)) ?? ""
      return link == own && words.contains("--digest-at")
    }
  }
}
