/// Links and pictures of a book that lead nowhere, each as `page: target`.
///
/// It reads the finished pages, not what they were made from, so it finds what any step has lost.
///
/// - Parameters:
///   - pages: the pages' HTML by their paths in the book.
///   - files: the paths of everything else in the book.
public func brokenLinks(in pages: [String: String], files: Set<String>) -> [String] {
  var broken: [String] = []
  let names = pages.mapValues { Set(values(of: " id=\"", in: $0)) }
  for (path, html) in pages {
    for target in values(of: " href=\"", in: html) + values(of: " src=\"", in: html) {
      if target.contains(":") { continue }
      let ends = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let file = ends[0].isEmpty ? path : resolved(String(ends[0]), from: path)
      let isThere =
        if ends.count == 2, let names = names[file] {
          names.contains(ends[1])
        } else {
          names[file] != nil || files.contains(file)
        }
      if !isThere { broken.append("\(path): \(target)") }
    }
  }
  return broken.sorted()
}

/// The path of what a link leads to from the file at `path`, both relative to one folder.
public func resolved(_ target: String, from path: String) -> String {
  var folders = path.split(separator: "/").dropLast()
  for name in target.split(separator: "/") where name != "." {
    if name == "..", let last = folders.last, last != ".." {
      folders.removeLast()
    } else {
      folders.append(name)
    }
  }
  return folders.joined(separator: "/")
}

/// The values of an attribute in HTML.
private func values(of attribute: String, in html: String) -> [Substring] {
  html.split(separator: attribute).dropFirst().map { $0.prefix { $0 != "\"" } }
}
