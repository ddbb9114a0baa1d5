import Foundation
import Images

/// Keeps a second run out of a folder, and knows what the runs there have written. The system lets go
/// of the lock when the process ends, however it ends.
///
/// It is the file `.lock`. Its lines name the files that were written, each before the file itself: a run
/// that takes the place of another removes those, and nothing that somebody else has put there.
final class FolderLock {
  private let file: Int32
  private(set) var names: Set<String>

  /// - Parameter lock: the system's `flock`, for a test.
  /// - Throws: ``RunFailure`` (73) if another run holds the folder, or it cannot be written.
  init(_ folder: URL, lock: (Int32, Int32) -> Int32 = flock) throws {
    let path = folder.appendingPathComponent(".lock").path
    file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw RunFailure(
        .cannotWrite,
        """
        --out \(folder.relativePath): this folder cannot be written (\(systemMessage(errno))); choose \
        another
        """)
    }
    names = []
    if lock(file, LOCK_EX | LOCK_NB) != 0 {
      let problem = errno
      guard problem != EWOULDBLOCK else {
        close(file)
        throw RunFailure(
          .cannotWrite,
          "\(folder.relativePath): another run is writing here; wait for it, or choose another --out"
        )
      }
      printError(
        """
        \(folder.relativePath): no lock keeps other runs out of it (\(systemMessage(problem))); start no \
        second one there
        """)
    }
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    names = Set(text.split(separator: "\n").map(String.init).filter { !$0.contains("/") })
  }

  /// Enters a file that is about to be written.
  func add(_ name: String) {
    if names.insert(name).inserted { _ = StandardStreams.write(name + "\n", to: file) }
  }

  /// Forgets all files.
  func clear() {
    names = []
    ftruncate(file, 0)
  }

  deinit { close(file) }
}
