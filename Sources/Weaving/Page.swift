import Preconditions

/// A chapter's page, woven from its files in the order of reading, under a note that names them.
///
///     let page = try page(
///       wovenFrom: [("Chapters/05-wgan/Distances.swift", first), ("Chapters/05-wgan/Ruler.swift", second)],
///       value: record.cited, isThere: { FileManager.default.fileExists(atPath: folder + $0) })
///
/// - Parameters:
///   - sources: each file's path, as error messages name it, and its text. At least one.
///   - value: what stands for a citation; see ``Chapter/markdown(value:)``.
///   - isThere: whether there is a file at a link's target; see ``Chapter/checkLinks(isThere:)``.
/// - Throws: ``WeavingError`` with the path and the line of the file that is wrong, not of the page.
public func page(
  wovenFrom sources: [(path: String, text: String)], value: (_ name: String) -> String?,
  isThere: (_ target: String) -> Bool
) throws(WeavingError) -> String {
  require(!sources.isEmpty, "a page is woven from at least one file")
  let names = sources.map { String($0.path.split(separator: "/").last ?? "") }
  let edit = names.count == 1 ? "that file" : "those files"
  var parts = ["<!-- Woven from \(listed(names)) by `workbook weave`; edit \(edit). -->\n"]
  for source in sources {
    let chapter = try Chapter(source: source.text, path: source.path)
    try chapter.checkLinks(isThere: isThere)
    parts.append(try chapter.markdown(value: value))
  }
  return parts.joined(separator: "\n")
}

/// `a`; `a and b`; `a, b and c`.
private func listed(_ names: [String]) -> String {
  names.count == 1
    ? names[0] : "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
}
