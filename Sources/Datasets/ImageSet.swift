import Foundation
import Preconditions
import Tensors

/// Labelled images of one size, in memory as they are in a file: one byte a level.
///
///     let digits = ImageSet(drawing: 0..<20_000, by: DrawnDigits(seed: 1))
///     var batches = Batches(of: digits.count, size: 64, seed: 1)
///     let real = digits.tensor(batches.next(), flattened: true)  // [64, 784], -1 ... 1
///
/// Bytes, because 60,000 images of MNIST take 47 MB so and four times that as `Float`, and because
/// turning a batch of them into numbers costs less than a hundredth of the step it is for.
public struct ImageSet: ImageSource {
  /// `[count, height, width, channels]`.
  public let shape: Shape
  /// The levels, 0 … 255, in the order of ``shape``.
  public let pixels: [UInt8]
  /// The class of each image, an index into ``classNames``.
  public let labels: [UInt8]
  public let classNames: [String]

  public init(shape: Shape, pixels: [UInt8], labels: [UInt8], classNames: [String]) {
    require(shape.rank == 4, "ImageSet: \(shape) is not [count, height, width, channels]")
    require(
      pixels.count == shape.scalarCount,
      "ImageSet: \(shape) has \(shape.scalarCount) levels, not \(pixels.count)")
    require(
      labels.count == shape[0], "ImageSet: \(labels.count) labels for \(shape[0]) images")
    if let label = labels.max() {
      require(
        label < classNames.count, "ImageSet: label \(label) among \(classNames.count) classes")
    }
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
  }

  public func classes(of indices: [Int]) -> [Int] { indices.map { Int(labels[$0]) } }

  /// The images at some places.
  public func images(_ places: [Int]) -> ImageSet {
    ImageSet(
      shape: [places.count, shape[1], shape[2], shape[3]], pixels: levels(places),
      labels: places.map { labels[$0] }, classNames: classNames)
  }

  public var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(pixels)
    fingerprint.add(labels)
    return fingerprint.text
  }

  public func levels(_ indices: [Int]) -> [UInt8] {
    let size = pixelCount
    return [UInt8](unsafeUninitializedCapacity: indices.count * size) { levels, initialized in
      pixels.withUnsafeBufferPointer { pixels in
        for (row, index) in indices.enumerated() {
          require(index >= 0 && index < count, "ImageSet: there is no image \(index) of \(count)")
          _ = UnsafeMutableBufferPointer(rebasing: levels[row * size..<(row + 1) * size])
            .update(fromContentsOf: pixels[index * size..<(index + 1) * size])
        }
      }
      initialized = indices.count * size
    }
  }
}

extension ImageSet {
  /// Images `indices` of `digits`, `[n, 28, 28, 1]`. About 10 µs each.
  public init(drawing indices: Range<Int>, by digits: DrawnDigits) {
    let side = DrawnDigits.side
    let size = DrawnDigits.pixelCount
    let pixels = [UInt8](unsafeUninitializedCapacity: indices.count * size) { pixels, count in
      for (row, index) in indices.enumerated() {
        digits.draw(
          index,
          into: UnsafeMutableBufferPointer(rebasing: pixels[row * size..<(row + 1) * size]))
      }
      count = indices.count * size
    }
    self.init(
      shape: [indices.count, side, side, 1], pixels: pixels,
      labels: indices.map { UInt8(digits.label($0)) }, classNames: Dataset.drawn.classNames)
  }

  /// The images of an IDX file with the labels of another, `[n, height, width, 1]`.
  ///
  /// - Throws: ``DatasetError`` for what is wrong with either file, or if they are not of one
  ///   number.
  public init(images: URL, labels: URL, classNames: [String]) throws(DatasetError) {
    let found = try IDX.images(at: images)
    let classes = try IDX.labels(at: labels, classCount: classNames.count)
    guard classes.count == found.count else {
      throw DatasetError(
        path: labels.relativePath,
        problem: .unexpected(
          found: "\(classes.count) labels", atByte: 4,
          expected: "\(found.count), one for each image of \(images.relativePath)"))
    }
    self.init(
      shape: [found.count, found.height, found.width, 1], pixels: found.pixels, labels: classes,
      classNames: classNames)
  }
}
