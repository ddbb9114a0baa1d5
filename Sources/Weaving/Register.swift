/// What a register of claims refers to, outside its own text.
public struct Evidence {
  /// What stands for a citation, `chapter:metric.run`; `nil` if nothing was recorded under it.
  public let value: (_ name: String) -> String?
  /// The file of a test, `Bundle/Suite/function`, from the top of the workbook; `nil` if there is none.
  public let test: (_ name: String) -> String?
  /// The text of a file, from the top of the workbook; `nil` if there is none.
  public let text: (_ path: String) -> String?

  public init(
    value: @escaping (String) -> String?, test: @escaping (String) -> String?,
    text: @escaping (String) -> String?
  ) {
    self.value = value
    self.test = test
    self.text = text
  }
}

/// A register of claims, woven from a template in Markdown.
///
/// A claim is a heading of the third level with its verdict in the paragraph below:
///
///     ### D near one half shows success
///
///     **Refuted**. A collapsed generator ends at {{toy-gan:dReal.lesson}} …
///     (*Said in 001, opening.* `ToyGANTests/ConvergenceTests/collapse`)
///
/// In the page, the claims are numbered, `{{claims}}` is a table of them, a citation is its value, and a
/// test in backquotes is a link to its file. So that the page never says more than was found, each claim
/// needs a verdict, the place where it is said, a link to a section of a chapter, and a recorded value or
/// a test. One that is not settled needs a sentence on what would settle it.
///
/// - Throws: ``WeavingError`` with the line of the template, for a claim without one of these, and for
///   a value, a test, a file or a heading that does not exist.
public func register(
  wovenFrom template: (path: String, text: String), evidence: Evidence
) throws(WeavingError) -> String {
  var lines = template.text.split(separator: "\n", omittingEmptySubsequences: false).map(
    String.init)
  while lines.last == "" { lines.removeLast() }
  let claims = try claims(in: lines, path: template.path)
  for index in lines.indices {
    func failure(_ message: String) -> WeavingError {
      WeavingError(path: template.path, line: index + 1, message: message)
    }
    for target in targets(linkedIn: lines[index]) where !target.contains("://") {
      let parts = target.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      let text = parts[0].isEmpty ? template.text : evidence.text(parts[0])
      guard let text else { throw failure("there is no file \(parts[0])") }
      if parts.count > 1, !anchors(of: text).contains(parts[1]) {
        throw failure("there is no heading #\(parts[1]) in \(parts[0])")
      }
    }
    for test in tests(named: lines[index]) {
      guard let file = evidence.test(test) else { throw failure("there is no test `\(test)`") }
      lines[index] = lines[index].replacing("`\(test)`", with: "[`\(test)`](\(file))")
    }
  }
  for (number, claim) in claims.enumerated() {
    lines[claim.line - 1] = "### \(number + 1). \(claim.statement)"
  }
  let page = Chapter(markdown: lines.joined(separator: "\n"), path: template.path)
  let name = template.path.split(separator: "/").last ?? ""
  return "<!-- Woven from \(name) by `workbook weave`; edit that file. -->\n\n"
    + (try page.markdown { $0 == "claims" ? table(of: claims) : evidence.value($0) })
}

extension Chapter {
  /// Markdown without code, as it stands in a file of its own.
  public init(markdown: String, path: String) {
    parts = [.prose(markdown, line: 1)]
    self.path = path
  }
}

private struct Claim {
  var statement: String
  var verdict: String
  /// The line of its heading, from 1.
  var line: Int
}

private let notSettled = "Not settled here"
private let verdicts = ["Holds", "Holds with a condition", "Refuted", notSettled]

/// The claims of a template, each with what it must have.
private func claims(in lines: [String], path: String) throws(WeavingError) -> [Claim] {
  var claims: [Claim] = []
  let starts = lines.indices.filter { lines[$0].hasPrefix("### ") }
  for start in starts {
    let end =
      lines.indices.dropFirst(start + 1).first { lines[$0].hasPrefix("#") } ?? lines.endIndex
    let text = lines[start + 1..<end].joined(separator: "\n")
    func failure(_ message: String) -> WeavingError {
      WeavingError(path: path, line: start + 1, message: message)
    }
    guard let verdict = verdicts.first(where: { text.contains("**\($0)**") }) else {
      throw failure("the claim has no verdict: **\(verdicts.joined(separator: "**, **"))**")
    }
    guard targets(linkedIn: text).contains(where: { $0.hasPrefix("Chapters/") }) else {
      throw failure("the claim links to no section of a chapter")
    }
    guard text.contains("{{") || !tests(named: text).isEmpty else {
      throw failure("the claim cites neither a recorded value nor a test")
    }
    guard text.contains("*Said in ") else {
      throw failure("the claim names no place: *Said in 001, opening.*")
    }
    let sentences = text.replacing("\n", with: " ")
    guard verdict != notSettled || sentences.contains("would settle it") else {
      throw failure("the claim is not settled and has no sentence on what would settle it")
    }
    claims.append(
      Claim(statement: String(lines[start].dropFirst(4)), verdict: verdict, line: start + 1))
  }
  return claims
}

private func table(of claims: [Claim]) -> String {
  let rows = claims.enumerated().map { index, claim in
    let number = index + 1
    return "| [\(number)](#\(anchor("\(number). \(claim.statement)"))) | \(claim.statement) "
      + "| \(claim.verdict.lowercased()) |"
  }
  return (["| | Claim | Verdict |", "|---|---|---|"] + rows).joined(separator: "\n")
}

/// The names of tests in backquotes, `Bundle/Suite/function`.
private func tests(named text: String) -> [String] {
  text.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap {
    let name = String($1)
    let isTest = $0 % 2 == 1 && !name.contains(" ") && name.split(separator: "/").count == 3
    return isTest && name.split(separator: "/")[0].hasSuffix("Tests") ? name : nil
  }
}

/// Where the links and pictures of a text lead.
private func targets(linkedIn text: String) -> [String] {
  text.split(separator: "](", omittingEmptySubsequences: false).dropFirst().map {
    String($0.prefix { $0 != ")" })
  }
}

/// What a git host calls the headings of a page, so that a link can lead to them: a second one of the
/// same name gets a number.
private func anchors(of markdown: String) -> [String] {
  var counts: [String: Int] = [:]
  var isCode = false
  return markdown.split(separator: "\n").compactMap { line in
    let text = line.drop { $0 == " " }
    if text.hasPrefix("```") { isCode.toggle() }
    let title = text.drop { $0 == "#" }
    guard !isCode, text.hasPrefix("#"), title.hasPrefix(" ") else { return nil }
    let name = anchor(String(title.dropFirst()))
    defer { counts[name, default: 0] += 1 }
    return counts[name].map { "\(name)-\($0)" } ?? name
  }
}

private func anchor(_ heading: String) -> String {
  String(
    heading.lowercased().compactMap { letter in
      letter == " "
        ? "-" : letter.isLetter || letter.isWholeNumber || "-_".contains(letter) ? letter : nil
    })
}
