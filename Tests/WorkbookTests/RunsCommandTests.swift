import Foundation
import Runs
import TestSupport
import Testing
import Weaving

@testable import workbook

@Suite("workbook runs")
struct RunsCommandTests {
  /// Three runs of one chapter and one of another; beside them what a folder of runs may come to hold.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for seed: UInt64 in [1, 2, 10] {
      try RunsFixture.put(
        RunsFixture.summary(seed: seed, metrics: ["w1": Float(seed) / 10]), in: folder.url,
        "toy-gan-reliable-lesson-seed\(seed)")
    }
    try RunsFixture.put(
      RunsFixture.summary(chapter: "wgan", settings: nil), in: folder.url, "deep/<wgan> & co")
    func put(_ text: String, _ path: String) throws {
      let file = folder.file(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try put("{\"chapter\": \"toy-gan\", \"rec", "cut/summary.json")
    try put("{\"name\": \"npm\"}", "foreign/summary.json")
    try put("[1, 2]", "list/summary.json")
    try put("photos", "photos/summer/1.txt")
    try put("step\n", "unfinished/metrics.csv")
    return folder
  }

  @Test("it lists runs with what differs, their metrics, digest and time, and names what is none")
  func lists() throws {
    let folder = try folder()
    let command = try Command("workbook", "runs", folder.path)
    try #require(command.status == 0, "\(command)")
    for words in [
      "toy-gan: 3 runs, which differ in seed", "toy-gan-reliable-lesson-seed2 ", "seed 10",
      "w1 0.200",
      "digest 0000000000000020", "1 min 00 s", "wgan: 1 run\n",
    ] { #expect(command.output.contains(words), "\(words) in \(command)") }
    // The same in all: not said of each.
    #expect(!command.output.contains("hidden"))
    let order = ["seed1 ", "seed2 ", "seed10"].compactMap { command.output.firstRange(of: $0) }
    #expect(order.count == 3 && order[0].lowerBound < order[1].lowerBound)
    #expect(order[1].lowerBound < order[2].lowerBound)
    for (name, why) in [
      ("cut", "cut off or damaged"), ("foreign", "no run's: it has no chapter"),
      ("list", "no run's"), ("photos", "no run is here"), ("unfinished", "is not finished"),
    ] {
      let line = command.errors.split(separator: "\n").first { $0.contains("/\(name): ") }
      #expect(line?.contains(why) == true, "\(name): \(command)")
    }
    #expect(command.errors.split(separator: "\n").count == 5)
  }

  @Test("--where chooses; a mistake in it ends with 64 and its place")
  func conditions() throws {
    let folder = try folder()
    let few = try Command("workbook", "runs", folder.path, "--where", "w1 < 0.5 and seed != 1")
    #expect(few.status == 0 && few.output.contains("seed2") && !few.output.contains("seed10"))
    let page = try String(decoding: folder.contents("index.html"), as: UTF8.self)
    #expect(page.contains("1 of 4 runs, those with <code>w1 &lt; 0.5 and seed != 1</code>"))
    for (text, place) in [("w1 <", 5), ("legble < 1", 1)] {
      let wrong = try Command("workbook", "runs", folder.path, "--where", text)
      #expect(wrong.status == 64, "\(wrong)")
      #expect(wrong.errors.contains("character \(place):"), "\(wrong)")
    }
    let none = try Command("workbook", "runs", folder.path, "--where", "w1 > 7")
    #expect(none.status == 0 && none.output.contains("of 4 runs none has w1 > 7"), "\(none)")
  }

  @Test("--json prints the runs with their whole summaries, and nothing else")
  func json() throws {
    let folder = try folder()
    let command = try Command("workbook", "runs", folder.path + "/", "--json")
    struct Listing: Decodable {
      struct Entry: Decodable {
        let folder: String
        let minutes: Float
        let differing: [String: String]
        let summary: Summary
      }
      struct Other: Decodable { let folder, why: String }
      let runs: [Entry]
      let passedOver: [Other]
    }
    let listing = try JSONDecoder().decode(Listing.self, from: command.bytes)
    #expect(listing.runs.count == 4 && listing.passedOver.count == 5)
    let last = try #require(listing.runs.first { $0.summary.seed == 10 })
    #expect(last.differing == ["seed": "10"] && last.minutes == 1)
    #expect(last.summary.settings?["hidden"] == "16")
    #expect(last.folder == folder.path + "/toy-gan-reliable-lesson-seed10")
  }

  @Test("the page loads nothing from elsewhere, and every link and picture is there")
  func page() throws {
    let folder = try folder()
    #expect(try Command("workbook", "runs", folder.path).status == 0)
    let page = try String(decoding: folder.contents("index.html"), as: UTF8.self)
    let targets = page.matches(of: /(?:src|href)="([^"#][^"]*)"/).map { String($0.1) }
    #expect(targets.contains("deep/%3Cwgan%3E%20%26%20co/training.svg"))
    #expect(targets.contains("toy-gan-reliable-lesson-seed1/report.html"))
    for target in targets {
      let path = folder.file(try #require(target.removingPercentEncoding)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(target)")
    }
    #expect(!page.contains("<wgan>") && page.contains("default-src 'none'"))
    // The one address is a name of SVG's.
    #expect(page.replacing("http://www.w3.org/2000/svg", with: "").firstRange(of: "://") == nil)
    // A slider over the seeds; curves of three runs, each to be hidden by its number.
    #expect(page.contains("<p class=\"slider\" hidden><span>1</span>"))
    #expect(page.contains("max=\"2\" value=\"0\" aria-label=\"seed\""))
    for series in 0...2 { #expect(page.contains("data-series=\"\(series)\"")) }
    #expect(page.components(separatedBy: "<figure class=\"curve\">").count == 1 + 2 + 2)
    #expect(page.contains("<code>cut</code>: summary.json is cut off or damaged"))
  }

  @Test("real runs: the same command twice gets a number, and the second report leads to the first")
  func numbered() throws {
    let folder = try TemporaryFolder()
    func type(_ name: String, _ words: String...) throws -> Command {
      let command = try Command(
        "/bin/sh",
        [
          "-c", "cd \"$0\" && exec \"$@\"", folder.path,
          Command.products.appendingPathComponent(name).path,
        ] + words)
      command.wait()
      return command
    }
    for _ in 1...2 {
      let run = try type("toy-gan", "--preset", "quick", "--steps", "8", "--quiet")
      #expect(run.status == 0 && run.output == "", "\(run)")
    }
    let other = try type("toy-gan", "--preset", "quick", "--steps", "8", "--hidden", "6")
    #expect(other.status == 0, "\(other)")
    let name = "toy-gan-reliable-quick-seed1-steps8"
    let third = try type("toy-gan", "--preset", "quick", "--steps", "8", "--quiet")
    #expect(third.errors.contains("a finished run is here, so this one goes to Runs/\(name)-3/"))
    let report = try String(decoding: folder.contents("Runs/\(name)-2/report.html"), as: UTF8.self)
    #expect(report.contains("<a href=\"../\(name)/report.html\">\(name)</a>: the same settings"))
    let list = try type("workbook", "runs", "--where", "steps = 8 and hidden = 6")
    #expect(list.status == 0 && list.output.contains("toy-gan: 1 run\n"), "\(list)")
    #expect(list.output.contains("seed1-hidden6-steps8"), "\(list)")
    let out = try type("toy-gan", "--steps", "8", "--quiet", "--out", "Runs/\(name)")
    #expect(out.status == 73 && out.errors.contains("--overwrite"), "\(out)")
  }

  @Test("no folder is not found, an empty one says what to type")
  func empty() throws {
    let folder = try TemporaryFolder()
    let missing = try Command("workbook", "runs", folder.file("none").path)
    #expect(missing.status == 66 && missing.errors.contains("no such folder"), "\(missing)")
    let empty = try Command("workbook", "runs", folder.path)
    #expect(empty.status == 0 && empty.output.contains("swift run toy-gan"), "\(empty)")
  }

  @Test(
    "runs that differ in one thing make a slider, in the order of its values; equal runs stand once"
  )
  func series() throws {
    let folder = try TemporaryFolder()
    for (name, seed, hidden) in [
      ("a", 10, "16"), ("b", 9, "16"), ("c", 9, "6"), ("again", 9, "6"), ("d", 3, "2"),
    ] {
      try RunsFixture.put(
        RunsFixture.summary(seed: UInt64(seed), settings: ["hidden": hidden]), in: folder.url, name)
    }
    let group = RunGroup.all(of: try FoundRuns(in: folder.url).runs)[0]
    #expect(group.differing == ["seed", "hidden"])
    let series = group.series
    #expect(series.map(\.trait) == ["seed", "hidden"])
    #expect(series.map(\.values) == [["9", "10"], ["6", "16"]])
    #expect(series[1].runs.map(\.path) == ["again", "b"])
  }

  @Test("curves are read line by line, and a line that is cut is left out")
  func curves() {
    let curves = Curves(csv: "step,w1,lossD\n1,0.5,\n2,nan,1\n3,0.25,0.9\n4,0.1")
    #expect(curves.names == ["w1", "lossD"])
    #expect(curves["w1"].map(\.step) == [1, 3] && curves["w1"].map(\.value) == [0.5, 0.25])
    #expect(curves["lossD"].map(\.step) == [2, 3] && curves["ks"].isEmpty)
    for text in ["", "w1\n1\n", "step,a,a\n1,2,3\n"] { #expect(Curves(csv: text).names.isEmpty) }
  }
}
