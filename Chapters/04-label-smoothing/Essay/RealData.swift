import Datasets
import Tensors

/// Where the real samples come from.
package struct RealData {
  private var source: Source

  private enum Source {
    case line(Distribution, RandomStream)
    case images(ImageSet, Batches)
  }

  /// Numbers from a known distribution.
  package init(_ distribution: Distribution, seed: UInt64) {
    source = .line(distribution, RandomStream(seed: seed, for: "data"))
  }

  /// Images, each of which comes up once in a pass over the set.
  package init(_ images: ImageSet, batchSize: Int, seed: UInt64) {
    source = .images(images, Batches(of: images.count, size: batchSize, seed: seed))
  }

  /// The next batch to learn from: `[count, 1]` or, whatever `count`, `[batch, 784]`.
  package mutating func batch(_ count: Int) -> Tensor {
    switch source {
    case .line(let distribution, var stream):
      let x = distribution.sample(count, using: &stream)
      source = .line(distribution, stream)
      return x
    case .images(let images, var batches):
      let x = images.tensor(batches.next(), flattened: true)
      source = .images(images, batches)
      return x
    }
  }

  /// Samples to look at, from a stream of their own: `[count, 1]` or `[count, 784]`.
  package func sample(_ count: Int, using stream: inout RandomStream) -> Tensor {
    switch source {
    case .line(let distribution, _): return distribution.sample(count, using: &stream)
    case .images(let images, _):
      return images.tensor(
        (0..<count).map { _ in stream.next(below: images.count) }, flattened: true)
    }
  }

  /// How far the training has read.
  package var position: UInt64 {
    get {
      switch source {
      case .line(_, let stream): stream.position
      case .images(_, let batches): batches.position
      }
    }
    set {
      switch source {
      case .line(let distribution, var stream):
        stream.position = newValue
        source = .line(distribution, stream)
      case .images(let images, var batches):
        batches.position = newValue
        source = .images(images, batches)
      }
    }
  }
}
