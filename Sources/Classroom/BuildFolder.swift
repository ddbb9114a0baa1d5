import Foundation

/// The folder of the built workbook, and where in it lies what an answer is compiled with.
///
/// SwiftPM has two build systems, and each lays its results out in its own way:
///
/// |               | native: `.build/debug`                | Swift Build: `.build/out/Products/Debug-linux`        |
/// |---------------|---------------------------------------|-------------------------------------------------------|
/// | modules       | in `Modules`                          | beside the programs                                   |
/// | module cache  | `ModuleCache`                         | `out/ModuleCache.noindex`                             |
/// | linked        | `workbook.product/Objects.LinkFileList` | `workbook.LinkFileList`, deep in `out/Intermediates.noindex` |
///
/// Native is what Swift 6.3 takes unasked, Swift Build what 6.4 does; `--build-system` names either.
struct BuildFolder {
  /// The folder that the workbook's program lies in.
  let products: URL

  /// Whether Swift Build has made it. The names of its folders tell: it has no other mark.
  private var isSwiftBuild: Bool {
    products.deletingLastPathComponent().lastPathComponent == "Products"
  }

  /// Swift Build's folder for all configurations, `.build/out`.
  private var top: URL { products.deletingLastPathComponent().deletingLastPathComponent() }

  /// Where the compiler finds the modules.
  var modules: URL { isSwiftBuild ? products : products.appendingPathComponent("Modules") }

  /// What the compiler keeps of the system's modules.
  var moduleCache: URL {
    isSwiftBuild
      ? top.appendingPathComponent("ModuleCache.noindex")
      : products.appendingPathComponent("ModuleCache")
  }

  /// What the workbook itself was linked from, but for its own main program: what a renamed file has left
  /// behind in the build folder is not in it. What an answer may import stands in `Package.swift` alone, as
  /// what its check depends on.
  ///
  /// - Throws: ``ClassroomError`` if there is no list.
  func linkedObjects() throws(ClassroomError) -> [String] {
    guard let list = linkFileList, let text = try? String(contentsOf: list, encoding: .utf8) else {
      throw .notBuilt(
        "\(products.path): no list of what the workbook was linked from; type `swift build "
          + (isSwiftBuild ? "--build-system swiftbuild " : "") + "--product workbook`")
    }
    return text.split(separator: "\n").map { $0.trimmingCharacters(in: ["'", "\""]) }
      .filter { !$0.contains("/workbook.build/") }
  }

  private var linkFileList: URL? {
    if !isSwiftBuild {
      return products.appendingPathComponent("workbook.product/Objects.LinkFileList")
    }
    // Intermediates.noindex/<package>.build/<configuration>/workbook.build/Objects-normal/<processor>
    let lists = files(in: top.appendingPathComponent("Intermediates.noindex")).flatMap { package in
      let target = package.appendingPathComponent(products.lastPathComponent)
        .appendingPathComponent("workbook.build/Objects-normal")
      return files(in: target).map { $0.appendingPathComponent("workbook.LinkFileList") }
    }
    // A build for two processors has two lists, and that of this program is as young as the program.
    return lists.compactMap { list in changed(list).map { (list, $0) } }.max { $0.1 < $1.1 }?.0
  }

  private func changed(_ file: URL) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: file.path))?[.modificationDate] as? Date
  }
}
