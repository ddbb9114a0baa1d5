import Foundation

/// A copy of the workbook for students: everything but the solutions and the shelves of wrong answers.
public struct StudentEdition {
  /// How many files were copied.
  public private(set) var count = 0
  /// How many were left out.
  public private(set) var withheld = 0

  /// What belongs to one machine or one reader, at the top of the workbook.
  private static let unshared = [
    ".git", "Runs", "Data", "Work", "Book", "Package.resolved",
  ]

  /// - Throws: ``ClassroomError`` if `target` exists already, or cannot be written.
  public init(of root: URL, at target: URL) throws(ClassroomError) {
    if FileManager.default.fileExists(atPath: target.path) {
      throw .cannotWrite("--out \(target.relativePath): this exists already; name a new folder")
    }
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
        if StudentEdition.unshared.contains(name) || name.hasPrefix(".build") { continue }
        let source = root.appendingPathComponent(name)
        // The copy itself may lie inside the workbook.
        if source.standardizedFileURL.path == target.standardizedFileURL.path { continue }
        try copy(source, to: target.appendingPathComponent(name))
      }
    } catch {
      throw .cannotWrite(
        "--out \(target.relativePath): cannot be written (\(error.localizedDescription))")
    }
  }

  private mutating func copy(_ source: URL, to target: URL) throws {
    let names = try? FileManager.default.contentsOfDirectory(atPath: source.path)
    guard let names else {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: source, to: target)
      count += 1
      return
    }
    let isExercise = names.contains("Exercise.md")
    for name in names.sorted() where name != ".DS_Store" {
      if isExercise, name == "Solution.swift" || name == "Wrong" {
        withheld += 1
        continue
      }
      try copy(source.appendingPathComponent(name), to: target.appendingPathComponent(name))
    }
  }
}
