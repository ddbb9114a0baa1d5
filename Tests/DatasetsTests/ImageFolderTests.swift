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

  /// What is learnt from of a picture.
  static func levels(of picture: Image) -> [UInt8] {
    picture.centerSquare.resized(width: 8, height: 8).pixels
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

  @Test("without pictures of its own a folder has those of the folders within, however nested")
  func nested() throws {
    let folder = try TemporaryFolder()
    func add(_ name: String, _ level: UInt8) throws {
      let file = folder.file("set/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Image(width: 8, height: 8, channels: .gray, level: level).write(to: file)
    }
    for (name, level) in [
      ("b/1.png", 10), ("b/0.png", 20), ("a/x/y/2.png", 30), ("c.png/3.png", 40),
    ] {
      try add(name, UInt8(level))
    }
    try Data("where they are from".utf8).write(to: folder.file("set/README"))
    try Data("one,two".utf8).write(to: folder.file("set/b/list.csv"))
    // A link that leads back to where it came from.
    try FileManager.default.createSymbolicLink(
      at: folder.file("set/a/back"), withDestinationURL: folder.file("set"))
    let path = folder.file("set").path
    let images = try ImageFolder(path, as: Self.format)
    #expect((0..<images.count).map { images.levels([$0])[0] } == [30, 20, 10, 40])
    #expect(images.skipped.isEmpty)
    #expect(try ImageFolder(path, pattern: "[01].png", as: Self.format).count == 2)
    // As classes they may be nested too.
    let files = try ImageFiles(in: path, pattern: "*", as: Self.format, labelled: true)
    #expect(files.classes.map { "\($0)" } == ["a", "b", "c.png"] && files.labels == [0, 1, 1, 2])
    // With a picture of its own it has that alone.
    try add("4.png", 50)
    #expect(try ImageFolder(path, as: Self.format).count == 1)
  }

  @Test("folders within are classes where labels are wanted, and each image knows its own")
  func classes() throws {
    let folder = try TemporaryFolder()
    for (name, count) in [("cats", 14), ("ants", 9), ("empty", 0)] {
      try FileManager.default.createDirectory(
        at: folder.file(name), withIntermediateDirectories: true)
      for index in 0..<count {
        try Image(width: 8, height: 8, channels: .gray, level: name == "cats" ? 200 : 100)
          .write(to: folder.file("\(name)/\(index).png"))
      }
    }
    let (training, testing) = try ImageFolder.split(
      folder.path, as: Self.format, labelled: true)
    #expect(training.count + testing.count == 23)
    for images in [training, testing] {
      #expect(images.classNames == ["ants", "cats"])
      let labels = images.classes(of: Array(0..<images.count))
      for (index, label) in labels.enumerated() {
        #expect(images.levels([index])[0] == (label == 1 ? 200 : 100))
      }
    }
    #expect(Set(training.classes(of: Array(0..<training.count))) == [0, 1])
    let flat = error {
      try ImageFolder.split(folder.file("cats").path, as: Self.format, labelled: true).training
    }
    #expect(flat?.isMissing == true && "\(flat!)".contains("one for each class"))
  }

  @Test(
    "of each picture the square in the middle is taken, and becomes gray or RGB", arguments: [1, 3])
  func formats(channels: Int) throws {
    let folder = try TemporaryFolder()
    let picture = Self.picture(5, width: 31, height: 9)
    try picture.write(to: folder.file("a.png"))
    let kind: Image.Channels = channels == 1 ? .gray : .rgb
    let images = try ImageFolder(folder.path, as: ImageFormat(side: 8, channels: kind))
    #expect(images.levels([0]) == Self.levels(of: picture.converted(to: kind)))
    // Columns 11 to 19 of 31.
    var cut: [UInt8] = []
    for row in 0..<9 {
      let start = (row * 31 + 11) * 3
      cut += picture.pixels[start..<start + 27]
    }
    let square = Image(width: 9, height: 9, channels: .rgb, pixels: cut)
    #expect(
      images.levels([0]) == square.converted(to: kind).resized(width: 8, height: 8).pixels)
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
    // A list is no damaged picture; a file that says it is a picture, and is a text, is.
    #expect(all.count == 4 && all.skipped.isEmpty && all.warning == nil)
    try Data("a,b".utf8).write(to: folder.file("list.png"))
    #expect(try ImageFolder(folder.path, as: Self.format).skipped.map(\.path) == ["list.png"])
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
    try FileManager.default.createDirectory(
      at: folder.file("faces/img"), withIntermediateDirectories: true)
    try Self.picture(0).write(to: folder.file("faces/img/0.png"))
    try Data("where they are from".utf8).write(to: folder.file("faces/README"))
    #expect(try ImageFolder(path + "/faces", as: Self.format).count == 1)
    try FileManager.default.removeItem(at: folder.file("faces/img/0.png"))
    let text = error { try ImageFolder(path + "/faces", as: Self.format) }
    #expect(text?.isMissing == true)
    #expect(
      text?.description == "\(path)/faces: no pictures among its 1 files, such as README")
    try FileManager.default.removeItem(at: folder.file("faces/README"))
    let within = error { try ImageFolder(path + "/faces", as: Self.format) }
    #expect(within?.description.hasSuffix("and no pictures in folders within it") == true)
    let empty2 = error { try ImageFolder("", as: Self.format) }
    #expect(empty2?.description == "--data: give the path of a folder")
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
    #expect(warning.contains("07.png: a GIF picture; turn it into PNG or JPEG"))
    for (index, level) in [0, 1, 2, 4, 5, 6, 8, 9, 10, 11].enumerated() {
      #expect(
        images.levels([index]) == Self.levels(of: Self.picture(17 * level)))
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
    #expect(
      text.hasPrefix(
        "\(folder.path): 2 images; this batch needs 3 or more; 5 more cannot be read: 00.png: trunc"
      ))
    #expect(text.contains("02.png") && !text.contains("03.png") && text.hasSuffix("; and 2 more"))
    for index in 5..<7 { try Self.truncate(folder, "0\(index).png") }
    #expect(error { try ImageFolder(folder.path, as: Self.format, atLeast: 0) }?.isMissing == false)
  }

  /// The first samples of all images: with ``picture(_:)`` they tell which is which.
  private func levels(_ images: ImageFolder) -> Set<[UInt8]> {
    Set((0..<images.count).map { images.levels([$0]) })
  }

  @Test("one image in ten, by its name, is for testing: no damage and no other file moves one")
  func splits() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 100)
    let (training, testing) = try ImageFolder.split(folder.path, as: Self.format)
    let before = (levels(training), levels(testing))
    #expect(training.count + testing.count == 100 && (4...16).contains(testing.count))
    #expect(before.0.isDisjoint(with: before.1))
    try Self.truncate(folder, "05.png")
    for index in 0..<30 {
      try Image(width: 9, height: 9, channels: .gray, level: UInt8(index))
        .write(to: folder.file("0\(index)-added.png"))
    }
    let (more, moreTests) = try ImageFolder.split(folder.path, as: Self.format)
    let damaged = Self.levels(of: Self.picture(17 * 5))
    // Names for what is true: a failure need not print all levels.
    let (after, afterTests) = (levels(more), levels(moreTests))
    let staysInTraining = before.0.subtracting([damaged]).isSubset(of: after)
    let staysInTesting = before.1.subtracting([damaged]).isSubset(of: afterTests)
    #expect(staysInTraining && staysInTesting)
    let isDisjoint = after.isDisjoint(with: afterTests)
    #expect(isDisjoint)
    // Whichever of the two it belongs to, it is named.
    #expect(more.skipped.map(\.path) == ["05.png"] && more.warning == moreTests.warning)
    #expect(more.warning?.contains("1 of 130 files are left out: 05.png: truncated") == true)
  }

  @Test("fewer than twenty are counted, and how many are needed is said; twenty are enough")
  func counts() throws {
    let folder = try TemporaryFolder()
    for (count, batch, needed) in [(10, 2, 20), (19, 16, 20), (19, 18, 20), (19, 64, 71)] {
      try Self.fill(folder, count: count)
      let error = #expect(throws: DatasetError.self) {
        _ = try ImageFolder.split(folder.path, as: Self.format, atLeast: batch)
      }
      #expect(error?.isMissing == false)
      #expect(
        error?.description
          == "\(folder.path): \(count) images; this batch needs \(needed) or more, "
          + "of which every tenth is for testing")
    }
    try Self.fill(folder, count: 20)
    let (training, testing) = try ImageFolder.split(folder.path, as: Self.format, atLeast: 8)
    #expect(training.count + testing.count == 20 && testing.count >= 2)
    try Self.truncate(folder, "07.png")
    let error = #expect(throws: DatasetError.self) {
      _ = try ImageFolder.split(folder.path, as: Self.format, atLeast: 8)
    }
    let text = error?.description ?? ""
    #expect(text.contains("19 images; this batch needs 20 or more"))
    #expect(text.contains("1 more cannot be read: 07.png: truncated"))
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

  @Test(
    "a file that goes while a run streams is replaced by the next, and named; then none is left")
  func lost() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder, count: 4)
    let images = try ImageFolder(folder.path, as: Self.format, memoryLimit: 0)
    let before = (0..<4).map { images.levels([$0]) }
    #expect(images.lostFiles.isEmpty && images.loss == nil && !images.isGone)
    try FileManager.default.removeItem(at: folder.file("03.png"))
    #expect(images.levels([3, 1]) == before[0] + before[1])
    #expect(images.lostFiles == [ImageError(path: "03.png", problem: .notFound)])
    #expect(
      images.loss
        == "\(folder.path): 1 of 4 files could not be read again while the run went on, and "
        + "others stand in for them: 03.png: no such file")
    #expect(!images.isGone)
    for index in 0..<3 { try FileManager.default.removeItem(at: folder.file("0\(index).png")) }
    _ = images.levels([2])
    #expect(images.isGone && images.lostFiles.count == 4)
    #expect(images.loss?.contains("4 of 4 files could not be read again") == true)
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
