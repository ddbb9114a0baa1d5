import Foundation

/// Which folder a run gets: that of `--out`, or else the one whose name tells its options.
///
/// A finished run stays where it is, and the next with the same options gets a number:
///
///     Runs/toy-gan-reliable-lesson-seed1      finished
///     Runs/toy-gan-reliable-lesson-seed1-2    finished
///     Runs/toy-gan-reliable-lesson-seed1-3    the next
///
/// A run that was stopped is no finished one: the next has to say whether it goes on with it, so that a
/// forgotten `--resume` does not begin once more. `--resume` finds it under its number, and `--overwrite`
/// replaces the run that has none.
struct RunPlace {
  let folder: URL
  /// What the reader is told of it; nil where the folder is the one to be expected.
  private(set) var note: String?
  /// What to type to replace a run that is here.
  private(set) var toOverwrite = "--overwrite"

  /// - Parameters:
  ///   - name: of the folder, by the options.
  ///   - runs: where folders without `--out` lie.
  init(named name: String, _ options: RunOptions, in runs: String = "Runs") {
    func numbered(_ number: Int) -> URL {
      URL(fileURLWithPath: "\(runs)/\(name)" + (number == 1 ? "" : "-\(number)"), isDirectory: true)
    }
    func has(_ file: String, _ number: Int) -> Bool {
      FileManager.default.fileExists(atPath: numbered(number).appendingPathComponent(file).path)
    }
    if let out = options.out {
      folder = URL(fileURLWithPath: out, isDirectory: true)
      return
    }
    guard !options.overwrite else {
      folder = numbered(1)
      return
    }
    var number = 1
    while has(Run.summaryName, number) { number += 1 }
    // To go on with: what was stopped, or else what was finished last.
    if options.resume, number > 1, !Checkpoint.names.contains(where: { has($0, number) }) {
      number -= 1
    }
    folder = numbered(number)
    guard number > 1 else { return }
    toOverwrite = "--overwrite --out \(folder.relativePath)"
    if !options.resume {
      note = """
        \(numbered(number - 1).relativePath): a finished run is here, so this one goes to \
        \(folder.relativePath)/; --overwrite replaces \(numbered(1).relativePath)/
        """
    }
  }
}
