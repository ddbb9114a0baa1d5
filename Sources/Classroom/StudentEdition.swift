import Foundation

/// A copy of the workbook for students: what git tracks, and of that what a student needs.
///
/// A list of what goes in, and not of what stays out: what lies beside the workbook's own files (grades,
/// answers that were collected, an editor's copies) is never in it.
public struct StudentEdition {
  /// How many files were copied.
  public private(set) var count = 0
  /// How many were left out.
  public private(set) var withheld = 0

  /// - Parameters:
  ///   - replaced: files that have another text for students, by their paths; nil leaves one out.
  /// - Throws: ``ClassroomError`` if `target` exists, lies in the workbook or cannot be written, or if git
  ///   does not know the workbook.
  public init(
    of root: URL, at target: URL, replacing replaced: [String: String?]
  ) throws(ClassroomError) {
    if FileManager.default.fileExists(atPath: target.path) {
      throw .cannotWrite("--out \(target.relativePath): this exists already; name a new folder")
    }
    let top = root.resolvingSymlinksInPath().path + "/"
    var parent = target.standardizedFileURL
    while !FileManager.default.fileExists(atPath: parent.path) {
      parent = parent.deletingLastPathComponent()
    }
    if (parent.resolvingSymlinksInPath().path + "/").hasPrefix(top) {
      throw .cannotWrite(
        "--out \(target.relativePath): this is inside the workbook; name a folder beside it")
    }
    for path in try StudentEdition.trackedFiles(in: root) {
      let source = root.appendingPathComponent(path)
      // A link is not followed, and nothing behind one that stands in place of a folder.
      guard StudentEdition.isFile(source), source.resolvingSymlinksInPath().path == top + path,
        StudentEdition.isForStudents(path)
      else {
        withheld += 1
        continue
      }
      let goal = target.appendingPathComponent(path)
      do {
        try FileManager.default.createDirectory(
          at: goal.deletingLastPathComponent(), withIntermediateDirectories: true)
        switch replaced[path] {
        case .some(nil):
          withheld += 1
          continue
        case .some(let text?): try Data(text.utf8).write(to: goal)
        case nil: try FileManager.default.copyItem(at: source, to: goal)
        }
      } catch {
        throw .cannotWrite("\(goal.relativePath): cannot be written from \(path); is it full?")
      }
      count += 1
    }
  }

  /// Of an exercise the sheet and the starter; of the rest everything.
  private static func isForStudents(_ path: String) -> Bool {
    guard let exercise = path.firstMatch(of: /\/Exercises\/\d[^\/]*\/(.*)/)?.1 else { return true }
    return ["Exercise.md", "Starter.swift"].contains(exercise)
  }

  private static func isFile(_ url: URL) -> Bool {
    let type = try? FileManager.default.attributesOfItem(atPath: url.path)[.type]
    return type as? FileAttributeType == .typeRegular
  }

  private static func trackedFiles(in root: URL) throws(ClassroomError) -> [String] {
    var limits = Child.Limits(seconds: 60)
    limits.output = 64 << 20
    let git = try Child(["git", "ls-files", "-z"], in: root, limits: limits)
    let paths = git.output.split(separator: "\0").map(String.init)
    guard git.status == 0, !paths.isEmpty else {
      throw .missing(
        "\(root.path): git does not know this workbook, and an edition is made of the files that git "
          + "tracks; make it in a clone")
    }
    return paths
  }
}
