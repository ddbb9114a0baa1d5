import Foundation
import Tensors
import TestSupport
import Testing

@testable import Runs

@Suite("A run killed while it writes a checkpoint")
struct CheckpointCrashTests {
  /// What lies in the folder before the writing that is cut short.
  enum Before: String, CaseIterable {
    case nothing, one, two, onlyPrevious, damagedLast, damagedPrevious
  }

  private func url(_ folder: TemporaryFolder, _ name: String) -> URL {
    folder.url.appendingPathComponent(name)
  }

  private func write(_ step: Int, in folder: TemporaryFolder) throws {
    try CheckpointTests.example(step: step).save(in: folder.url)
  }

  private func damage(_ file: URL) throws {
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: file)
  }

  private func prepare(_ before: Before, in folder: TemporaryFolder) throws {
    if before == .nothing { return }
    if before != .one { try write(1, in: folder) }
    try write(2, in: folder)
    switch before {
    case .onlyPrevious: try FileManager.default.removeItem(at: url(folder, Checkpoint.name))
    case .damagedLast: try damage(url(folder, Checkpoint.name))
    case .damagedPrevious: try damage(url(folder, Checkpoint.previousName))
    default: break
    }
  }

  private func readableStep(in folder: TemporaryFolder) -> Int? {
    try? Checkpoint.load(from: folder.url, for: CheckpointTests.need).checkpoint.step
  }

  @Test(
    "finds a good checkpoint, not older than the one it began with",
    arguments: Before.allCases, Checkpoint.Move.allCases)
  func killed(before: Before, after move: Checkpoint.Move) throws {
    let folder = try TemporaryFolder()
    try prepare(before, in: folder)
    let begin = readableStep(in: folder)
    #expect(begin == [.nothing: nil, .onlyPrevious: 1, .damagedLast: 1][before, default: 2])

    let killed = CheckpointError(path: "", .unwritable("killed"))
    #expect(throws: killed) {
      try CheckpointTests.example(step: 3).save(in: folder.url) { reached throws(CheckpointError) in
        if reached == move { throw killed }
      }
    }
    let found = readableStep(in: folder)
    // Until the last one leaves its place, it is what counts.
    #expect(found == (move == .wroteNext ? begin ?? 3 : 3))

    // And the next writing goes as if nothing had happened: what was found is the one before.
    try write(4, in: folder)
    #expect(readableStep(in: folder) == 4)
    #expect(!FileManager.default.fileExists(atPath: url(folder, Checkpoint.nextName).path))
    try damage(url(folder, Checkpoint.name))
    #expect(readableStep(in: folder) == found)
  }

  @Test("even a damaged last one, with no reader in between, never leaves none")
  func damagedLast() throws {
    for move in Checkpoint.Move.allCases {
      let folder = try TemporaryFolder()
      try prepare(.damagedLast, in: folder)
      let killed = CheckpointError(path: "", .unwritable("killed"))
      #expect(throws: killed) {
        try CheckpointTests.example(step: 3).save(in: folder.url) {
          reached throws(CheckpointError) in
          if reached == move { throw killed }
        }
      }
      #expect(readableStep(in: folder) == 3, "\(move)")
    }
  }

  @Test("the one before is read, and a note says so, when the last is damaged or gone")
  func fallsBack() throws {
    let folder = try TemporaryFolder()
    try write(1, in: folder)
    try write(2, in: folder)
    try damage(url(folder, Checkpoint.name))
    let (checkpoint, note) = try Checkpoint.load(from: folder.url, for: CheckpointTests.need)
    #expect(checkpoint.step == 1)
    #expect(note?.contains("\(Checkpoint.name) is damaged; going on from") == true)
    #expect(note?.hasSuffix("\(Checkpoint.previousName), step 1") == true)

    try write(2, in: folder)
    try damage(url(folder, Checkpoint.name))
    try damage(url(folder, Checkpoint.previousName))
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(from: folder.url, for: CheckpointTests.need)
    }
    #expect(error?.path.hasSuffix(Checkpoint.name) == true)
    #expect(error?.description.contains("damaged") == true)

    try FileManager.default.removeItem(at: url(folder, Checkpoint.name))
    try write(3, in: folder)
    try FileManager.default.moveItem(
      at: url(folder, Checkpoint.name), to: url(folder, Checkpoint.nextName))
    let (next, why) = try Checkpoint.load(from: folder.url, for: CheckpointTests.need)
    #expect(next.step == 3)
    #expect(why?.contains("is missing; going on") == true)
  }

  @Test("another run's checkpoint is an error even if an older one would fit")
  func anotherRun() throws {
    let folder = try TemporaryFolder()
    try write(1, in: folder)
    var other = CheckpointTests.example()
    other.facts["seed"] = "8"
    try other.save(in: folder.url)
    #expect(readableStep(in: folder) == nil)
  }

  @Test("a checkpoint that cannot be read is an error, and stays where it is")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    try write(1, in: folder)
    try write(2, in: folder)
    let last = url(folder, Checkpoint.name)
    try FileManager.default.removeItem(at: last)
    try FileManager.default.createDirectory(at: last, withIntermediateDirectories: false)
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(from: folder.url, for: CheckpointTests.need)
    }
    #expect(error?.problem == .unreadable("it is a folder or a device"))
  }

  @Test("no checkpoint, and a folder that cannot be written, are errors that name them")
  func notThere() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.relativePath
    #expect(throws: CheckpointError(path: path, .notFound)) {
      try Checkpoint.load(from: folder.url, for: CheckpointTests.need)
    }
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointTests.example().save(in: folder.url.appendingPathComponent("none"))
    }
    #expect(error?.status == .cannotWrite)
    #expect(error?.description.contains("none/\(Checkpoint.name): the checkpoint cannot") == true)
  }

  @Test("a run that begins anew leaves no former checkpoint")
  func removal() throws {
    let folder = try TemporaryFolder()
    try write(1, in: folder)
    try write(2, in: folder)
    try Checkpoint.removeAll(from: folder.url)
    try Checkpoint.removeAll(from: folder.url)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
