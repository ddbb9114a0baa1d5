import ArgumentParser
import Foundation
import Images
import Runs

/// Lists the runs that there are, and lays them side by side on a page.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List all runs, and lay them side by side in Runs/index.html.",
    discussion: """
      Of each run: the settings that are not the same in all runs of its chapter, the metrics at its end, its \
      digest and how long it took. A folder that holds no finished run is named and passed over.

      --where chooses: 'legible < 0.5', 'seed != 1 and recipe = published'. Its names are metrics, losses, \
      steps, seconds, minutes, seed and settings; = and != compare text too, which stands in quotes where it has \
      spaces. A run that has nothing of the name is not chosen.
      """)

  @Argument(help: "The folder of the runs.")
  var folder = "Runs"

  @Option(
    name: .customLong("where"), help: "Only runs for which this holds, such as 'legible < 0.5'.")
  var wanted: String?

  @Flag(help: "Print the runs as JSON, with the whole summary of each.")
  var json = false

  func validate() throws { _ = try condition() }

  private func condition() throws -> Condition? {
    do { return try wanted.map(Condition.init) } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let place = URL(fileURLWithPath: folder, isDirectory: true)
    let found = try FoundRuns(in: place)
    let condition = try condition()
    if !found.runs.isEmpty, let mistake = condition?.unknownName(in: found.runs) {
      throw RunFailure(.usage, "\(mistake)")
    }
    let runs = found.runs.filter { condition?.holds(for: $0) ?? true }
    let groups = RunGroup.all(of: runs)
    if json {
      try printJSON(runs, in: folder, passedOver: found.passedOver)
    } else {
      for group in groups { print(RunTable(group).text) }
    }
    for other in found.passedOver {
      printError("\(folder)/\(other.path): passed over: \(other.why)")
    }
    let page = RunsPage(
      groups: groups, passedOver: found.passedOver, condition: condition, total: found.runs.count)
    let file = place.appendingPathComponent(Neighbours.pageName)
    do { try WholeFile.save(Data(page.html().utf8), to: file) } catch {
      throw RunFailure(.cannotWrite, "\(file.relativePath): cannot be written (\(error.reason))")
    }
    if json { return }
    if found.runs.isEmpty {
      print("no finished run is in \(folder) yet; `swift run toy-gan` makes one in some seconds")
    } else if runs.isEmpty, let condition {
      print("of \(VerifyTable.counted(found.runs.count, "run")) none has \(condition.text)")
    } else {
      print("side by side: \(file.relativePath)")
    }
  }

  // MARK: - JSON

  private struct Listing: Encodable {
    struct Entry: Encodable {
      let folder: String
      let minutes: Float
      /// The settings that are not the same in all listed runs of the chapter.
      let differing: [String: String]
      let summary: Summary
    }
    struct PassedOver: Encodable {
      let folder: String
      let why: String
    }
    let runs: [Entry]
    let passedOver: [PassedOver]
  }

  private func printJSON(
    _ runs: [KeptRun], in folder: String, passedOver: [(path: String, why: String)]
  ) throws {
    let entries = RunGroup.all(of: runs).flatMap { group in
      group.runs.map { run in
        let differing = group.differing.compactMap { name in
          group.value(of: name, in: run).map { (name, $0) }
        }
        return Listing.Entry(
          folder: "\(folder)/\(run.path)", minutes: run.summary.seconds / 60,
          differing: Dictionary(differing) { $1 }, summary: run.summary)
      }
    }
    let listing = Listing(
      runs: entries,
      passedOver: passedOver.map { .init(folder: "\(folder)/\($0.path)", why: $0.why) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(listing), as: UTF8.self))
  }
}
