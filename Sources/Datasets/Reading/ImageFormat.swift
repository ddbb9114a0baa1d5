import Images
import Preconditions
import Tensors

/// The size and the channels of images that a network is made for.
public struct ImageFormat: Equatable, Sendable {
  /// Height and width in pixels.
  public let side: Int
  public let channels: Image.Channels

  public init(side: Int, channels: Image.Channels) {
    require(side > 0 && side <= 1024, "ImageFormat: a side of \(side) pixels; give 1 to 1024")
    self.side = side
    self.channels = channels
  }

  /// 28 × 28, gray: drawn digits, and those of MNIST.
  public static let digits = ImageFormat(side: 28, channels: .gray)

  /// The levels of one image.
  public var levelCount: Int { side * side * channels.count }

  /// Levels, one image behind the other, cut apart into pictures: what a generator makes.
  public func tiles(_ levels: [UInt8]) -> [Image] {
    Image.tiles(width: side, height: side, channels: channels, pixels: levels)
  }

  /// The levels of `image` in this format, `[side, side, channels]`.
  ///
  /// It is cropped to the square in its middle, not squashed: a face stays as wide as it is. From RGB to
  /// gray it is brought first and from gray to RGB last, which is less work.
  func levels(of image: Image) -> [UInt8] {
    let square = image.centerSquare
    let fewest = square.channels == .rgb && channels == .gray ? square.converted(to: .gray) : square
    return fewest.resized(width: side, height: side).converted(to: channels).pixels
  }
}

/// Images of another source in another size or with other channels, made when they are asked for.
///
/// Digits of 28 × 28 as 64 × 64 × 3 are sixteen times as many bytes, 737 MB for MNIST; a batch of 64
/// is resized in a few milliseconds.
public struct ResizedImages: ImageSource {
  public let shape: Shape
  private let source: any ImageSource
  private let format: ImageFormat

  /// `source`, whose images are gray or RGB, in `format`.
  public init(_ source: some ImageSource, as format: ImageFormat) {
    require(
      source.shape[3] == 1 || source.shape[3] == 3,
      "ResizedImages: images of \(source.shape[3]) channels; gray (1) or RGB (3) can be resized")
    shape = [source.count, format.side, format.side, format.channels.count]
    self.source = source
    self.format = format
  }

  public var fingerprint: String { source.fingerprint }

  public var classNames: [String] { source.classNames }

  public func classes(of indices: [Int]) -> [Int] { source.classes(of: indices) }

  public func levels(_ indices: [Int]) -> [UInt8] {
    let (height, width) = (source.shape[1], source.shape[2])
    let channels: Image.Channels = source.shape[3] == 1 ? .gray : .rgb
    return Image.tiles(
      width: width, height: height, channels: channels, pixels: source.levels(indices)
    ).flatMap { format.levels(of: $0) }
  }

  public func follow(_ batches: Batches) { source.follow(batches) }
}

extension ImageSource {
  /// These images in `format`: themselves if they are.
  func fitted(to format: ImageFormat) -> any ImageSource {
    let sizes = [format.side, format.side, format.channels.count]
    return Array(shape.dropFirst()) == sizes ? self : ResizedImages(self, as: format)
  }
}
