import Foundation
import Runs

extension WorkbookChapter {
  /// A run that is recorded.
  struct Run: Decodable {
    /// `lesson`, or `lesson.published-small`: what stands behind the metric in `{{std.lesson}}`.
    let name: String
    let arguments: [String]
    /// The pictures of the first seed that the chapter shows: the run's name of each, and the
    /// chapter's where that is another.
    let figures: [(name: String, kept: String)]
    /// No more seeds than this, for runs that take long.
    let seeds: Int
    /// `quick` for a run that no page cites: all its pictures are recorded, by their digests alone.
    /// `paper` for one at full size, which is recorded only when it is asked for.
    let preset: Preset
    /// Whether the command trains and measures; one that only draws has no summary.
    let isMeasured: Bool
    /// About how long one seed takes on two quiet cores, in minutes; given for those at full size.
    let minutes: Double?
    /// The step up to which `workbook verify` runs it, some minute's work; nil for all steps.
    let prefix: Int?
    /// What comes out, in a few words that cite recorded values; whoever has them is in the table of README.md.
    let shows: String?

    private enum CodingKeys: CodingKey {
      case name, arguments, figures, seeds, preset, measured, minutes, prefix, shows
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      let preset = try fields.decodeIfPresent(Preset.self, forKey: .preset) ?? .lesson
      self.init(
        name: try fields.decode(String.self, forKey: .name),
        arguments: try fields.decode(String.self, forKey: .arguments)
          .split(separator: " ").map(String.init),
        figures: try fields.decodeIfPresent([String].self, forKey: .figures) ?? [],
        seeds: try fields.decodeIfPresent(Int.self, forKey: .seeds)
          ?? (preset == .paper ? 1 : .max),
        preset: preset,
        isMeasured: try fields.decodeIfPresent(Bool.self, forKey: .measured) ?? true,
        minutes: try fields.decodeIfPresent(Double.self, forKey: .minutes),
        prefix: try fields.decodeIfPresent(Int.self, forKey: .prefix),
        shows: try fields.decodeIfPresent(String.self, forKey: .shows))
    }

    /// - Parameter figures: `quality.svg`, or `quality.svg as eager-quality.svg`.
    init(
      name: String, arguments: [String], figures: [String] = [], seeds: Int = .max,
      preset: Preset = .lesson, isMeasured: Bool = true, minutes: Double? = nil, prefix: Int? = nil,
      shows: String? = nil
    ) {
      self.name = name
      self.arguments = arguments
      self.figures = figures.map { figure in
        let words = figure.components(separatedBy: " as ")
        return (name: words[0], kept: words[words.count - 1])
      }
      self.seeds = seeds
      self.preset = preset
      self.isMeasured = isMeasured
      self.minutes = minutes
      self.prefix = prefix
      self.shows = shows
    }

    /// The data set whose files it needs, if it needs any.
    var dataset: String? { argument(of: "--dataset") }

    /// What stands behind an option.
    func argument(of option: String) -> String? {
      arguments.firstIndex(of: option).map { arguments[$0 + 1] }
    }

    /// Whether it takes so long that it is kept in a folder of its own and goes on when it was stopped.
    var isLong: Bool { preset == .paper }
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
