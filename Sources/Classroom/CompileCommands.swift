import Foundation

extension Checker {
  /// One entry of `compile_commands.json`.
  private struct Entry: Codable, Equatable {
    let directory: String
    let file: String
    let arguments: [String]
  }

  /// Writes `compile_commands.json` beside the answers. From it an editor's language server knows how each
  /// of them is compiled: it completes names there and shows mistakes, although the answers are no part of
  /// the package.
  public func helpEditors() throws(ClassroomError) {
    let folder = work.url.standardizedFileURL
    let entries = catalogue.sheets.map { sheet in
      let file = folder.appendingPathComponent("\(sheet.name).swift").path
      let flags = compilation(products: products, root: catalogue.root, scratch: nil)
      return Entry(
        directory: catalogue.root.path, file: file,
        arguments: flags + ["-parse-as-library", "-Onone", file])
    }
    let list = folder.appendingPathComponent("compile_commands.json")
    let former = try? JSONDecoder().decode([Entry].self, from: Data(contentsOf: list))
    if former == entries { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    if let bytes = try? encoder.encode(entries) { try work.save(bytes, to: list) }
  }
}
