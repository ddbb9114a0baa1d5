#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import Classroom

  /// What is public in `Tensors` is what another package reads: each part says what it is.
  @Suite struct DocumentationTests {
    static let hasDocC = {
      let command = try? Command("/bin/sh", ["-c", "command -v docc"])
      command?.wait()
      return command?.status == 0
    }()

    #if arch(arm64)
      static let target = "aarch64-unknown-linux-gnu"
    #else
      static let target = "x86_64-unknown-linux-gnu"
    #endif

    /// The compiler's list of what is public, as DocC reads it.
    private struct Graph: Decodable {
      struct Symbol: Decodable {
        struct Comment: Decodable {}
        struct Identifier: Decodable { let precise: String }
        let pathComponents: [String]
        let identifier: Identifier
        let docComment: Comment?
      }
      let symbols: [Symbol]
    }

    /// Writes the list into a folder.
    private func writeSymbols(into folder: TemporaryFolder) throws {
      let modules = BuildFolder(products: Command.products).modules.path
      let extraction = try Command(
        "/usr/bin/env",
        [
          "swift", "symbolgraph-extract", "-module-name", "Tensors", "-I", modules, "-target",
          DocumentationTests.target, "-minimum-access-level", "public", "-output-dir", folder.path,
        ])
      extraction.wait()
      #expect(extraction.status == 0, "\(extraction)")
    }

    @Test("every public name of Tensors has a comment, its own or that of the protocol it meets")
    func comments() throws {
      let folder = try TemporaryFolder()
      try writeSymbols(into: folder)
      let graph = try JSONDecoder().decode(
        Graph.self, from: folder.contents("Tensors.symbols.json"))
      // What the standard library's own protocols add is not ours to explain.
      let own = graph.symbols.filter { !$0.identifier.precise.contains("::SYNTHESIZED::") }
      #expect(own.count > 200)
      for symbol in own where symbol.docComment == nil {
        Issue.record("\(symbol.pathComponents.joined(separator: ".")) has no comment")
      }
    }

    @Test(
      "DocC finds every link, and each parameter of a list that names some",
      .enabled(if: hasDocC, "there is no docc in PATH"))
    func catalogue() throws {
      let (folder, pages) = (try TemporaryFolder(), try TemporaryFolder())
      try writeSymbols(into: folder)
      let docC = try Command(
        "/usr/bin/env",
        [
          "docc", "convert",
          try Catalogue().root.appendingPathComponent("Sources/Tensors/Tensors.docc").path,
          "--additional-symbol-graph-dir", folder.path, "--fallback-display-name", "Tensors",
          "--fallback-bundle-identifier", "gan-workbook.Tensors", "--output-path", pages.path,
        ])
      docC.wait()
      #expect(docC.status == 0 && !"\(docC)".contains("warning:"), "\(docC)")
    }
  }
#endif
