import Foundation

/// A run that leaves another at one of its steps. What it does from there on is what `--resume` would do with
/// the checkpoint of that step, so a branch ends with the bits of a run that had its changes from the beginning.
extension Run {
  /// The same run from `checkpoint` on, with other changes, in a folder of its own. It prints nothing.
  ///
  /// Sheets of samples that were written up to that step come along; whatever a run writes at its end it
  /// makes itself.
  /// - Parameter folder: made if it is not there; what a former run has left in it goes.
  /// - Throws: ``RunFailure`` (73) when the folder cannot be written or another run has it.
  public func branch(
    at checkpoint: Checkpoint, changes: [KnobChange], in folder: URL
  ) throws -> Run {
    let branch = try Run(branchOf: self, changes: changes, in: folder)
    for name in lock.names {
      guard let step = Run.step(ofSheet: name), step <= checkpoint.step,
        let sheet = try? Data(contentsOf: self.folder.appendingPathComponent(name))
      else { continue }
      try branch.write(sheet, as: name)
    }
    var checkpoint = checkpoint
    checkpoint.facts["at"] = changes.fact
    do { try checkpoint.save(in: folder) } catch { throw RunFailure(error.status, "\(error)") }
    return branch
  }

  /// Sets the run back to a step that it has done: what it does again, it writes again.
  public func turnBack(to checkpoint: Checkpoint) throws {
    try events?.flush()
    let events = try EventWriter(resuming: folder, at: checkpoint.step)
    log = checkpoint.log
    try events.complete(from: log, tag: Run.tag)
    self.events = events
    step = checkpoint.step
    savedStep = nil
    earlierLosses = checkpoint.notes
    progress.done = checkpoint.step
    progress.begin()
  }

  /// Begins to count time anew: what came before the first step, such as waiting for a page, is no part of
  /// the run's pace.
  public func restartClock() { progress.begin() }

  /// What to type for a run with these changes, from its beginning.
  ///
  /// - Parameter kept: the options that are of this place and time and stay all the same, such as `--out`.
  public func command(_ changes: [KnobChange], keeping kept: Set<String> = []) -> String {
    let name = URL(fileURLWithPath: CommandLine.arguments[0]).lastPathComponent
    let typed = Run.words(
      of: Array(CommandLine.arguments.dropFirst()), without: Run.passing.subtracting(kept))
    return commandLine([name] + typed + changes.flatMap { ["--at", $0.description] })
  }

  /// A folder beside that of this run, named after its changes, that no run has yet.
  public func folder(for changes: [KnobChange]) -> URL {
    var typed = Run.words(of: Array(CommandLine.arguments.dropFirst()), without: Run.passing)
    typed += changes.flatMap { ["--at", $0.description] }
    let name = folderName(chapter: chapter, recipe: recipe, options: options, typed: typed)
    let parent = folder.deletingLastPathComponent()
    for number in 1... {
      let url = parent.appendingPathComponent(
        number == 1 ? name : "\(name)-\(number)", isDirectory: true)
      if !FileManager.default.fileExists(atPath: url.path) { return url }
    }
    return folder  // Not reached.
  }

  /// What to type for the same result, and no word that changes no bit of it.
  public var commandOfResult: String { "swift run \(command(changes))" }

  /// What was typed, without where it stopped on the way, and what it printed.
  static func wordsThatCount(_ words: [String]) -> [String] {
    Run.words(of: words, without: printing)
  }

  private static let printing: Set = [
    "resume", "overwrite", "quiet", "json", "stop-after", "digest-at",
  ]
  /// All that decides no result, and `--at`, which is said anew.
  private static let passing = optionsThatChangeNoResult.union(["at"])
  private static let flags: Set = ["resume", "overwrite", "quiet", "json", "live", "no-open"]

  private static func words(of typed: [String], without passing: Set<String>) -> [String] {
    var words: [String] = []
    var skips = false
    for word in typed {
      if skips {
        skips = false
        continue
      }
      let option = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
      guard word.hasPrefix("--"), passing.contains(option) else {
        words.append(word)
        continue
      }
      skips = !flags.contains(option) && !word.contains("=")
    }
    return words
  }

  /// The step of `samples-<step>.png`.
  private static func step(ofSheet name: String) -> Int? {
    guard name.hasPrefix("samples-"), name.hasSuffix(".png") else { return nil }
    return Int(name.dropFirst("samples-".count).dropLast(".png".count))
  }
}
