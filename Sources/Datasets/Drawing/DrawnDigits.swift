import Preconditions
import Tensors

/// Handwritten digits without a hand: labelled images of 28 × 28 gray pixels, drawn by strokes.
///
/// Each image takes one of a few ways to write its digit, moves every point a little, slants,
/// turns, widens and bends the whole, and draws it with a round pen of random width. As in MNIST the
/// digit is white (255) on black (0), fits a square of 20 × 20 pixels and has its centre of mass at
/// the centre of the image.
///
/// Image `i` depends on the seed and on `i` alone: there is no end to them, none needs those before
/// it, and only + − × ÷ √ are used, so the bytes are the same on every machine. Any ten images from
/// a multiple of ten on show each digit once, in random order.
///
/// They are no substitute for MNIST's figures: the variety is that of the few ways below.
/// LeCun, Cortes, Burges (1998), The MNIST database of handwritten digits.
public struct DrawnDigits: Sendable {
  /// Height and width of an image in pixels.
  public static let side = 28
  public static let pixelCount = side * side

  public let seed: UInt64
  private let shapes: RandomStream
  private let order: RandomStream

  public init(seed: UInt64) {
    self.seed = seed
    shapes = RandomStream(seed: seed, for: "drawn digits")
    order = RandomStream(seed: seed, for: "drawn labels")
  }

  /// Which digit image `index` shows.
  public func label(_ index: Int) -> Int {
    var stream = order
    // A permutation of ten takes nine words, or a few more.
    stream.position = UInt64(index / 10) * 64
    return stream.permutation(of: 10)[index % 10]
  }

  /// The 784 levels of image `index`, row by row. About 15 µs.
  public func pixels(_ index: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: DrawnDigits.pixelCount) { pixels, count in
      draw(index, into: UnsafeMutableBufferPointer(rebasing: pixels[..<DrawnDigits.pixelCount]))
      count = DrawnDigits.pixelCount
    }
  }

  /// Writes image `index` to `pixels`, all 784 of them.
  func draw(_ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) {
    require(index >= 0, "DrawnDigits: there is no image \(index)")
    var stream = shapes
    // Some 150 words are read.
    stream.position = UInt64(index) * 1024
    var writing = Handwriting(digit: label(index), using: &stream)
    writing.fit(into: 20)
    InkField.draw(writing, into: pixels, side: DrawnDigits.side)
  }
}
