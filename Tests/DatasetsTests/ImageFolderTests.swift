import Foundation
import Images
import TestSupport
import Testing

@testable import Datasets

@Suite("Folders of images")
struct ImageFolderTests {
  static let format = ImageFormat(side: 8, channels: .rgb)

  /// A picture all of whose levels are `level`, and a slope from there.
  static func picture(_ level: Int, width: Int = 12, height: Int = 9) -> Image {
    Image(
      width: width, height: height, channels: .rgb,
      pixels: (0..<width * height * 3).map { UInt8((level + $0) % 256) })
  }

  /// `count` files, 00.png and so on.
  static func fill(_ folder: TemporaryFolder, count: Int) throws {
    for index in 0..<count {
      try picture(17 * index).write(to: folder.file("\(index < 10 ? "0" : "")\(index).png"))
    }
  }

  static func truncate(_ folder: TemporaryFolder, _ name: String) throws {
    let whole = try folder.contents(name)
    try whole.prefix(whole.count / 2).write(to: folder.file(name))
  }

  private func error(_ body: () throws -> ImageFolder) -> DatasetError? {
    #expect(throws: DatasetError.self) { _ = try body() }
  }

  @Test("images stand in the order of their names, in one size, as bytes")
  func order() throws {
    let folder = try TemporaryFolder()
    for (name, level) in [
      ("b.png", 20), ("a.png", 10), ("B.png", 30), ("c10.png", 50), ("c9.png", 40),
    ] {
      try Image(width: 3 + level, height: 5, channels: .gray, level: UInt8(level))
        .write(to: folder.file(name))
    }
    let images = try ImageFolder(folder.path, as: Self.format)
    #expect(images.shape == [5, 8, 8, 3])
    #expect(images.skipped.isEmpty && images.warning == nil)
    // B before a, and c10 before c9: byte by byte.
    for (index, level) in [30, 10, 20, 50, 40].enumerated() {
      #expect(images.levels([index]) == Array(repeating: UInt8(level), count: 192))
    }
    #expect(images.tensor([3, 1], in: .unit).shape == [2, 8, 8, 3])
    #expect(images.tensor([3, 1], flattened: true).shape == [2, 192])
    #expect(images.tensor([1], in: .unit).scalars[0] == Float(10) / 255)
  }

  @Test("each picture is squashed into the square, and becomes gray or RGB", arguments: [1, 3])
  func formats(channels: Int) throws {
    let folder = try TemporaryFolder()
    let picture = Self.picture(5, width: 31, height: 9)
    try picture.write(to: folder.file("a.png"))
    let kind: Image.Channels = channels == 1 ? .gray : .rgb
    let images = try ImageFolder(folder.path, as: ImageFormat(side: 8, channels: kind))
    #expect(images.levels([0]) == picture.converted(to: kind).resized(width: 8, height: 8).pixels)
    #expect(images.shape == [1, 8, 8, channels])
  }

  @Test("only names that match, no hidden files, and nothing from folders within")
  func pattern() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 3)
    try Self.picture(0).write(to: folder.file("page.png"))
    try Self.picture(0).write(to: folder.file(".hidden.png"))
    try Data("a,b".utf8).write(to: folder.file("labels.csv"))
    try FileManager.default.createDirectory(
      at: folder.file("within.png"), withIntermediateDirectories: false)
    #expect(try ImageFolder(folder.path, pattern: "*.png", as: Self.format).count == 4)
    #expect(try ImageFolder(folder.path, pattern: "[0-9]*.png", as: Self.format).count == 3)
    let all = try ImageFolder(folder.path, as: Self.format)
    #expect(all.count == 4 && all.skipped.map(\.path) == ["labels.csv"])
  }

  @Test("no folder, no files, no such names: missing, and the message says what to do")
  func missing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    let none = error { try ImageFolder(path + "/none", as: Self.format) }
    #expect(none?.isMissing == true)
    #expect(none?.description == "\(path)/none: no such folder; see --data")
    let empty = error { try ImageFolder(path, as: Self.format) }
    #expect(empty?.isMissing == true)
    #expect(empty?.description.hasPrefix("\(path): no files in this folder") == true)
    try Self.fill(folder, count: 2)
    let file = error { try ImageFolder(path + "/00.png", as: Self.format) }
    #expect(file?.isMissing == true && file?.description.contains("not a folder") == true)
    let unmatched = error { try ImageFolder(path, pattern: "*.jpg", as: Self.format) }
    #expect(unmatched?.isMissing == true)
    #expect(
      unmatched?.description == "\(path): none of its 2 files, such as 00.png, "
        + "has a name like --images-pattern '*.jpg'")
    let test = error { try ImageFolder(path, split: .test, as: Self.format) }
    #expect(test?.isMissing == true && test?.description.contains("every tenth") == true)
  }

  @Test(
    "a damaged file is left out and listed; the others keep their order", arguments: [true, false])
  func damaged(inMemory: Bool) throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 12)
    try Self.truncate(folder, "03.png")
    try Data("GIF89a, and so on".utf8).write(to: folder.file("07.png"))
    let images = try ImageFolder(
      folder.path, as: Self.format, memoryLimit: inMemory ? 1 << 20 : 0)
    #expect(images.isInMemory == inMemory)
    #expect(images.count == 10 && images.shape[0] == 10)
    #expect(images.skipped.map(\.path) == ["03.png", "07.png"])
    let warning = try #require(images.warning)
    #expect(warning.hasPrefix("\(folder.path): 2 of 12 files are left out: 03.png: truncated"))
    #expect(warning.contains("07.png: not a PNG file"))
    for (index, level) in [0, 1, 2, 4, 5, 6, 8, 9, 10, 11].enumerated() {
      #expect(
        images.levels([index]) == Self.picture(17 * level).resized(width: 8, height: 8).pixels)
    }
  }

  @Test("none left, or fewer than a batch: bad data, with the first few names and how many more")
  func tooFew() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 7)
    for index in 0..<5 { try Self.truncate(folder, "0\(index).png") }
    #expect(try ImageFolder(folder.path, as: Self.format, atLeast: 2).count == 2)
    let few = error { try ImageFolder(folder.path, as: Self.format, atLeast: 3) }
    #expect(few?.isMissing == false)
    let text = few?.description ?? ""
    #expect(text.hasPrefix("\(folder.path): 2 of 7 files can be read, 3 are needed: 00.png: trunc"))
    #expect(text.contains("02.png") && !text.contains("03.png") && text.hasSuffix("; and 2 more"))
    for index in 5..<7 { try Self.truncate(folder, "0\(index).png") }
    #expect(error { try ImageFolder(folder.path, as: Self.format, atLeast: 0) }?.isMissing == false)
  }

  @Test("every tenth image is for testing, whatever is damaged, and no image is in both")
  func splits() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 23)
    try Self.truncate(folder, "05.png")
    let train = try ImageFolder(folder.path, split: .train, as: Self.format)
    let test = try ImageFolder(folder.path, split: .test, as: Self.format)
    #expect(train.count == 20 && test.count == 2)
    for (index, level) in [9, 19].enumerated() {
      #expect(test.levels([index]) == Self.picture(17 * level).resized(width: 8, height: 8).pixels)
    }
    let training = (0..<20).map { train.levels([$0]) }
    #expect(!training.contains(test.levels([0])) && !training.contains(test.levels([1])))
  }

  @Test("read ahead, read when asked for, or kept in memory: the same tensors")
  func streamed() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 23)
    for order in [Batches.Order.shuffled(), .shuffled(short: .keep), .withReplacement] {
      let kept = try ImageFolder(folder.path, as: Self.format)
      let asked = try ImageFolder(folder.path, as: Self.format, memoryLimit: 23 * 192 - 1)
      let ahead = try ImageFolder(folder.path, as: Self.format, memoryLimit: 0)
      #expect(kept.isInMemory && !asked.isInMemory && !ahead.isInMemory)
      var batches = Batches(of: 23, size: 5, order: order, seed: 1)
      batches.position = 7
      ahead.follow(batches)
      for step in 0..<20 {
        let indices = batches.next()
        let expected = kept.tensor(indices).scalars
        #expect(asked.tensor(indices).scalars == expected)
        #expect(ahead.tensor(indices).scalars == expected)
        // Something else in between, as for an evaluation.
        if step % 3 == 0 { #expect(ahead.levels([4, 4, 22]) == kept.levels([4, 4, 22])) }
      }
      // Sent elsewhere, it reads what it is asked for.
      batches.position = 100
      let indices = batches.next()
      #expect(ahead.levels(indices) == kept.levels(indices))
    }
  }

  @Test("a file that goes while a run streams is replaced by the next, and named")
  func lost() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 4)
    let images = try ImageFolder(folder.path, as: Self.format, memoryLimit: 0)
    let before = (0..<4).map { images.levels([$0]) }
    #expect(images.lostFiles.isEmpty)
    try FileManager.default.removeItem(at: folder.file("03.png"))
    #expect(images.levels([3, 1]) == before[0] + before[1])
    #expect(images.lostFiles == [ImageError(path: "03.png", problem: .notFound)])
    for index in 0..<3 { try FileManager.default.removeItem(at: folder.file("0\(index).png")) }
    #expect(images.levels([2]) == Array(repeating: 128, count: 192))
  }

  @Test("at most so many batches are read ahead as there is room for")
  func bound() throws {
    let read = Locked(0)
    let ahead = ImagesAhead(Batches(of: 10, size: 2, seed: 1)) { indices in
      read.with { $0 += 1 }
      return indices.map { UInt8($0) }
    }
    defer { ahead.stop() }
    var batches = Batches(of: 10, size: 2, seed: 1)
    // It gets so far, and then no further: it would take microseconds.
    while read.with({ $0 }) < ImagesAhead.depth { usleep(1000) }
    usleep(100_000)
    #expect(read.with { $0 } == ImagesAhead.depth)
    for taken in 1...5 {
      let indices = batches.next()
      var levels = ahead.take(indices)
      // Nothing has begun to read it yet: as a folder does, ask again or read it oneself.
      while levels == nil {
        usleep(1000)
        levels = ahead.take(indices)
      }
      #expect(levels == indices.map { UInt8($0) })
      #expect(read.with { $0 } <= taken + ImagesAhead.depth)
    }
  }

  @Test("a batch that does not come next is not given, nor another in its place")
  func mismatch() {
    let read = Locked(0)
    let ahead = ImagesAhead(Batches(of: 100, size: 2, seed: 1)) { indices in
      read.with { $0 += 1 }
      return indices.map { UInt8($0) }
    }
    defer { ahead.stop() }
    var batches = Batches(of: 100, size: 2, seed: 1)
    let (first, second) = (batches.next(), batches.next())
    while read.with({ $0 }) < ImagesAhead.depth { usleep(1000) }
    #expect(ahead.take([100, 100]) == nil)
    #expect(ahead.take(second) == nil)
    #expect(ahead.take(first) == first.map { UInt8($0) })
    #expect(ahead.take(second) == second.map { UInt8($0) })
  }
}
