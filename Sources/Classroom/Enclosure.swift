import Foundation

/// What a class's answers are shut into, where the system has the means: they see no process but their
/// own, and some folders are empty for them.
///
/// Linux has it for everybody, by `unshare`, unless an administrator has turned it off. Elsewhere there is
/// none, and an answer can read and write what the teacher can.
public struct Enclosure: Sendable {
  /// What stands before a command.
  let prefix: [String]

  public var isThere: Bool { !prefix.isEmpty }

  public static let none = Enclosure(prefix: [])

  private init(prefix: [String]) { self.prefix = prefix }

  /// - Parameter folders: those that are empty inside. One that holds the scratch folders is not hidden.
  public init(hiding folders: [URL]) throws(ClassroomError) {
    let scratch = try Scratch()
    let inner = scratch.url.resolvingSymlinksInPath().path
    let hidden = folders.map { $0.resolvingSymlinksInPath().path }.filter { folder in
      FileManager.default.fileExists(atPath: folder) && !inner.hasPrefix(folder + "/")
    }
    let mounts = hidden.indices.map { "mount -t tmpfs none \"$\($0 + 1)\" && " }.joined()
    let prefix =
      [
        "unshare", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
        "/bin/sh", "-c",
        "exec 8>&2 2>/dev/null; \(mounts)shift \(hidden.count) && \"$@\" 2>&8 8>&-; exit $?", "sh",
      ] + hidden
    let trial = try Child(
      prefix + ["/bin/sh", "-c", "exit 7"], in: scratch.url, limits: .init(seconds: 10))
    self.prefix = trial.status == 7 ? prefix : []
  }
}
