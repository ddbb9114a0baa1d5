import Foundation

/// The finished runs that lie beside a run when its report is written, for links from one to the other.
///
/// Only what is there is linked to: `workbook runs` makes the page of all runs, and a report that was
/// written before that page does not lead to it.
public struct Neighbours: Equatable, Sendable {
  struct Neighbour: Equatable, Sendable {
    /// The folder's name.
    let name: String
    /// What is not as here: `seed 2`, `recipe published`.
    let differences: [String]
  }

  /// Those of the same chapter, the most alike first.
  var runs: [Neighbour] = []
  /// How many more there are.
  var others = 0
  /// Whether `workbook runs` has made a page of all.
  var hasPage = false

  /// The page of all runs, which lies beside their folders.
  package static let pageName = "index.html"

  /// More would be a list that nobody reads.
  private static let limit = 8

  public init() {}

  var isEmpty: Bool { runs.isEmpty && !hasPage }

  /// What lies beside `folder`. A folder that holds no finished run, or one that cannot be read, is none.
  static func of(_ summary: Summary, in folder: URL) -> Neighbours {
    let folder = folder.standardizedFileURL
    let parent = folder.deletingLastPathComponent()
    func isThere(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: parent.appendingPathComponent(path).path)
    }
    var found: [Neighbour] = []
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path))?.sorted(
      by: comesBefore) ?? []
    where name != folder.lastPathComponent && isThere("\(name)/report.html") {
      let file = parent.appendingPathComponent("\(name)/\(Run.summaryName)")
      guard let other = try? Summary(contentsOf: file), other.chapter == summary.chapter else {
        continue
      }
      found.append(Neighbour(name: name, differences: other.differences(from: summary)))
    }
    let sorted = found.enumerated().sorted {
      ($0.element.differences.count, $0.offset) < ($1.element.differences.count, $1.offset)
    }.map(\.element)
    var neighbours = Neighbours()
    neighbours.runs = Array(sorted.prefix(limit))
    neighbours.others = sorted.count - neighbours.runs.count
    neighbours.hasPage = isThere(pageName)
    return neighbours
  }

  var html: String {
    let items = runs.map { run in
      // Of two recipes nearly every setting differs: the first ones are the telling ones.
      let shown = run.differences.prefix(4).joined(separator: ", ")
      let more = run.differences.count > 4 ? ", …" : ""
      let words = run.differences.isEmpty ? "the same settings" : shown + more
      return """
        <li><a href="../\(escaped(linked(run.name)))/report.html">\(escaped(run.name))</a>: \
        \(escaped(words))</li>
        """
    }
    let list =
      runs.isEmpty
      ? ""
      : """
      <p>Runs of the same chapter that lay in the same folder when this was written, and what differs in \
      them:</p>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>

      """
    let more = others > 0 ? "There are \(others) more. " : ""
    let all =
      hasPage
      ? "<a href=\"../\(Neighbours.pageName)\">All runs side by side</a>, as of the last "
        + "<code>swift run workbook runs</code>."
      : "<code>swift run workbook runs</code> shows all of them side by side."
    return list + "<p>\(more)\(all)</p>"
  }
}

extension Summary {
  /// What of this run's traits is not as in `other`, as a reader says it: `seed 2`. Where one of the two has
  /// no settings, which older summaries have not, those are not compared.
  func differences(from other: Summary) -> [String] {
    let theirs = Dictionary(other.traits.map { ($0.name, $0.value) }) { $1 }
    let known = settings != nil && other.settings != nil
    return traits.filter { trait in
      let isComparable = known || settings?[trait.name] == nil
      return isComparable && theirs[trait.name] != trait.value
    }.map { "\($0.name) \($0.value)" }
  }

  /// Reads a `summary.json`.
  package init(contentsOf file: URL) throws {
    self = try JSONDecoder().decode(Summary.self, from: Data(contentsOf: file))
  }
}

/// A name as a part of a relative link.
package func linked(_ name: String) -> String {
  var allowed = CharacterSet.alphanumerics
  allowed.insert(charactersIn: "-._~,=+@")
  // Letters beyond ASCII are spelt out too: `alphanumerics` has them all.
  return name.unicodeScalars.map { scalar in
    scalar.isASCII && allowed.contains(scalar)
      ? String(scalar)
      : String(scalar).utf8.map { "%" + String(format: "%02X", $0) }.joined()
  }.joined()
}
