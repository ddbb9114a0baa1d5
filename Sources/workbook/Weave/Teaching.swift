import Classroom
import Weaving

/// The teacher's page, `TEACHING.md`: its template with a table of each chapter's exercises, `{{1}}` to
/// `{{5}}`, from their sheets.
enum Teaching {
  static let templatePath = "Chapters/teaching.md"
  static let pagePath = "TEACHING.md"

  static func woven() throws -> String {
    let chapters = try Catalogue().chapters
    let text = try text(at: templatePath)
    return try Chapter(markdown: text, path: templatePath).markdown { name in
      chapters.first { "\($0.number)" == name }.map(table)
    }
  }

  private static func table(of chapter: Catalogue.Chapter) -> String {
    let minutes = chapter.sheets.reduce(0) { $0 + $1.minutes }
    let rows = chapter.sheets.map { sheet in
      "| \(sheet.number) \(sheet.title) | \(sheet.kind.rawValue) | \(sheet.minutes) |"
    }
    return """
      | Exercise | Kind | Minutes |
      |---|---|---|
      \(rows.joined(separator: "\n"))
      | | together | \(minutes) |
      """
  }
}
