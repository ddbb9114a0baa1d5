import Foundation

/// All exercises of the workbook, as they lie in `Chapters/<chapter>/Exercises/`.
public struct Catalogue: Sendable {
  public struct Chapter: Sendable {
    public let number: Int
    public let title: String
    public let sheets: [ExerciseSheet]
  }

  /// The top of the workbook.
  public let root: URL
  /// The chapters that have exercises, in their order.
  public let chapters: [Chapter]

  public var sheets: [ExerciseSheet] { chapters.flatMap(\.sheets) }

  /// - Parameter root: the top of the workbook, or a folder inside it.
  /// - Throws: ``ClassroomError`` if there is no workbook, or a sheet is not in order.
  public init(
    root: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  ) throws(ClassroomError) {
    var top = root.standardizedFileURL
    while !Catalogue.isWorkbook(top) {
      guard top.path != "/" else {
        throw .missing("\(root.path): no workbook here; go to the folder that holds Package.swift")
      }
      top = top.deletingLastPathComponent().standardizedFileURL
    }
    self.root = top
    var chapters: [Chapter] = []
    for chapter in Classroom.files(in: top.appendingPathComponent("Chapters")) {
      let folders = Classroom.files(in: chapter.appendingPathComponent("Exercises"))
        .filter { $0.lastPathComponent != "Checks" }
      var sheets: [ExerciseSheet] = []
      for folder in folders { sheets.append(try ExerciseSheet(folder: folder)) }
      guard let first = sheets.first else { continue }
      // 1.10 comes after 1.9.
      sheets.sort { $0.number.compare($1.number, options: .numeric) == .orderedAscending }
      chapters.append(
        Chapter(number: first.chapter, title: Catalogue.title(of: chapter), sheets: sheets))
    }
    self.chapters = chapters
  }

  private static func isWorkbook(_ folder: URL) -> Bool {
    ["Package.swift", "Chapters"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }
  }

  /// The first heading of the chapter's page.
  private static func title(of chapter: URL) -> String {
    let page = chapter.appendingPathComponent("README.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let heading = text.split(separator: "\n").first { $0.hasPrefix("# ") }
    return heading.map { String($0.dropFirst(2)) } ?? chapter.lastPathComponent
  }

  /// The exercises that `text` means: `1.2` one, `1` those of a chapter.
  public func sheets(matching text: String) throws(ClassroomError) -> [ExerciseSheet] {
    let found = sheets.filter { $0.number == text || $0.name == text || "\($0.chapter)" == text }
    guard let last = sheets.last?.number else { throw .missing("this workbook has no exercises") }
    if found.isEmpty {
      throw .missing("\(text): there is no such exercise; they go from 1.1 to \(last)")
    }
    return found
  }

  /// The one exercise that `text` means.
  public func sheet(_ text: String) throws(ClassroomError) -> ExerciseSheet {
    let found = try sheets(matching: text)
    guard found.count == 1 else {
      throw .missing("\(text): this is a chapter; name an exercise, such as \(found[0].number)")
    }
    return found[0]
  }
}
