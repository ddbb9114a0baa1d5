import Foundation
import Images
import TestSupport
import Testing

@testable import Runs
@testable import workbook

@Suite("workbook verify: what counts as equal")
struct ComparisonTests {
  /// Two seeds, two metrics, a chart and an image.
  static let summaries = [
    summary(seed: 1, ["w1": 0.25, "modesCovered": 8], digest: "4aaa80871ac91e9f"),
    summary(seed: 2, ["w1": 0.5, "modesCovered": 7], digest: "a553955a8cf4755d"),
  ]

  static let pictures: [String: Picture] = [
    "w1.svg": .chart("<svg>\n<path d=\"M0 1.5\"/>\n</svg>\n"),
    "samples.png": .image(
      Image(width: 3, height: 2, channels: .gray, pixels: [0, 10, 20, 30, 40, 50])),
  ]

  static let recorded = Record.Run(
    WorkbookChapter.Run(name: "lesson", arguments: ["--preset", "lesson"]), of: "toy-gan",
    seeds: [1, 2], summaries, pictures: pictures)

  static func summary(seed: UInt64, _ metrics: [String: Float], digest: String) -> Summary {
    Summary(
      chapter: "toy-gan", recipe: "reliable", preset: .lesson, seed: seed, dataset: "N(−1, 1)",
      steps: 5000, batchSize: 200, threads: 2, seconds: 2.6, stepsPerSecond: 1923,
      peakMemoryBytes: 28_600_000, losses: [:], metrics: metrics,
      parameters: ["generator": 321, "discriminator": 353], digest: digest)
  }

  /// What a run gives that changed in one respect.
  private func compare(
    _ recorded: Record.Run = recorded, seed: Int = 1, kept: [String: Picture]? = pictures,
    change: (inout Summary, inout [String: Picture]) -> Void = { _, _ in }
  ) -> Comparison {
    var (summary, drawn) = (Self.summaries[seed - 1], Self.pictures)
    change(&summary, &drawn)
    return Comparison(
      chapter: "01-toy-gan", run: "lesson", recorded: recorded, seed: UInt64(seed),
      summary: summary, pictures: drawn, kept: kept)
  }

  /// The one difference, as `name: verdict`.
  private func difference(_ comparison: Comparison) -> String {
    comparison.differences.map { "\($0.name): \($0.verdict)" }.joined(separator: "\n")
  }

  @Test("the same bits are equal, value by value, from either seed", arguments: [1, 2])
  func equal(seed: Int) {
    let comparison = compare(seed: seed)
    #expect(
      comparison.items.map(\.name) == ["digest", "modesCovered", "w1", "samples.png", "w1.svg"])
    #expect(comparison.items.allSatisfy { $0.verdict == .equal })
    #expect(comparison.command == "toy-gan --preset lesson --seed \(seed)")
  }

  @Test("one digit of the digest")
  func digest() {
    let comparison = compare { summary, _ in summary.digest = "4aaa80871ac91e9e" }
    #expect(difference(comparison) == "digest: differs: other parameters")
    #expect(comparison.differences.first?.recorded == "4aaa80871ac91e9f")
    #expect(comparison.differences.first?.cameOut == "4aaa80871ac91e9e")
  }

  @Test("one character of a chart is found, with its line")
  func chart() {
    let comparison = compare { _, pictures in
      pictures["w1.svg"] = .chart("<svg>\n<path d=\"M0 1.4\"/>\n</svg>\n")
    }
    #expect(
      difference(comparison)
        == #"w1.svg: differs: from line 2 on: “d="M0 1.5"/> </svg> ”, now “d="M0 1.4"/> </svg> ”"#)
  }

  @Test("one pixel that is off by one is found, and counted")
  func pixel() {
    let image = Image(width: 3, height: 2, channels: .gray, pixels: [0, 10, 20, 30, 41, 50])
    let comparison = compare { _, pictures in pictures["samples.png"] = .image(image) }
    #expect(
      difference(comparison) == "samples.png: differs: 1 of 6 pixels, by 1 of 255 at most")
  }

  @Test("an image of another shape with the same bytes is another image")
  func size() {
    let image = Image(width: 2, height: 3, channels: .gray, pixels: [0, 10, 20, 30, 40, 50])
    let comparison = compare { _, pictures in pictures["samples.png"] = .image(image) }
    #expect(difference(comparison) == "samples.png: differs: 3 × 2 gray, now 2 × 3 gray")
    #expect(Picture.image(image).digest != Self.pictures["samples.png"]?.digest)
  }

  @Test("a picture that is not drawn, one that is new, and one that the chapter has lost")
  func pictureMissing() {
    let lost = compare { _, pictures in pictures["w1.svg"] = nil }
    #expect(difference(lost) == "w1.svg: differs: not drawn")
    let new = compare { _, pictures in pictures["new.svg"] = .chart("") }
    #expect(difference(new) == "new.svg: differs: the chapter's own is missing")
    let gone = compare(kept: Self.pictures.filter { $0.key != "w1.svg" })
    #expect(difference(gone) == "w1.svg: differs: the chapter's own is missing")
  }

  @Test("of a quick run, whose pictures are not kept, the digests decide")
  func quick() {
    #expect(compare(kept: nil).differences.isEmpty)
    let image = Image(width: 3, height: 2, channels: .gray, pixels: [0, 10, 20, 30, 41, 50])
    let changed = compare(kept: nil) { _, pictures in
      pictures["samples.png"] = .image(image)
      pictures["new.svg"] = .chart("")
    }
    #expect(
      difference(changed)
        == "new.svg: differs: not recorded\nsamples.png: differs: another picture")
  }

  @Test("a picture in the folder that is not the recorded one is found, though the run draws it")
  func doctored() {
    var recorded = Self.recorded
    recorded.pictures?["w1.svg"] = "0000000000000000"
    #expect(difference(compare(recorded)) == "w1.svg: differs: another picture")
    var kept = Self.pictures
    kept["w1.svg"] = .chart("")
    let comparison = compare(kept: kept)
    #expect(
      difference(comparison)
        == "w1.svg: differs: the chapter's own is not what was recorded: from line 1 on: “”, "
        + "now “<svg> <path ”")
    #expect(comparison.differences.first?.recorded == Picture.chart("").digest)
  }

  @Test("a metric may be off by a rounding, not by more; beyond the range it says so")
  func metric() {
    let near = compare { summary, _ in summary.metrics["w1"] = (0.25 as Float).nextUp }
    #expect(near.differences.isEmpty)
    #expect(near.items.first { $0.name == "w1" }?.verdict == .rounding)
    let inside = compare { summary, _ in summary.metrics["w1"] = 0.2501 }
    #expect(
      difference(inside) == "w1: differs: by 0.000100, inside of the range over the seeds")
    let outside = compare { summary, _ in summary.metrics["w1"] = 0.125 }
    #expect(difference(outside) == "w1: differs: by 0.125, outside of the range over the seeds")
  }

  @Test("a metric that is gone, and one that is new")
  func metricMissing() {
    let gone = compare { summary, _ in summary.metrics["w1"] = nil }
    #expect(difference(gone) == "w1: differs: not measured")
    let new = compare { summary, _ in summary.metrics["ks"] = 0.1 }
    #expect(difference(new) == "ks: differs: not recorded")
  }

  @Test("a metric that a seed did not have when it was recorded, it must not have now")
  func absent() {
    var first = Self.summaries[0]
    first.metrics["w1"] = nil
    let recorded = Record.Run(
      WorkbookChapter.Run(name: "lesson", arguments: []), of: "toy-gan", seeds: [1, 2],
      [first, Self.summaries[1]], pictures: Self.pictures)
    #expect(recorded.values["w1"] == [nil, 0.5])
    #expect(compare(recorded) { summary, _ in summary.metrics["w1"] = nil }.differences.isEmpty)
    #expect(difference(compare(recorded)) == "w1: differs: not recorded")
  }

  @Test("without values by seed a metric is stale, which is not equal; beyond the range it differs")
  func stale() {
    var old = Self.recorded
    old.stale = old.values.compactMapValues(Spread.init)
    old.values = [:]
    #expect(
      difference(compare(old))
        == "modesCovered: stale, not equal: recorded without the seeds' values\n"
        + "w1: stale, not equal: recorded without the seeds' values")
    let rounded = compare(old) { summary, _ in summary.metrics["w1"] = (0.25 as Float).nextDown }
    #expect(rounded.items.first { $0.name == "w1" }?.verdict == .stale)
    for value in [0.2499, 0.5001] as [Float] {
      let comparison = compare(old) { summary, _ in summary.metrics["w1"] = value }
      #expect(difference(comparison).hasSuffix("w1: differs: outside of the recorded range"))
    }
    let lines = VerifyTable.lines(compare(old), isVerbose: false, seconds: 2)
    #expect(lines[0].contains("2 of 5 differ (2 values, 2 pictures, 2 stale, 2.0 s)"))
  }

  @Test("the page has the values, both pictures and their difference, and nothing that is equal")
  func page() throws {
    let folder = try TemporaryFolder()
    let image = Image(width: 3, height: 2, channels: .gray, pixels: [0, 10, 20, 30, 41, 50])
    let page = VerifyPage(folder: folder.file("verify"))
    try page.write([
      compare(),
      compare { summary, pictures in
        summary.metrics["w1"] = 0.125
        pictures["samples.png"] = .image(image)
      },
    ])
    let text = try String(contentsOf: folder.file("verify/index.html"), encoding: .utf8)
    #expect(text.contains("2 runs compared with Figures/, 1 of them"))
    #expect(text.contains("<th scope=\"row\">w1</th><td>0.25</td><td>0.125</td>"))
    #expect(!text.contains("modesCovered"))
    let pictures = folder.file("verify/pictures")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: pictures.path).sorted()
        == ["1-2-came-out.png", "1-2-difference.png", "1-2-recorded.png"])
    let difference = try Image(contentsOf: pictures.appendingPathComponent("1-2-difference.png"))
    #expect(difference.pixels == [0, 0, 0, 0, 255, 0])
    try page.clear()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("verify").path).isEmpty)
  }

  @Test("a line of the table for the run, one for each difference, with --verbose for each value")
  func table() {
    let comparison = compare { summary, _ in summary.metrics["w1"] = 0.125 }
    let lines = VerifyTable.lines(comparison, isVerbose: false, seconds: 2)
    #expect(lines.count == 2)
    #expect(lines[0].contains("1 of 5 differ (2 values, 2 pictures, 2.0 s)"))
    #expect(lines[1].hasPrefix("  w1 ") && lines[1].contains("0.25 ") && lines[1].contains("0.125"))
    #expect(VerifyTable.lines(comparison, isVerbose: true, seconds: 2).count == 6)
    #expect(VerifyTable.lines(compare(), isVerbose: false, seconds: 2).count == 1)
  }
}
