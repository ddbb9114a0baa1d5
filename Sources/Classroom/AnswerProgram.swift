import Exercises
import Foundation
import Images

/// Answers compiled into a program of their own, which checks one of them at a time.
///
/// The program is linked to the objects that this workbook was linked from, so it needs the compiler
/// and no package manager: it is built in about two seconds, and whatever else in the package does not
/// compile is of no concern.
public final class AnswerProgram: Sendable {
  /// The answer's source does not compile; the compiler's own words.
  public struct CompileError: Error, Sendable {
    public let message: String
  }

  private let folder: URL
  private let root: URL

  /// Compiles one answer, in the learner's own file.
  ///
  /// - Parameters:
  ///   - products: the folder of the built workbook.
  ///   - root: the top of the workbook.
  /// - Throws: ``CompileError``, or ``ClassroomError`` if something of the workbook is missing.
  public convenience init(answer: URL, products: URL, root: URL) throws {
    let source = try String(contentsOf: answer, encoding: .utf8)
    try self.init(
      sources: [answer], main: main(answers: [("answer", "Answer")], of: [source]),
      products: products, root: root)
  }

  /// Compiles many answers at once: each text is put into an enumeration of its own.
  ///
  /// An answer therefore has no extensions and no functions outside its types.
  public convenience init(answers: [(key: String, file: URL)], products: URL, root: URL) throws {
    let copies = try Scratch()
    var sources: [URL] = []
    var names: [(key: String, type: String)] = []
    var texts: [String] = []
    for (index, answer) in answers.enumerated() {
      let text = try String(contentsOf: answer.file, encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      // An import is lifted out, and an empty line left in its place: the line numbers stay.
      let imports = lines.filter { $0.hasPrefix("import ") }
      let body = lines.map { $0.hasPrefix("import ") ? "" : $0 }
      let file = copies.url.appendingPathComponent("Answer\(index).swift")
      let wrapped =
        imports.joined(separator: "; ")
          + """
          ; enum Answers\(index) {
          #sourceLocation(file: "\(answer.file.path)", line: 1)
          \(body.joined(separator: "\n"))
          #sourceLocation()
          }

          """
      try Data(wrapped.utf8).write(to: file)
      sources.append(file)
      names.append((answer.key, "Answers\(index).Answer"))
      texts.append(text)
    }
    try self.init(
      sources: sources, main: main(answers: names, of: texts), products: products, root: root)
  }

  private init(sources: [URL], main: String, products: URL, root: URL) throws {
    let scratch = try Scratch()
    (folder, self.root) = (scratch.url, root)
    scratch.keep()
    let mainFile = folder.appendingPathComponent("main.swift")
    let objectList = folder.appendingPathComponent("objects.txt")
    try Data(main.utf8).write(to: mainFile)
    let objects = try linkedObjects(products)
    try Data(objects.map { "\"\($0)\"\n" }.joined().utf8).write(to: objectList)

    func path(_ url: URL) -> String {
      url.path.hasPrefix(root.path + "/")
        ? String(url.path.dropFirst(root.path.count + 1)) : url.path
    }
    var arguments = [
      "swiftc", "-swift-version", "6", "-Onone", "-wmo", "-suppress-warnings",
      "-module-name", "LearnersAnswer", "-I", products.appendingPathComponent("Modules").path,
      "-I", "Sources/CPNG", "-I", "Sources/CZlib",
      "-module-cache-path", products.appendingPathComponent("ModuleCache").path,
      "-o", folder.appendingPathComponent("program").path, mainFile.path,
    ]
    arguments += sources.map(path) + ["@\(objectList.path)"]
    arguments += try libraryFlags(in: folder)
    let compiler = try Child(arguments, in: root, scratch: folder)
    if compiler.status == 0 { return }

    let text = compiler.output + compiler.errors
    if text.contains("cannot find 'Answer' in scope") {
      throw CompileError(message: "\(path(sources[0])): there is no `struct Answer` in this file")
    }
    let isOurs = ["no such module 'Exercises'", "created by a different version of the compiler"]
      .contains { text.contains($0) }
    guard text.contains(".swift:"), !isOurs else {
      throw ClassroomError.notBuilt(
        "the check cannot be built; type `swift build` first. The compiler says:\n\(text)")
    }
    throw CompileError(message: beginning(of: text))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Checks one answer.
  ///
  /// - Parameter limit: after so many seconds the program is ended.
  public func outcome(
    of key: String = "answer", variant: String = "", limit: Int = 60
  ) throws -> Outcome {
    let scratch = try Scratch()
    let verdict = scratch.url.appendingPathComponent("outcome.json")
    let child = try Child(
      [folder.appendingPathComponent("program").path, key, verdict.path, variant, "\(limit)"],
      in: root, scratch: scratch.url)
    var outcome: Outcome
    if let bytes = try? Data(contentsOf: verdict),
      let written = try? JSONDecoder().decode(Outcome.self, from: bytes)
    {
      outcome = written
    } else if child.signal == SIGALRM {
      outcome = Outcome(.wrong, "still running after \(limit) seconds: does a loop not end?")
    } else if let sentence = child.errors.firstRange(of: "Fatal error: ").map({ range in
      child.errors[range.upperBound...].prefix { $0 != "\n" }
    }) {
      outcome = Outcome(.wrong, "the program stopped: \(sentence)")
    } else {
      outcome = Outcome(.wrong, "the program stopped before the check was done")
    }
    outcome.printed = child.output.isEmpty ? nil : child.output
    return outcome
  }
}

/// One mistake can have many consequences: the first lines name it.
private func beginning(of text: String) -> String {
  let lines = text.trimmingCharacters(in: .whitespacesAndNewlines).split(
    separator: "\n", omittingEmptySubsequences: false)
  let rest = lines.count > 40 ? "\n… and \(lines.count - 40) lines more" : ""
  return lines.prefix(40).joined(separator: "\n") + rest
}

/// What the workbook itself was linked from, but for its own main program: what a renamed file has left
/// behind in the build folder is not in it. What an answer may import stands in `Package.swift` alone, as
/// what its check depends on.
private func linkedObjects(_ products: URL) throws(ClassroomError) -> [String] {
  let list = products.appendingPathComponent("workbook.product/Objects.LinkFileList")
  guard let text = try? String(contentsOf: list, encoding: .utf8) else {
    throw .notBuilt("\(list.path): not found; type `swift build --product workbook`")
  }
  return text.split(separator: "\n").map { $0.trimmingCharacters(in: ["'", "\""]) }
    .filter { !$0.contains("/workbook.build/") }
}

/// Where libpng is, as the package's own build finds it.
private func libraryFlags(in scratch: URL) throws -> [String] {
  let child = try Child(
    ["pkg-config", "--cflags", "--libs", "libpng"], in: scratch, scratch: scratch)
  let flags = child.output.split { $0 == " " || $0 == "\n" }.map(String.init)
  return (flags.isEmpty ? ["-lpng"] : flags.flatMap { $0.hasPrefix("-I") ? ["-Xcc", $0] : [$0] })
    + ["-lz"]
}

/// The program's main file, which names every answer's type.
private func main(answers: [(key: String, type: String)], of texts: [String]) -> String {
  let entries = answers.map { "  \"\($0.key)\": \($0.type).self,\n" }.joined()
  return "import Exercises\n\njudge([\n\(entries)])\n"
}
