import Foundation
import Images

// A run's folder holds up to three checkpoints:
//
//     checkpoint.safetensors            the last one
//     checkpoint.previous.safetensors   the one before, for the day when the last is damaged
//     checkpoint.next.safetensors       only for a moment, while a new one is written
//
// A new one comes in three moves, each of which happens at once or not at all: it is written whole
// as `next`; the last becomes `previous`; `next` becomes the last. A reader tries the last, `next`
// and `previous` in this order. Killed before the first move, in it, or after it, the last one is
// in its place. Killed after the second, the last is gone from its place, `next` is whole (it was
// forced to the disk before), and what was the last is `previous`.
//
// A reader that had to take `next` or `previous` puts it in the place of the last: else a damaged
// last one would become `previous` with the next writing, and push out a good one.

extension Checkpoint {
  public static let name = "checkpoint.safetensors"
  public static let previousName = "checkpoint.previous.safetensors"
  static let nextName = "checkpoint.next.safetensors"
  /// In the order in which a reader tries them.
  package static let names = [name, nextName, previousName]

  /// Where a killed process may leave off.
  enum Move: CaseIterable {
    case wroteNext, keptPrevious, replacedLast
  }

  /// Writes the checkpoint to a run's folder and keeps the last one as the previous one.
  ///
  /// A full disk or a process killed at any moment leaves a good checkpoint behind.
  public func save(in folder: URL) throws(CheckpointError) {
    try save(in: folder) { _ throws(CheckpointError) in }
  }

  /// - Parameter reached: called after each move; a test stops here as a killed process would.
  func save(
    in folder: URL, reached: (Move) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    let last = folder.appendingPathComponent(Checkpoint.name)
    let next = folder.appendingPathComponent(Checkpoint.nextName)
    let previous = folder.appendingPathComponent(Checkpoint.previousName)
    do {
      try WholeFile.save(safetensors.data(withChecksum: true), to: next)
    } catch {
      throw CheckpointError(path: last.relativePath, .unwritable(error.reason))
    }
    try reached(.wroteNext)
    if rename(last.path, previous.path) != 0, errno != ENOENT {
      throw CheckpointError(path: last.relativePath, .unwritable(systemMessage(errno)))
    }
    try reached(.keptPrevious)
    if rename(next.path, last.path) != 0 {
      throw CheckpointError(path: last.relativePath, .unwritable(systemMessage(errno)))
    }
    let directory = open(folder.path, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
    try reached(.replacedLast)
  }

  /// Reads the checkpoint that a run goes on from.
  ///
  /// If the last one is missing or damaged, the one before it is read and takes its place, and
  /// `note` says so: the run repeats the steps between the two. A checkpoint of another run, or one
  /// that does not fit, is an error at once: an older one would not fit either.
  /// - Throws: ``CheckpointError`` with the path, what the file has, what the run needs and what to
  ///   do.
  public static func load(
    from folder: URL, for need: Need
  ) throws(CheckpointError) -> (checkpoint: Checkpoint, note: String?) {
    var damaged: CheckpointError?
    for name in names {
      let file = folder.appendingPathComponent(name)
      do throws(CheckpointError) {
        let checkpoint = try Checkpoint(contentsOf: file)
        try checkpoint.check(need, at: file.relativePath)
        if name == Checkpoint.name { return (checkpoint, nil) }
        let reason =
          damaged.map { "\($0.path) is damaged" } ?? "\(Checkpoint.name) is missing"
        // If this fails, the folder is not writable, and so says whoever writes there next.
        rename(file.path, folder.appendingPathComponent(Checkpoint.name).path)
        let note = "\(reason); going on from \(file.relativePath), step \(checkpoint.step)"
        return (checkpoint, note)
      } catch {
        switch error.problem {
        case .notFound: continue
        case .damaged: damaged = damaged ?? error
        default: throw error
        }
      }
    }
    throw damaged ?? CheckpointError(path: folder.relativePath, .notFound)
  }

  /// Deletes the checkpoints of a run's folder, for a run that begins there anew: else it might be
  /// resumed from a former run's.
  public static func removeAll(from folder: URL) throws(CheckpointError) {
    // The last one last: killed in between, no older one takes its place.
    for name in [nextName, previousName, name] {
      let file = folder.appendingPathComponent(name)
      if unlink(file.path) != 0, errno != ENOENT {
        throw CheckpointError(
          path: file.relativePath, .unwritable(systemMessage(errno)))
      }
    }
  }

  /// Reads one file, without asking whose it is.
  public init(contentsOf file: URL) throws(CheckpointError) {
    let path = file.relativePath
    let contents: Safetensors
    do {
      contents = try Safetensors(contentsOf: file)
    } catch {
      throw CheckpointError(path: path, .init(error.problem))
    }
    do { try self.init(contents) } catch { throw CheckpointError(path: path, error) }
  }
}
