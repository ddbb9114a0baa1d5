import Preconditions
import Tensors

/// Images of one size and kind, some of which are asked for at a time: what a training loop reads.
///
///     let images = try ImageFolder(path, as: ImageFormat(side: 64, channels: .rgb))
///     var batches = Batches(of: images.count, size: 64, seed: 1)
///     images.follow(batches)
///     …
///     let real = images.tensor(batches.next())  // [64, 64, 64, 3], −1 … 1
///
/// They are in memory (``ImageSet``), in files (``ImageFolder``), drawn when they are asked for
/// (``DrawnFaceSet``), or resized when they are (``ResizedImages``): the loop reads the same.
public protocol ImageSource: Sendable {
  /// `[count, height, width, channels]`.
  var shape: Shape { get }

  /// The levels, 0 … 255, of the images `indices`, one image behind the other. An index may occur
  /// twice; one out of range is a programmer's error.
  func levels(_ indices: [Int]) -> [UInt8]

  /// What the images are of, where that is known: the classes by name; none where it is not.
  var classNames: [String] { get }

  /// The classes of the images `indices`, places in ``classNames``; nothing to ask for where there are
  /// none.
  func classes(of indices: [Int]) -> [Int]

  /// A digest of everything that can be asked for, in order: sixteen hexadecimal digits. A run goes on
  /// from a checkpoint only if it is still the same.
  var fingerprint: String { get }

  /// Says which images will be asked for: those of `batches` from here on, as this copy of it will
  /// name them. Where images take time they are then made ready ahead; what is read does not depend
  /// on it. Call it before the loop, after a checkpoint has set the position.
  func follow(_ batches: Batches)
}

extension ImageSource {
  public var count: Int { shape[0] }

  /// The levels of one image: height × width × channels.
  public var pixelCount: Int { shape.dropFirst().reduce(1, *) }

  /// Most images have no labels.
  public var classNames: [String] { [] }

  public func classes(of indices: [Int]) -> [Int] {
    require(indices.isEmpty, "ImageSource: the classes of images that have none")
    return []
  }

  /// Nothing is to be made ready.
  public func follow(_ batches: Batches) {}

  /// The images `indices` as numbers in `range`, `[n, height, width, channels]`, or
  /// `[n, height × width × channels]` if `flattened`, as a dense layer wants them.
  ///
  /// An index may occur twice. No index at all is a programmer's error, as is one out of range.
  public func tensor(
    _ indices: some Collection<Int>, in range: PixelRange = .symmetric, flattened: Bool = false
  ) -> Tensor {
    let levels = levels(Array(indices))
    require(
      levels.count == indices.count * pixelCount,
      "ImageSource: \(levels.count) levels for \(indices.count) images of \(pixelCount)")
    let sizes = flattened ? [pixelCount] : Array(shape.dropFirst())
    return Tensor(shape: Shape([indices.count] + sizes)) { scalars in
      levels.withUnsafeBufferPointer { range.scale($0, into: scalars) }
    }
  }
}
