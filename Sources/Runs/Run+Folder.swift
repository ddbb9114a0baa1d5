import Foundation
import Images

/// What lies in a run's folder when another run begins there.
///
/// - `summary.json` tells of a run that is finished, a checkpoint without it of one that was stopped. Neither
///   is replaced unless `--overwrite` is given. Beside a finished run the next gets a number: see
///   ``RunPlace``.
/// - All that a former run has written goes before the first file of a new one is there: no picture of the
///   one stands beside numbers of the other.
extension Run {
  static let summaryName = "summary.json"

  static func makeFolder(_ folder: URL, _ options: RunOptions) throws(RunFailure) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
    if options.resume && !isThere {
      throw RunFailure(
        .inputNotFound,
        """
        \(folder.relativePath): no run is here to go on with; name its folder with --out, or leave out \
        --resume to start a run
        """)
    }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunFailure(
        .cannotWrite, "--out \(folder.relativePath): this folder cannot be made; choose another")
    }
  }

  static func refuseToReplace(_ place: RunPlace, _ options: RunOptions) throws(RunFailure) {
    if options.resume || options.overwrite { return }
    let folder = place.folder
    func has(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }
    if has(summaryName) {
      throw RunFailure(
        .cannotWrite,
        """
        \(folder.relativePath): a finished run is here, see report.html; add --overwrite to replace it, or \
        choose another --out
        """)
    }
    if Checkpoint.names.contains(where: has) {
      throw RunFailure(
        .cannotWrite,
        """
        \(folder.relativePath): a run that was stopped is here; add --resume to go on with it, \
        \(place.toOverwrite) to replace it, or choose another --out
        """)
    }
  }

  /// Clears away what a former run has left, once, unless this one goes on with it.
  func takeOver() throws {
    if hasTakenOver { return }
    hasTakenOver = true
    WholeFile.removeUnfinished(in: folder)
    if options.resume { return }
    // What says that a run is finished goes first, and what it could go on from last: killed in between,
    // there is never half a run that looks whole.
    for name in [Run.summaryName, "report.html"] + lock.names.sorted() {
      unlink(folder.appendingPathComponent(name).path)
    }
    for file in EventWriter.files(in: folder) { unlink(file.path) }
    do { try Checkpoint.removeAll(from: folder) } catch {
      throw RunFailure(error.status, "\(error)")
    }
    lock.clear()
  }
}
