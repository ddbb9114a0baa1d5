import Preconditions
import Tensors

/// Which images make up the next batch: their indices, from a stream of random numbers that is named
/// "data order".
///
///     var batches = Batches(of: digits.count, size: 64, seed: 1)
///     let real = digits.tensor(batches.next())
///
/// Batch `i` depends on the seed and on `i` alone: each epoch's order is drawn from a place of its
/// own in the stream. So the whole state is one number, ``position``; put it into a checkpoint and
/// set it again, and exactly the batches that would have followed will follow.
public struct Batches: Sendable {
  /// What becomes of the images at the end of an epoch that do not fill a batch.
  public enum ShortBatch: Sendable {
    /// They sit out this epoch. The next is shuffled anew, so no image is lost for good, and every
    /// step sees equally many images: a mean over a batch always weighs the same, and batch norm
    /// never meets a batch of one.
    case drop
    /// They are a batch of their own: every image comes once in every epoch.
    case keep
  }

  public enum Order: Sendable {
    /// Each epoch takes every image once, in an order of its own.
    case shuffled(short: ShortBatch = .drop)
    /// Each image is drawn from all of them, whatever came before.
    case withReplacement
  }

  /// How many images there are to choose from.
  public let count: Int
  public let size: Int
  public let order: Order

  /// How many batches were drawn: all there is to remember.
  public var position: UInt64 = 0

  private let stream: RandomStream
  /// The order of the images in one epoch, kept while it lasts.
  private var epochOrder: (epoch: UInt64, indices: [Int])?

  /// Batches of `size` out of `count` images.
  ///
  /// `size` is at most `count`, unless images are drawn with replacement: where it comes from an
  /// option, check that first.
  public init(of count: Int, size: Int, order: Order = .shuffled(), seed: UInt64) {
    require(count > 0 && size > 0, "Batches: batches of \(size) out of \(count) images")
    if case .shuffled = order {
      require(size <= count, "Batches: a batch of \(size) needs as many images, not \(count)")
    }
    self.count = count
    self.size = size
    self.order = order
    stream = RandomStream(seed: seed, for: "data order")
  }

  /// How many batches an epoch has; with replacement, how many together have `count` images, more or
  /// less.
  public var batchesPerEpoch: Int {
    switch order {
    case .shuffled(short: .keep): (count + size - 1) / size
    case .shuffled(short: .drop), .withReplacement: max(1, count / size)
    }
  }

  /// The indices of the next batch: `size` of them, or fewer for a short batch that is kept.
  public mutating func next() -> [Int] {
    defer { position += 1 }
    if case .withReplacement = order {
      var stream = part(position)
      return (0..<size).map { _ in stream.next(below: count) }
    }
    let (epoch, batch) = position.quotientAndRemainder(dividingBy: UInt64(batchesPerEpoch))
    let start = Int(batch) * size
    return Array(indices(inEpoch: epoch)[start..<min(start + size, count)])
  }

  private mutating func indices(inEpoch epoch: UInt64) -> [Int] {
    if let epochOrder, epochOrder.epoch == epoch { return epochOrder.indices }
    var stream = part(epoch)
    let indices = stream.permutation(of: count)
    epochOrder = (epoch, indices)
    return indices
  }

  /// The stream at its 2³²-word part `number`: no epoch and no batch needs more, for there are at
  /// most 2³¹ images, and nearly every word gives an index.
  private func part(_ number: UInt64) -> RandomStream {
    var stream = stream
    stream.position = number << 32
    return stream
  }
}
