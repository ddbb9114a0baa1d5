import Foundation
import TestSupport
import Testing

@testable import Classroom

/// The tutorial of `Tensors` is one program, and does what its page says. `.ci/dependent` shows the same for a
/// package that depends on this one by version.
@Suite struct TutorialTests {
  let text: String
  let root: URL

  init() throws {
    root = try Catalogue().root
    text = try String(
      contentsOf: root.appendingPathComponent(
        "Sources/Tensors/Tensors.docc/SecondDerivatives.md"), encoding: .utf8)
  }

  /// The lines of the page's blocks in a language, block after block.
  private func lines(in language: String) -> [Substring] {
    var lines: [Substring] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```\(language)"
      } else if isInside {
        lines.append(line)
      }
    }
    return lines
  }

  @Test("the program on the page compiles, and prints every line that the page shows")
  func program() throws {
    let scratch = try TemporaryFolder()
    let source = scratch.file("main.swift")
    let code = lines(in: "swift").joined(separator: "\n")
    try Data(code.utf8).write(to: source)
    let objects = scratch.file("objects.txt")
    let list = try BuildFolder(products: Command.products).linkedObjects()
      .filter { path in
        // By module, not by file: NamedTensors is another module's.
        path.split(separator: "/").contains {
          ["Tensors", "Preconditions"].contains($0.prefix(while: \.isLetter))
            && !$0.hasSuffix(".swift.o")
        }
      }
    try Data(list.map { "\"\($0)\"\n" }.joined().utf8).write(to: objects)
    let program = scratch.file("program").path
    let compiler = try Command(
      "/usr/bin/env",
      compilation(products: Command.products, root: root, scratch: scratch.url)
        + ["-o", program, source.path, "@\(objects.path)"])
    compiler.wait()
    #expect(compiler.status == 0, "\(compiler)")
    let run = try Command(program, [])
    run.wait()
    #expect(run.status == 0, "\(run)")
    let said = run.output.split(separator: "\n")
    let shown = lines(in: "text")
    #expect(shown.count > 10)
    #expect(said == shown, "the program prints:\n\(run.output)")
  }
}
