import Foundation

/// Writes files that appear whole or not at all.
///
/// The bytes go to a new file in the same folder, are forced to the disk, and the new file then takes
/// the old one's name in one step, which POSIX `rename` promises to be atomic. A full disk, or a
/// process killed at any moment, leaves the former file as it was. A killed process may leave its
/// unfinished file behind: `.unfinished-….part`.
package enum WholeFile {
  /// Why a file was not written, in the system's words.
  package struct Failure: Error, Equatable {
    package let reason: String
  }

  /// Replaces the file at `url`, or makes it. The folder must exist. A symbolic link stays, and what
  /// it points at is replaced.
  package static func save(_ bytes: Data, to url: URL) throws(Failure) {
    guard url.isFileURL else { throw Failure(reason: "it is not a file") }
    let target = url.resolvingSymlinksInPath()
    var facts = stat()
    if stat(target.path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
      // Renaming onto /dev/null would succeed for root, and replace it.
      throw Failure(reason: "a folder or a device has this name")
    }
    let folder = target.deletingLastPathComponent()
    let unfinished = folder.appendingPathComponent("\(prefix)\(UUID().uuidString).part").path

    let file = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw Failure(reason: "no file can be made in its folder: \(systemMessage(errno))")
    }
    var problem = fill(file, with: bytes)
    if close(file) != 0, problem == 0 { problem = errno }
    if problem == 0, rename(unfinished, target.path) != 0 { problem = errno }
    if problem != 0 {
      unlink(unfinished)
      throw Failure(reason: systemMessage(problem))
    }
    // The new name itself reaches the disk with its folder. Some file systems refuse; the file is
    // whole all the same.
    let directory = open(folder.path, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private static let prefix = ".unfinished-"

  /// Removes what killed processes have left in a folder that no other process is writing to.
  package static func removeUnfinished(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(".part") {
      unlink(folder.appendingPathComponent(name).path)
    }
  }

  /// Writes all bytes and forces them to the disk. Returns 0 or the error number.
  private static func fill(_ file: Int32, with bytes: Data) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        // A write may take only part of what it is given, as before a full disk.
        let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = rest.dropFirst(count)
      }
      return force(file)
    }
  }

  /// Forces what was written to the disk. Some file systems, and all devices, cannot be asked for that;
  /// what was written is written there too.
  ///
  /// - Returns: 0, or the number of the error.
  package static func force(_ file: Int32) -> Int32 {
    if fsync(file) == 0 { return 0 }
    let problem = errno
    return problem == EINVAL || problem == ENOTSUP || problem == ENOSYS ? 0 : problem
  }
}

/// The system's words for an error number, and what to do about it where that is plain.
package func systemMessage(_ code: Int32) -> String {
  String(cString: strerror(code)) + (code == ENOSPC || code == EDQUOT ? "; make room" : "")
}
