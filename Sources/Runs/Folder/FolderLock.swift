import Foundation

/// Keeps a second run out of a folder. The system lets go of the lock when the process ends, however
/// it ends.
final class FolderLock {
  private let file: Int32

  /// - Throws: ``RunFailure`` (73) if another run holds the folder.
  init(_ folder: URL) throws {
    let path = folder.appendingPathComponent(".lock").path
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw RunFailure(
        .cannotWrite,
        "--out \(folder.relativePath): this folder cannot be written; choose another")
    }
    if flock(file, LOCK_EX | LOCK_NB) != 0 {
      close(file)
      throw RunFailure(
        .cannotWrite,
        "\(folder.relativePath): another run is writing here; wait for it, or choose another --out")
    }
  }

  deinit { close(file) }
}
