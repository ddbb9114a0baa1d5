import Classroom

/// What stands for `{{exercises}}` in the essay of a chapter, such as `01-toy-gan`: its exercises, from
/// their sheets.
func exerciseList(of chapter: String) throws -> String? {
  let exercises = try Catalogue().chapters.first { found in
    found.sheets.contains { $0.folder.path.contains("/Chapters/\(chapter)/") }
  }
  return exercises.map { exercises in
    exercises.sheets.map { "- \($0.number) \($0.title) · \($0.kind.rawValue) · \($0.minutes) min" }
      .joined(separator: "\n")
  }
}
