import Foundation
import Runs

/// A finished run as its folder tells of it.
struct KeptRun {
  /// Its folder, and the way there from the folder of all runs: `toy-gan-reliable-lesson-seed1`.
  let folder: URL
  let path: String
  let summary: Summary

  /// What tells it from runs of the same chapter at a glance: its path without the chapter, which is said
  /// above.
  var name: String {
    let prefix = summary.chapter + "-"
    return path.hasPrefix(prefix) && path.count > prefix.count
      ? String(path.dropFirst(prefix.count)) : path
  }

  /// What was measured at its end, by name; a loss has the name of its column.
  var values: [String: Float] { summary.losses.merging(summary.metrics) { $1 } }

  /// The picture that a reader should see first, by its name; nil if there is none.
  ///
  /// Chapters name what they draw alike, and these tell most: samples, the course of a training, and then
  /// whatever there is.
  var picture: String? { pictures.first }

  /// All pictures, the telling ones first, without those of moments on the way.
  var pictures: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let shown = names.filter {
      ($0.hasSuffix(".svg") || $0.hasSuffix(".png")) && !$0.hasPrefix("samples-")
        && !$0.hasPrefix(".")
    }
    let first = [
      "samples.png", "training.svg", "comparison.png", "critic.svg", "density.svg", "optimum.svg",
      "measures.png", "bricks.svg", "ruler.svg",
    ]
    return first.filter(shown.contains) + shown.filter { !first.contains($0) }.sorted()
  }

  func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path)
  }
}

/// What lies in the folder of all runs.
struct FoundRuns {
  private(set) var runs: [KeptRun] = []
  /// Folders that hold no finished run that can be read, and why.
  private(set) var passedOver: [(path: String, why: String)] = []

  /// A folder of runs may hold folders of runs, such as one for a question; deeper ones are none.
  private static let depth = 3
  private static let foreign = "no run is here"

  private init() {}

  /// Looks through `folder`.
  ///
  /// - Throws: ``RunFailure`` (66) if there is no such folder.
  init(in folder: URL) throws(RunFailure) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw RunFailure(
        .inputNotFound,
        "\(folder.relativePath): no such folder; `swift run toy-gan` makes a first run in Runs")
    }
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) != nil else {
      throw RunFailure(.inputNotFound, "\(folder.relativePath): this folder cannot be read")
    }
    search(folder, path: "", depth: 0)
  }

  private mutating func search(_ folder: URL, path: String, depth: Int) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted(by: comesBefore) where !name.hasPrefix(".") {
      let inner = folder.appendingPathComponent(name, isDirectory: true)
      // A link is not followed: it may lead round in a circle.
      let type = try? FileManager.default.attributesOfItem(atPath: inner.path)[.type]
      guard type as? FileAttributeType == .typeDirectory else { continue }
      visit(inner, path: path.isEmpty ? name : "\(path)/\(name)", depth: depth + 1)
    }
  }

  private mutating func visit(_ folder: URL, path: String, depth: Int) {
    func has(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }
    let file = folder.appendingPathComponent("summary.json")
    if has("summary.json") {
      do {
        runs.append(
          KeptRun(folder: folder, path: path, summary: try Summary(contentsOf: file)))
      } catch {
        passedOver.append((path, "summary.json is \(FoundRuns.reason(of: error))"))
      }
    } else if has("checkpoint.safetensors") || has("metrics.csv") {
      passedOver.append((path, "this run is not finished: it goes on, or was stopped"))
    } else {
      var inner = FoundRuns()
      if depth < FoundRuns.depth { inner.search(folder, path: path, depth: depth) }
      // What holds nothing of a run at any depth is named once, by its outermost folder.
      let isForeign =
        inner.runs.isEmpty && inner.passedOver.allSatisfy { $0.why == FoundRuns.foreign }
      runs += inner.runs
      passedOver += isForeign ? [(path, FoundRuns.foreign)] : inner.passedOver
    }
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted: "cut off or damaged"
    case DecodingError.keyNotFound(let key, _): "no run's: it has no \(key.stringValue)"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "no run's: \(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another kind"
    default: "not to be read (\(RunFailure.reason(of: error)))"
    }
  }
}
