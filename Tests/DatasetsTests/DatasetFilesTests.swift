import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("Finding data")
struct DatasetFilesTests {
  /// An IDX file of `count` images of `side` × `side` pixels, all of one level.
  static func images(_ count: Int, side: Int = 28, level: UInt8) -> Data {
    var bytes: [UInt8] = [0, 0, 8, 3]
    for size in [count, side, side] {
      bytes += [
        UInt8(size >> 24), UInt8(size >> 16 & 255), UInt8(size >> 8 & 255), UInt8(size & 255),
      ]
    }
    return Data(bytes) + Data(repeating: level, count: count * side * side)
  }

  static func labels(_ labels: [UInt8]) -> Data {
    Data([0, 0, 8, 1, 0, 0, 0, UInt8(labels.count)] + labels)
  }

  /// A folder of four plain files: three images of `level` to train with, two of `level` + 1 to test.
  static func fill(_ folder: URL, level: UInt8, spelling: (String) -> String = { $0 }) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, data) in zip(
      Dataset.fileNames,
      [
        images(3, level: level), labels([1, 2, 9]),
        images(2, level: level + 1), labels([7, 0]),
      ])
    {
      try data.write(to: folder.appendingPathComponent(spelling(name)))
    }
  }

  private func message(_ body: () throws -> ImageSet) -> String {
    let error = #expect(throws: DatasetError.self) { _ = try body() }
    return error?.description ?? ""
  }

  @Test("the places are $WORKBOOK_DATA and Data, in this order, or else --data alone")
  func places() {
    func paths(_ dataset: Dataset, _ data: String?, _ environment: [String: String]) -> [String] {
      dataset.folders(data: data, environment: environment).map(\.relativePath)
    }
    #expect(paths(.mnist, "here", ["WORKBOOK_DATA": "/all"]) == ["here", "here/mnist"])
    #expect(paths(.mnist, nil, ["WORKBOOK_DATA": "/all"]) == ["/all/mnist", "Data/mnist"])
    #expect(paths(.fashion, nil, ["WORKBOOK_DATA": "/all"]) == ["/all/fashion", "Data/fashion"])
    #expect(paths(.fashion, nil, ["WORKBOOK_DATA": ""]) == ["Data/fashion"])
    #expect(paths(.mnist, nil, [:]) == ["Data/mnist"])
  }

  @Test("each split has its own images and labels", arguments: [Dataset.mnist, .fashion])
  func splits(_ dataset: Dataset) throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 40)
    let train = try dataset.images(.train, in: [folder.url])
    #expect(train.shape == [3, 28, 28, 1] && train.labels == [1, 2, 9])
    #expect(train.pixels == Array(repeating: 40, count: 3 * 784))
    let test = try dataset.images(.test, in: [folder.url])
    #expect(test.shape == [2, 28, 28, 1] && test.labels == [7, 0])
    #expect(test.pixels == Array(repeating: 41, count: 2 * 784))
    #expect(test.classNames[7] == (dataset == .mnist ? "7" : "Sneaker"))
  }

  @Test("the first place that has all four files is taken")
  func order() throws {
    let folder = try TemporaryFolder()
    let places = ["first", "second", "third"].map { folder.file($0) }
    for (place, level) in zip(places, [10, 20, 30] as [UInt8]) {
      try Self.fill(place, level: level)
    }
    #expect(try Dataset.mnist.images(.train, in: places).pixels[0] == 10)
    try FileManager.default.removeItem(at: places[0].appendingPathComponent(Dataset.fileNames[3]))
    #expect(try Dataset.mnist.images(.train, in: places).pixels[0] == 20)
    try FileManager.default.removeItem(at: places[1])
    #expect(try Dataset.mnist.images(.train, in: places).pixels[0] == 30)
  }

  @Test("both spellings of the names are found")
  func spellings() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 50) { $0.replacingOccurrences(of: "-idx", with: ".idx") }
    #expect(try Dataset.mnist.images(.test, in: [folder.url]).pixels[0] == 51)
  }

  @Test("gzipped files are found, and a folder of a file's name is not taken for it")
  func gzipped() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 60) { "\($0).gz" }
    // A .gz that is not compressed is read as it is: the first two bytes tell, not the name.
    try FileManager.default.createDirectory(
      at: folder.file(Dataset.fileNames[0]), withIntermediateDirectories: false)
    #expect(try Dataset.mnist.images(.train, in: [folder.url]).pixels[0] == 60)
  }

  @Test("if nothing is found, the message names every place, what it lacks, and what to do")
  func missing() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.file("part"), level: 70)
    try FileManager.default.removeItem(at: folder.file("part/t10k-labels-idx1-ubyte"))
    let places = ["nowhere/a", folder.file("part").path, "nowhere/b"].map {
      URL(fileURLWithPath: $0)
    }
    let error = #expect(throws: DatasetError.self) {
      _ = try Dataset.fashion.images(.train, in: places)
    }
    #expect(error?.isMissing == true)
    #expect(
      error?.description == """
        --dataset fashion: its four files are not in nowhere/a (no such folder), nor in \
        \(folder.path)/part (no t10k-labels-idx1-ubyte), nor in nowhere/b (no such folder); \
        'make data' fetches them, and '--dataset drawn' needs none
        """)
  }

  @Test("as many labels as images, or an error that quotes both numbers")
  func mismatch() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 80)
    try Self.labels([1, 2]).write(to: folder.file("train-labels-idx1-ubyte"))
    let message = message { try Dataset.mnist.images(.train, in: [folder.url]) }
    #expect(
      message == """
        \(folder.path)/train-labels-idx1-ubyte: 2 labels at byte 4, expected 3, one for each image \
        of \(folder.path)/train-images-idx3-ubyte
        """)
    #expect(try Dataset.mnist.images(.test, in: [folder.url]).count == 2)
  }

  @Test("images of another size are refused, with the byte that says so")
  func size() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 90)
    try Self.images(3, side: 32, level: 90).write(to: folder.file("train-images-idx3-ubyte"))
    let error = #expect(throws: DatasetError.self) {
      _ = try Dataset.mnist.images(.train, in: [folder.url])
    }
    #expect(error?.isMissing == false)
    #expect(
      error?.description
        == "\(folder.path)/train-images-idx3-ubyte: images of 32 × 32 pixels at byte 8, "
        + "expected 28 × 28")
  }

  @Test("a damaged file in the first place is an error, not a reason to look further")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let places = [folder.file("first"), folder.file("second")]
    for place in places { try Self.fill(place, level: 100) }
    try Data([0, 0, 8]).write(to: places[0].appendingPathComponent("train-images-idx3-ubyte"))
    let message = message { try Dataset.mnist.images(.train, in: places) }
    #expect(message.contains("first/train-images-idx3-ubyte: ends at byte 3, expected 16 bytes"))
  }

  @Test("folders of the files' names, as one archive unpacks, are looked into")
  func nested() throws {
    let folder = try TemporaryFolder()
    for name in Dataset.fileNames {
      try FileManager.default.createDirectory(
        at: folder.file(name.replacingOccurrences(of: "-idx", with: ".idx")),
        withIntermediateDirectories: true)
    }
    try Self.fill(folder.url, level: 110) {
      let name = $0.replacingOccurrences(of: "-idx", with: ".idx")
      return "\(name)/\(name)"
    }
    #expect(try Dataset.mnist.images(.test, in: [folder.url]).pixels[0] == 111)
  }

  @Test("a folder above the one with the files says which to try")
  func above() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.file("MNIST/raw"), level: 120)
    let message = message { try Dataset.mnist.images(.train, in: [folder.url]) }
    #expect(
      message.contains(
        "(no train-images-idx3-ubyte; try --data \(folder.path)/MNIST/raw)"))
  }

  @Test("a page or a pointer in place of a file is called so")
  func downloads() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 130)
    let file = folder.file("train-images-idx3-ubyte")
    for (text, words) in [
      ("<!DOCTYPE html><html><title>Not found", "a web page (HTML)"),
      ("version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"), ("<html>", "a web page"),
    ] {
      try Data(text.utf8).write(to: file)
      let error = #expect(throws: DatasetError.self) {
        _ = try Dataset.mnist.images(.train, in: [folder.url])
      }
      #expect(error?.isMissing == false)
      #expect(error?.description.hasPrefix("\(file.path): ") == true)
      #expect(error?.description.contains(words) == true)
    }
  }

  @Test("another level, label, order or number is another fingerprint")
  func fingerprints() throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder.url, level: 140)
    let image = folder.file("train-images-idx3-ubyte")
    let before = try Dataset.mnist.images(.train, in: [folder.url]).fingerprint
    #expect(try Dataset.mnist.images(.train, in: [folder.url]).fingerprint == before)
    var inverted = try Data(contentsOf: image)
    inverted[100] ^= 255
    try inverted.write(to: image)
    let changed = try Dataset.mnist.images(.train, in: [folder.url]).fingerprint
    try Self.labels([1, 2, 8]).write(to: folder.file("train-labels-idx1-ubyte"))
    let relabelled = try Dataset.mnist.images(.train, in: [folder.url]).fingerprint
    try Self.images(2, level: 140).write(to: image)
    try Self.labels([1, 2]).write(to: folder.file("train-labels-idx1-ubyte"))
    let shorter = try Dataset.mnist.images(.train, in: [folder.url]).fingerprint
    #expect(Set([before, changed, relabelled, shorter]).count == 4)
    let digits = ImageSet(drawing: 0..<4, by: DrawnDigits(seed: 1))
    let large = ResizedImages(digits, as: ImageFormat(side: 56, channels: .rgb))
    #expect(large.fingerprint == digits.fingerprint)
    let faces = [
      DrawnFaceSet(drawing: 0..<4, by: DrawnFaces(seed: 1)),
      DrawnFaceSet(drawing: 1..<5, by: DrawnFaces(seed: 1)),
      DrawnFaceSet(drawing: 0..<5, by: DrawnFaces(seed: 1)),
      DrawnFaceSet(drawing: 0..<4, by: DrawnFaces(seed: 2)),
    ]
    #expect(Set(faces.map(\.fingerprint)).count == 4)
  }

  @Test("MNIST is found by $WORKBOOK_DATA", .enabled(if: IDXTests.mnist != nil, "no MNIST"))
  func real() throws {
    let train = try Dataset.mnist.images(.train)
    #expect(train.shape == [60_000, 28, 28, 1])
    #expect(train.labels.prefix(5) == [5, 0, 4, 1, 9])
    let test = try Dataset.mnist.images(.test)
    #expect(test.shape == [10_000, 28, 28, 1])
    #expect(test.labels.prefix(5) == [7, 2, 1, 0, 4])
    // The training images' mean is 0.1307; these are a little bolder.
    let pixels = test.tensor(0..<10_000, in: .unit, flattened: true)
    #expect(abs(pixels.mean().scalar - 0.1325) < 0.0001)
  }
}
