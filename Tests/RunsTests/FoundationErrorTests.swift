import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite("What Foundation throws, in a sentence")
struct FoundationErrorTests {
  private func words(_ attempt: () throws -> Void) throws -> RunFailure {
    let error = try #require(throws: (any Error).self) { try attempt() }
    let failure = try #require(RunFailure(foundation: error))
    #expect(!failure.description.contains("NSCocoaErrorDomain"), "\(failure)")
    return failure
  }

  @Test(
    "the path and the system's words: a folder in a file's place, nothing there, no room to write")
  func sentences() throws {
    let folder = try TemporaryFolder()
    let missing = folder.file("missing")
    let reading = try words { _ = try Data(contentsOf: folder.url) }
    #expect(reading.description == "\(folder.path): cannot be used (Is a directory)")
    #expect(reading.status == .inputNotFound)

    let nothing = try words { _ = try FileHandle(forWritingTo: missing) }
    #expect(nothing.description == "\(missing.path): cannot be used (No such file or directory)")

    let writing = try words { try Data([1]).write(to: folder.url, options: .atomic) }
    #expect(writing.description == "\(folder.path): cannot be written (Is a directory)")
    #expect(writing.status == .cannotWrite)

    try Data([1]).write(to: missing)
    let making = try words {
      try FileManager.default.createDirectory(
        at: missing.appendingPathComponent("deeper"), withIntermediateDirectories: true)
    }
    #expect(making.description.hasSuffix("missing/deeper: cannot be written (Not a directory)"))
  }

  @Test("a program that is not there")
  func program() throws {
    let failure = try words {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/nowhere/pandoc")
      try process.run()
    }
    #expect(failure.description == "/nowhere/pandoc: cannot be used (No such file or directory)")
  }

  @Test("other errors are none of Foundation's")
  func others() {
    struct Own: Error {}
    #expect(RunFailure(foundation: Own())?.description == nil)
    #expect(RunFailure(foundation: RunFailure(.badData, ""))?.description == nil)
  }
}
