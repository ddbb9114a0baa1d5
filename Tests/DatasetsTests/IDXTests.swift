import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("IDX files")
struct IDXTests {
  /// Two images of 1 × 3 pixels.
  static let plain: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]
  /// The same, by Python's gzip module with a time of 0.
  static let gzipped: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 255, 99, 96, 224, 96, 102, 96, 96, 96, 2, 98, 70, 32, 102, 102,
    100, 98, 102, 97, 101, 3, 0, 176, 67, 112, 254, 22, 0, 0, 0,
  ]

  private func images(_ bytes: [UInt8]) throws -> IDX.Images {
    let folder = try TemporaryFolder()
    try Data(bytes).write(to: folder.file("images"))
    return try IDX.images(at: folder.file("images"))
  }

  private func problem(_ bytes: [UInt8]) -> DatasetError.Problem? {
    do {
      _ = try images(bytes)
      return nil
    } catch { return (error as? DatasetError)?.problem }
  }

  @Test("gzipped or plain, the images are those in the file", arguments: [plain, gzipped])
  func whole(_ bytes: [UInt8]) throws {
    let images = try images(bytes)
    #expect(images.count == 2 && images.height == 1 && images.width == 3)
    #expect(images.pixels == [1, 2, 3, 4, 5, 6])
  }

  @Test("a plain file that is cut says at which byte, and how many it should have")
  func truncated() {
    for end in 0..<IDXTests.plain.count {
      let expected = end < 16 ? 16 : 22
      #expect(
        problem(Array(IDXTests.plain[..<end])) == .truncated(atByte: end, expected: expected))
    }
  }

  @Test("a gzip file that is cut anywhere is an error")
  func truncatedGzip() {
    for end in 0..<IDXTests.gzipped.count {
      #expect(problem(Array(IDXTests.gzipped[..<end])) != nil, "cut to \(end) bytes")
    }
  }

  @Test("a gzip file whose check sum or length is wrong is damaged")
  func checkSum() {
    for index in IDXTests.gzipped.count - 8..<IDXTests.gzipped.count {
      var bytes = IDXTests.gzipped
      bytes[index] ^= 1
      guard case .damaged = problem(bytes) else {
        Issue.record("byte \(index) flipped: \(String(describing: problem(bytes)))")
        continue
      }
    }
  }

  @Test("labels in place of images are named as such, with the byte")
  func labels() throws {
    let folder = try TemporaryFolder()
    try Data([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]).write(to: folder.file("labels"))
    #expect(try IDX.labels(at: folder.file("labels")) == [7, 3])
    let error = #expect(throws: DatasetError.self) { try IDX.images(at: folder.file("labels")) }
    let message = error?.description ?? ""
    #expect(message.contains("magic number 0x00000801 at byte 0, expected 0x00000803"))
    #expect(message.contains("labels given where images are wanted?"))
    #expect(message.contains(folder.path))
  }

  @Test("a label beyond the classes is an error at its byte")
  func wrongLabel() throws {
    let folder = try TemporaryFolder()
    try Data([0, 0, 8, 1, 0, 0, 0, 2, 7, 10]).write(to: folder.file("labels"))
    let error = #expect(throws: DatasetError.self) { try IDX.labels(at: folder.file("labels")) }
    #expect(error?.problem == .unexpected(found: "label 10", atByte: 9, expected: "0…9"))
  }

  @Test("bytes behind the last image are an error at their place")
  func surplus() { #expect(problem(IDXTests.plain + [0]) == .surplus(atByte: 22)) }

  @Test("a header that claims terabytes is refused before anything is allocated for it")
  func absurd() {
    var bytes = IDXTests.plain
    for index in 4..<16 { bytes[index] = 255 }
    guard case .unexpected(_, 4, _) = problem(bytes) else {
      Issue.record("\(String(describing: problem(bytes)))")
      return
    }
    for index in 4..<16 { bytes[index] = 0 }
    #expect(problem(bytes) != nil, "no images at all")
  }

  @Test("a missing file is missing, not bad")
  func missing() {
    let error = #expect(throws: DatasetError.self) {
      try IDX.images(at: URL(fileURLWithPath: "nowhere/images"))
    }
    #expect(error?.isMissing == true)
    #expect(error?.description == "nowhere/images: no such file")
  }

  static let mnist: String? = {
    guard let data = ProcessInfo.processInfo.environment["WORKBOOK_DATA"] else { return nil }
    return FileManager.default.fileExists(atPath: data + "/mnist") ? data + "/mnist/" : nil
  }()

  @Test("MNIST is read whole", .enabled(if: mnist != nil, "no MNIST"))
  func real() throws {
    let folder = try #require(Self.mnist)
    let labels = try IDX.labels(at: URL(fileURLWithPath: folder + "train-labels-idx1-ubyte.gz"))
    #expect(labels.count == 60_000)
    #expect(labels.prefix(5) == [5, 0, 4, 1, 9])
    let images = try IDX.images(at: URL(fileURLWithPath: folder + "train-images-idx3-ubyte.gz"))
    #expect(images.count == 60_000 && images.width == 28 && images.height == 28)
    // The mean level that is quoted for MNIST everywhere: 0.1307 of 255.
    let mean = Double(images.pixels.reduce(0) { $0 + Int($1) }) / Double(images.pixels.count) / 255
    #expect(abs(mean - 0.1307) < 0.0001)
  }
}
