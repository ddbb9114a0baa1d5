import Tensors
import Testing

@testable import Datasets

@Suite("Sets of images")
struct ImageSetTests {
  /// Image i has 2 × 3 pixels of 2 channels, with the levels 12 i … 12 i + 11.
  static let counted = ImageSet(
    shape: [20, 2, 3, 2], pixels: (0..<240).map { UInt8($0) },
    labels: (0..<20).map { UInt8($0 % 3) }, classNames: ["a", "b", "c"])

  @Test("every level becomes the number nearest to its formula")
  func scaling() {
    let levels = (0...255).map { UInt8($0) }
    let set = ImageSet(shape: [1, 16, 16, 1], pixels: levels, labels: [0], classNames: ["all"])
    let symmetric = set.tensor([0]).scalars
    let unit = set.tensor([0], in: .unit).scalars
    #expect(symmetric[0] == -1 && symmetric[255] == 1)
    #expect(symmetric[127] == -0.5 / 127.5 && symmetric[128] == 0.5 / 127.5)
    #expect(unit[0] == 0 && unit[127] == 127 / 255 && unit[255] == 1)
    for level in 0...255 {
      #expect(symmetric[level] == Float((Double(level) - 127.5) / 127.5))
      #expect(unit[level] == Float(Double(level) / 255))
    }
  }

  @Test("levels come back from numbers", arguments: [PixelRange.symmetric, .unit])
  func levels(_ range: PixelRange) {
    let levels = (0...255).map { UInt8($0) }
    let set = ImageSet(shape: [1, 16, 16, 1], pixels: levels, labels: [0], classNames: ["all"])
    #expect(range.levels(of: set.tensor([0], in: range)) == levels)
    #expect(
      range.levels(of: Tensor([-1e9, -.infinity, .nan, .infinity, 2])) == [0, 0, 0, 255, 255])
  }

  @Test("a level between two is the nearer one")
  func rounding() {
    #expect(
      PixelRange.unit.levels(of: Tensor([10.4 / 255, 10.6 / 255, 254.6 / 255])) == [10, 11, 255])
  }

  @Test("a batch has the images that were asked for, in that order, each in its own row")
  func gathering() {
    let images = Self.counted.tensor([19, 0, 7, 0], in: .unit)
    #expect(images.shape == [4, 2, 3, 2])
    let expected = [19, 0, 7, 0].flatMap { image in (0..<12).map { Float(12 * image + $0) / 255 } }
    #expect(images.scalars == expected)

    let rows = Self.counted.tensor([19, 0, 7, 0], in: .unit, flattened: true)
    #expect(rows.shape == [4, 12])
    #expect(rows.scalars == expected)
    #expect(Self.counted.tensor(5..<8).scalars == Self.counted.tensor([5, 6, 7]).scalars)
  }

  @Test("an image that is not there is a programmer's error that says so")
  func outOfRange() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ImageSetTests.counted.tensor([3, 20])
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("ImageSet: there is no image 20 of 20"))
  }

  @Test("drawn images are those of DrawnDigits, with their labels")
  func drawn() {
    let digits = DrawnDigits(seed: 5)
    let set = ImageSet(drawing: 13..<33, by: digits)
    #expect(set.shape == [20, 28, 28, 1])
    for index in 0..<20 {
      #expect(Array(set.pixels[index * 784..<(index + 1) * 784]) == digits.pixels(13 + index))
      #expect(Int(set.labels[index]) == digits.label(13 + index))
    }
    #expect(set.classNames[Int(set.labels[0])] == "\(digits.label(13))")
  }

  @Test("no image that is drawn for training is drawn for testing, nor any twice")
  func disjoint() throws {
    let (train, test) = (try Dataset.drawn.images(.train), try Dataset.drawn.images(.test))
    #expect(train.count == 20_000 && test.count == 2_000)
    let images = [train, test].flatMap { set in
      (0..<set.count).map { set.pixels[$0 * 784..<($0 + 1) * 784] }
    }
    #expect(Set(images).count == 22_000)
    for label: UInt8 in 0...9 {
      #expect(train.labels.count { $0 == label } == 2_000)
      #expect(test.labels.count { $0 == label } == 200)
    }
  }
}
