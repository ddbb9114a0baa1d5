import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite("Links from a report to the runs beside it")
struct NeighboursTests {
  private func summary(
    chapter: String = "toy-gan", seed: UInt64 = 1, settings: [String: String]? = ["hidden": "16"]
  ) -> Summary {
    Summary(
      chapter: chapter, recipe: "reliable", preset: .lesson, seed: seed, dataset: "N(−1, 1)",
      steps: 50, batchSize: 8, threads: 1, seconds: 1, stepsPerSecond: 50, peakMemoryBytes: 1,
      losses: [:], metrics: ["w1": 0.1], parameters: [:], digest: "00", settings: settings)
  }

  private func put(_ summary: Summary?, in runs: TemporaryFolder, _ name: String) throws -> URL {
    let folder = runs.file(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: folder.appendingPathComponent("report.html"))
    if let summary { try summary.json().write(to: folder.appendingPathComponent("summary.json")) }
    return folder
  }

  @Test("the finished runs of the same chapter that are there, the most alike first")
  func found() throws {
    let runs = try TemporaryFolder()
    let own = try put(summary(), in: runs, "own")
    _ = try put(summary(seed: 2, settings: ["hidden": "6"]), in: runs, "a narrow one")
    _ = try put(summary(seed: 3), in: runs, "third")
    _ = try put(summary(chapter: "wgan"), in: runs, "other chapter")
    _ = try put(nil, in: runs, "stopped")
    let cut = try put(summary(seed: 4), in: runs, "cut")
    try Data("{\"chap".utf8).write(to: cut.appendingPathComponent("summary.json"))
    let neighbours = Neighbours.of(summary(), in: own)
    #expect(neighbours.runs.map(\.name) == ["third", "a narrow one"])
    #expect(neighbours.runs.map(\.differences) == [["seed 3"], ["seed 2", "hidden 6"]])
    #expect(!neighbours.hasPage && neighbours.others == 0)
    // Each link leads to what is there.
    let html = neighbours.html
    let links = html.matches(of: /href="([^"]*)"/).map { String($0.1) }
    #expect(links == ["../third/report.html", "../a%20narrow%20one/report.html"])
    for link in links {
      let path = own.appendingPathComponent(try #require(link.removingPercentEncoding)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(link)")
    }
    try Data().write(to: runs.file("index.html"))
    #expect(Neighbours.of(summary(), in: own).html.contains("href=\"../index.html\""))
  }

  @Test("many are cut short, and said to be")
  func many() throws {
    let runs = try TemporaryFolder()
    let own = try put(summary(), in: runs, "own")
    for seed in 2...12 { _ = try put(summary(seed: UInt64(seed)), in: runs, "seed\(seed)") }
    let neighbours = Neighbours.of(summary(), in: own)
    #expect(neighbours.runs.count == 8 && neighbours.others == 3)
    #expect(neighbours.runs.map(\.name) == (2...9).map { "seed\($0)" })
    #expect(neighbours.html.contains("There are 3 more."))
  }

  @Test(
    "a report without neighbours says nothing of them; a summary of an earlier version is compared")
  func none() throws {
    let runs = try TemporaryFolder()
    let own = try put(summary(), in: runs, "own")
    #expect(Neighbours.of(summary(), in: own).isEmpty)
    #expect(!ReportTests.example.html().contains("Beside it"))
    var report = ReportTests.example
    report.neighbours.hasPage = true
    #expect(report.html().contains("Beside it"))
    let old = summary(seed: 2, settings: nil)
    #expect(old.differences(from: summary()) == ["seed 2"])
    #expect(summary().differences(from: old) == ["seed 1"])
    #expect(try !String(decoding: old.json(), as: UTF8.self).contains("settings"))
  }
}
