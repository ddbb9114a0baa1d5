import Foundation
import TestSupport
import Testing

@testable import Classroom

/// What an answer is compiled with is found in the layout of either build system. `.ci/swiftbuild` shows it with
/// a workbook that Swift Build has made.
@Suite struct BuildFolderTests {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func write(_ text: String, at path: String) throws -> URL {
    let file = scratch.file(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file
  }

  @Test("the native layout: modules in a folder of their own, the list beside the program")
  func native() throws {
    let list = "'/a b/debug/Tensors.build/Tensor.swift.o'\n/x/debug/workbook.build/Bench.swift.o\n"
    _ = try write(list, at: "x86_64-unknown-linux-gnu/debug/workbook.product/Objects.LinkFileList")
    let products = scratch.file("x86_64-unknown-linux-gnu/debug")
    let build = BuildFolder(products: products)
    #expect(try build.linkedObjects() == ["/a b/debug/Tensors.build/Tensor.swift.o"])
    #expect(build.modules.path == products.path + "/Modules")
    #expect(build.moduleCache.path == products.path + "/ModuleCache")
  }

  @Test("Swift Build's: modules beside the program, the list of this configuration far away")
  func swiftBuild() throws {
    let inside = "Objects-normal/x86_64/workbook.LinkFileList"
    for (configuration, object) in [("Debug-linux", "debug.o"), ("Release-linux", "release.o")] {
      let list = "/out/\(object)\n/out/workbook.build/Objects-normal/x86_64/Bench.o\n"
      let target = "out/Intermediates.noindex/gan-workbook.build/\(configuration)/workbook.build"
      _ = try write(list, at: "\(target)/\(inside)")
    }
    let products = scratch.file("out/Products/Release-linux")
    let build = BuildFolder(products: products)
    #expect(try build.linkedObjects() == ["/out/release.o"])
    #expect(build.modules.path == products.path)
    #expect(build.moduleCache.path == scratch.file("out/ModuleCache.noindex").path)
  }

  @Test("of two processors' lists the younger one is this program's")
  func processors() throws {
    let target = "out/Intermediates.noindex/gan-workbook.build/Debug/workbook.build/Objects-normal"
    let old = try write("/old.o\n", at: "\(target)/arm64/workbook.LinkFileList")
    _ = try write("/new.o\n", at: "\(target)/x86_64/workbook.LinkFileList")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: old.path)
    let build = BuildFolder(products: scratch.file("out/Products/Debug"))
    #expect(try build.linkedObjects() == ["/new.o"])
  }

  @Test(
    "where nothing was built the sentence names the folder and the command",
    arguments: [
      ("debug", "`swift build --product"), ("Products/Debug", "--build-system swiftbuild"),
    ])
  func missing(_ folder: String, _ words: String) throws {
    let build = BuildFolder(products: scratch.file(folder))
    let error = #expect(throws: ClassroomError.self) { try build.linkedObjects() }
    let sentence = try #require(error).description
    #expect(sentence.contains(scratch.file(folder).path) && sentence.contains(words), "\(sentence)")
  }
}
