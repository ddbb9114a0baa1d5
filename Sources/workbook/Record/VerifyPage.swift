import Foundation
import Images
import Runs

/// What `workbook verify` found to be different, side by side: `index.html` and the pictures.
struct VerifyPage {
  let folder: URL

  /// Removes the page of an earlier time, which would tell of what is no more.
  func clear() throws {
    let page = folder.appendingPathComponent("index.html")
    guard FileManager.default.fileExists(atPath: page.path) else { return }
    try FileManager.default.removeItem(at: page)
    try? FileManager.default.removeItem(at: pictures)
  }

  var path: String { "\(folder.relativePath)/index.html" }

  private var pictures: URL { folder.appendingPathComponent("pictures", isDirectory: true) }

  /// Writes the runs that differ.
  ///
  /// - Throws: ``RunFailure`` (73).
  func write(_ comparisons: [Comparison]) throws {
    do {
      try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
      let different = comparisons.filter { !$0.differences.isEmpty }
      let sections = try different.enumerated().map { try section($1, number: $0 + 1) }
      let page = html(
        sections.joined(separator: "\n"), runs: comparisons.count, different: different.count)
      try Data(page.utf8).write(to: folder.appendingPathComponent("index.html"), options: .atomic)
    } catch let error where !(error is RunFailure) {
      throw RunFailure(
        .cannotWrite, "\(folder.relativePath): cannot be written (\(RunFailure.reason(of: error)))")
    }
  }

  private func html(_ sections: String, runs: Int, different: Int) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; \
    style-src 'unsafe-inline'">
    <title>What is not as recorded</title>
    <style>
    \(Report.style)\(VerifyPage.style)</style>
    </head>
    <body>
    <main>
    <header>
    <p class="kicker">workbook verify</p>
    <h1>Not as recorded</h1>
    <p class="lead">\(VerifyTable.counted(runs, "run")) compared with Figures/, \(different) of them \
    different. If the change is wanted, record it; if not, undo it.</p>
    </header>
    \(sections)
    </main>
    </body>
    </html>

    """
  }

  // MARK: - A run

  private func section(_ comparison: Comparison, number: Int) throws -> String {
    let shown = try comparison.differences.enumerated().compactMap {
      try figures($1, name: "\(number)-\($0 + 1)")
    }
    let values = comparison.differences.map { item in
      """
      <tr><th scope="row">\(escaped(item.name))</th><td>\(escaped(item.recorded))</td>\
      <td>\(escaped(item.cameOut))</td><td>\(escaped(item.verdict.description))</td></tr>
      """
    }
    let equal = comparison.items.count - comparison.differences.count
    return """
      <section>
      <h2>\(escaped(comparison.chapter)): \(escaped(comparison.run)), seed \(comparison.seed)</h2>
      <p>\(comparison.differences.count) of \(comparison.items.count) differ; the other \(equal) are \
      as recorded. To see it again:</p>
      <pre><code>swift run \(escaped(comparison.command))</code></pre>
      <div class="scroll"><table>
      <thead><tr><th scope="col">What</th><th scope="col">Recorded</th>\
      <th scope="col">Came out</th><th scope="col">Verdict</th></tr></thead>
      <tbody>
      \(values.joined(separator: "\n"))
      </tbody>
      </table></div>
      \(shown.joined(separator: "\n"))
      </section>
      """
  }

  /// The recorded picture, the one that came out and, of two images of one size, where they differ.
  private func figures(_ item: Comparison.Item, name: String) throws -> String? {
    guard item.kind == .picture else { return nil }
    let (recorded, cameOut) = item.pictures
    var parts = [
      try figure(recorded, "\(name)-recorded", "recorded", none: "Only its digest is recorded."),
      try figure(cameOut, "\(name)-came-out", "came out", none: "Nothing came out."),
    ]
    if case .image(let old)? = recorded, case .image(let new)? = cameOut,
      let difference = differenceImage(old, new)
    {
      parts.append(
        try figure(
          .image(difference), "\(name)-difference",
          "the difference: black is equal, white the largest", none: ""))
    }
    return """
      <h3>\(escaped(item.name))</h3>
      <div class="beside">
      \(parts.joined(separator: "\n"))
      </div>
      """
  }

  private func figure(
    _ picture: Picture?, _ name: String, _ caption: String, none: String
  ) throws -> String {
    guard let picture else {
      return "<figure><p class=\"none\">\(none)</p><figcaption>\(caption)</figcaption></figure>"
    }
    let file: String
    switch picture {
    case .chart: file = "\(name).svg"
    case .image: file = "\(name).png"
    }
    try picture.data().write(to: pictures.appendingPathComponent(file))
    return """
      <figure><a href="pictures/\(file)"><img src="pictures/\(file)" alt="\(caption)"></a>\
      <figcaption>\(caption)</figcaption></figure>
      """
  }

  private static let style = """
    td:nth-child(2),td:nth-child(3){white-space:nowrap}
    [scope=row]{width:auto}td:last-child{min-width:16rem}
    .beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:1rem}
    .beside figure{display:block;margin:0}
    .beside img{width:100%;image-rendering:pixelated}
    .beside figcaption{padding-top:.25rem}
    .none{margin:0;padding:2rem 1rem;background:var(--wash);color:var(--quiet)}

    """
}
