import ArgumentParser
import Runs

extension WorkbookChapter {
  /// Some runs of a chapter.
  struct Choice {
    let chapter: WorkbookChapter
    let runs: [Run]
  }

  /// The runs that a command is about, with the chapters that have any.
  ///
  /// - Parameters:
  ///   - chapter: its folder or its command; all of them if nil.
  ///   - named: how the command calls that argument.
  ///   - runs: their names; if nil, those of the `presets`, or all of them.
  /// - Throws: `ValidationError` for an unknown name.
  static func choose(
    chapter: String?, named: String, runs: [String]?, presets: Set<Preset>? = nil
  ) throws -> [Choice] {
    let all = try all()
    let chapters = all.filter { chapter.map($0.isNamed) ?? true }
    if chapters.isEmpty {
      throw ValidationError(
        "\(named) \(chapter ?? ""): give one of \(all.map(\.command).joined(separator: ", "))")
    }
    let known = chapters.flatMap { $0.runs.map(\.name) }
    if let unknown = runs?.first(where: { !known.contains($0) }) {
      throw ValidationError("--run \(unknown): give one of \(known.joined(separator: ", "))")
    }
    return chapters.map { chapter in
      Choice(
        chapter: chapter,
        runs: chapter.runs.filter { run in
          runs.map { $0.contains(run.name) } ?? presets?.contains(run.preset) ?? true
        })
    }
    .filter { !$0.runs.isEmpty }
  }
}
