import Foundation
import Tensors
import TestSupport
import Testing

@testable import Lessons

@Suite("A cache of trained parameters")
struct ParameterCacheTests {
  private static var made: [Tensor] { [Tensor([1, 2, 3]), Tensor(rows: [[4], [5]])] }

  /// The parameters, and whether they had to be made.
  private func ask(
    _ folder: URL, _ name: String = "eye", shapes: [Shape] = made.map(\.shape)
  ) -> (scalars: [[Float]], wasMade: Bool) {
    var wasMade = false
    let parameters = ParameterCache(folder: folder).parameters(name, shapes: shapes) {
      wasMade = true
      return Self.made
    }
    return (parameters.map(\.scalars), wasMade)
  }

  @Test("what was made once is kept under its name, in a folder that is made for it")
  func kept() throws {
    let folder = try TemporaryFolder().url.appendingPathComponent("below/cache")
    let (first, again) = (ask(folder), ask(folder))
    #expect(first.wasMade && !again.wasMade)
    #expect(first.scalars == [[1, 2, 3], [4, 5]] && again.scalars == first.scalars)
    #expect(ask(folder, "other eye").wasMade)
    #expect(ask(folder, shapes: [[3], [2]]).wasMade)
  }

  @Test("a file that is damaged, cut or not ours is made anew", arguments: [0, 1, 2, 3])
  func damaged(how: Int) throws {
    let folder = try TemporaryFolder()
    _ = ask(folder.url)
    let file = folder.file("eye.safetensors")
    var bytes = try Data(contentsOf: file)
    switch how {
    case 0: bytes[bytes.count - 1] ^= 1  // The last bit of the last number.
    case 1: bytes.removeLast(4)
    case 2: bytes = Data("something else".utf8)
    default: bytes = Data()
    }
    try bytes.write(to: file)
    let again = ask(folder.url)
    #expect(again.wasMade && again.scalars == [[1, 2, 3], [4, 5]])
    #expect(!ask(folder.url).wasMade)
  }

  #if os(Linux)
    @Test("a user without a home has no cache, and not that of another")
    func home() {
      #expect(ParameterCache.usual([:]) == nil)
      #expect(ParameterCache.usual(["HOME": ""]) == nil)
      #expect(ParameterCache.usual(["HOME": "/root"])?.path == "/root/.cache")
      #expect(ParameterCache.usual(["HOME": "/root", "XDG_CACHE_HOME": "/x"])?.path == "/x")
    }
  #endif

  @Test("a folder that cannot be written costs time, and nothing else")
  func unwritable() throws {
    let scratch = try TemporaryFolder()
    try Data().write(to: scratch.file("file"))
    let folder = scratch.file("file").appendingPathComponent("cache")
    for _ in 0..<2 {
      let asked = ask(folder)
      #expect(asked.wasMade && asked.scalars == [[1, 2, 3], [4, 5]])
    }
  }
}
