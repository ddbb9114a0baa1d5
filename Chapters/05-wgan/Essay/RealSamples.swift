import Datasets
import Tensors

/// Where real samples come from: a distribution that has no end, or a set of images.
package struct RealSamples {
  package enum Source {
    case line(Distribution)
    case plane(PlaneMixture)
    case images(any ImageSource)
  }

  package let source: Source
  /// Whether an image is one row of numbers, as dense networks want it.
  private let flattened: Bool
  private var stream: RandomStream
  private var batches: Batches?

  init(_ source: Source, for recipe: Recipe, seed: UInt64) {
    self.source = source
    flattened = recipe.networks.isDense
    stream = RandomStream(seed: seed, for: "data")
    if case .images(let images) = source {
      batches = Batches(of: images.count, size: recipe.batchSize, seed: seed)
    }
  }

  /// The next batch: `[batch, 1]`, `[batch, 2]`, `[batch, 784]` or `[batch, side, side, channels]`.
  package mutating func next(_ batch: Int) -> Tensor {
    switch source {
    case .line(let distribution): distribution.sample(batch, using: &stream)
    case .plane(let mixture): mixture.sample(batch, using: &stream)
    case .images(let images): images.tensor(batches?.next() ?? [], flattened: flattened)
    }
  }

  /// `count` samples to look at, from another stream, so that looking never changes a run.
  package func shown(_ count: Int) -> Tensor {
    var looking = RandomStream(seed: stream.seed, for: "shown")
    switch source {
    case .line(let distribution): return distribution.sample(count, using: &looking)
    case .plane(let mixture): return mixture.sample(count, using: &looking)
    case .images(let images):
      let chosen = (0..<count).map { _ in looking.next(below: images.count) }
      return images.tensor(chosen, flattened: flattened)
    }
  }

  /// Says which images will be asked for from here on.
  package func follow() {
    if case .images(let images) = source, let batches { images.follow(batches) }
  }

  /// How far the samples have been read: all there is to remember.
  package var position: UInt64 {
    get { batches?.position ?? stream.position }
    set {
      if batches == nil { stream.position = newValue } else { batches?.position = newValue }
    }
  }
}
