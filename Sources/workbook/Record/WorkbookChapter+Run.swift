import Foundation
import Runs

extension WorkbookChapter {
  struct Run {
    /// `lesson`, or `lesson.published-small`: what stands behind the metric in `{{std.lesson}}`.
    let name: String
    let arguments: [String]
    /// The pictures of the first seed that the chapter shows: the run's name of each, and the
    /// chapter's where that is another.
    let figures: [(name: String, kept: String)]
    /// No more seeds than this, for runs that take long.
    let seeds: Int
    /// `quick` for a run that no page cites: all its pictures are recorded, by their digests alone.
    let preset: Preset
    /// Whether the command trains and measures; one that only draws has no summary.
    let isMeasured: Bool

    init(
      name: String, arguments: [String], figures: [String: String], seeds: Int = .max,
      preset: Preset = .lesson, isMeasured: Bool = true
    ) {
      self.name = name
      self.arguments = arguments
      self.figures = figures.map { (name: $0, kept: $1) }
      self.seeds = seeds
      self.preset = preset
      self.isMeasured = isMeasured
    }

    init(name: String, arguments: [String], figures: [String] = [], seeds: Int = .max) {
      self.init(
        name: name, arguments: arguments,
        figures: Dictionary(uniqueKeysWithValues: figures.map { ($0, $0) }), seeds: seeds)
    }

    /// The data set whose files it needs, if it needs any.
    var dataset: String? {
      arguments.firstIndex(of: "--dataset").map { arguments[$0 + 1] }
    }
  }
}

extension WorkbookChapter.Run {
  /// The pictures that are recorded of it: all of a quick run, else those that the chapter keeps, by
  /// the names that it gives them.
  func pictures(in folder: URL) throws -> [String: Picture] {
    if preset == .quick { return try Picture.all(in: folder) }
    return try Dictionary(
      uniqueKeysWithValues: figures.map {
        ($0.kept, try Picture(contentsOf: folder.appendingPathComponent($0.name)))
      })
  }
}
