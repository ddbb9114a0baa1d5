import Datasets
import Foundation
import Lessons
import Runs
import TestSupport
import Testing

@Suite("Which images a chapter learns from")
struct ImageOptionsTests {
  @Test("an empty --data is told as what it is")
  func empty() {
    let arguments = ["--dataset", "mnist", "--data", ""]
    let digits = #expect(throws: (any Error).self) { _ = try DigitOptions.parse(arguments) }
    #expect(digits.map { DigitOptions.message(for: $0) }?.contains("the path is empty") == true)
    let pictures = #expect(throws: (any Error).self) { _ = try PictureOptions.parse(arguments) }
    #expect(pictures.map { PictureOptions.message(for: $0) }?.contains("the path is empty") == true)
  }

  /// The four files, with so many images to train and to test with.
  private func fill(_ folder: TemporaryFolder, _ training: Int, _ test: Int) throws {
    for (name, count) in [("train", training), ("t10k", test)] {
      let sizes = [UInt8](repeating: 0, count: 3) + [UInt8(count)]
      try Data(
        [0, 0, 8, 3] + sizes + [0, 0, 0, 28, 0, 0, 0, 28]
          + [UInt8](repeating: 9, count: count * 784)
      )
      .write(to: folder.file("\(name)-images-idx3-ubyte"))
      try Data([0, 0, 8, 1] + sizes + (0..<count).map { UInt8($0 % 10) })
        .write(to: folder.file("\(name)-labels-idx1-ubyte"))
    }
  }

  @Test(
    "too few images to test with: the folder, the number, how many are needed",
    arguments: [1, 2, 9])
  func few(count: Int) throws {
    let folder = try TemporaryFolder()
    try fill(folder, 12, count)
    let arguments = ["--dataset", "mnist", "--data", folder.path]
    let words = "\(count) test image\(count == 1 ? "" : "s"); to judge by, 10 or more are needed"
    let digits = try DigitOptions.parse(arguments)
    let failure = #expect(throws: RunFailure.self) { _ = try digits.images(batchSize: 4) }
    #expect(failure?.status == .badData)
    #expect(failure?.description.hasPrefix("\(folder.path): \(words)") == true, "\(failure as Any)")
    let pictures = try PictureOptions.parse(arguments)
    let same = #expect(throws: RunFailure.self) {
      _ = try pictures.images(as: .digits, drawing: .digits, batchSize: 4)
    }
    #expect(same?.description == failure?.description)
  }

  @Test("fewer images than a batch: the option, the folder and the number")
  func batch() throws {
    let folder = try TemporaryFolder()
    try fill(folder, 12, 10)
    let digits = try DigitOptions.parse(["--dataset", "mnist", "--data", folder.path])
    #expect(try digits.images(batchSize: 12).training.count == 12)
    let failure = #expect(throws: RunFailure.self) { _ = try digits.images(batchSize: 13) }
    #expect(failure?.status == .usage)
    #expect(
      failure?.description == "--batch-size 13: MNIST has only 12 images in \(folder.path)")
  }
}
