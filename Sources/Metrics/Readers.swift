import Preconditions
import Tensors

/// Three small networks of different build that read a 28 × 28 digit, or say that it is none: the eye of
/// ``Metric/legible``.
///
///     conv 5×5 s2 16 → conv 5×5 s2 32 → dense 64 → 11, ReLU
///     conv 3×3 s2 16 → 3×3 32 → 3×3 s2 48 → 3×3 s2 64 → dense 11, LeakyReLU
///     conv 7×7 s2 16, ReLU → mean of 2 × 2 → conv 5×5 32, tanh → dense 96, LeakyReLU → dense 11
///
/// A classifier that knows ten digits calls anything one of them: three of these, each with p ≥ 0.9,
/// agree on uniform noise. So the readers know an eleventh class, what is no digit: halves, quarters,
/// overlays and means of two, speckle, noise and strong blur. Digits and what is none get the same shift,
/// mild blur, noise, contrast or dots, or the readers would learn texture in place of shape: without,
/// they accept a quarter of the *real* digits.
public struct Readers {
  private var networks: [Sequential]

  /// Untrained readers.
  public init(seed: UInt64) {
    var s = RandomStream(seed: seed, for: "readers")
    networks = [
      Sequential([
        Conv2D(inputs: 1, outputs: 16, kernel: 5, stride: 2, activation: .relu, using: &s),
        Conv2D(inputs: 16, outputs: 32, kernel: 5, stride: 2, activation: .relu, using: &s),
        Flatten(), Dense(inputs: 7 * 7 * 32, outputs: 64, activation: .relu, using: &s),
        Dense(inputs: 64, outputs: 11, using: &s),
      ]),
      Sequential([
        Conv2D(inputs: 1, outputs: 16, kernel: 3, stride: 2, activation: .leakyReLU(), using: &s),
        Conv2D(inputs: 16, outputs: 32, kernel: 3, activation: .leakyReLU(), using: &s),
        Conv2D(inputs: 32, outputs: 48, kernel: 3, stride: 2, activation: .leakyReLU(), using: &s),
        Conv2D(inputs: 48, outputs: 64, kernel: 3, stride: 2, activation: .leakyReLU(), using: &s),
        Flatten(), Dense(inputs: 4 * 4 * 64, outputs: 11, using: &s),
      ]),
      Sequential([
        Conv2D(inputs: 1, outputs: 16, kernel: 7, stride: 2, activation: .relu, using: &s),
        MeanPooling(), Conv2D(inputs: 16, outputs: 32, kernel: 5, activation: .tanh, using: &s),
        Flatten(), Dense(inputs: 7 * 7 * 32, outputs: 96, activation: .leakyReLU(), using: &s),
        Dense(inputs: 96, outputs: 11, using: &s),
      ]),
    ]
  }

  public var parameters: [Tensor] {
    get { networks.flatMap(\.parameters) }
    set {
      var rest = newValue[...]
      for i in networks.indices {
        let count = networks[i].parameters.count
        networks[i].parameters = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Learns from `labels.count` images of digits, and from what it makes of them.
  ///
  /// Adam at 2e-3, falling to 0 over the last half; batches of 64 digits and 32 that are none, the same
  /// for all three.
  ///
  /// - Parameters:
  ///   - labels: the digit of each image, 0 ..< 10.
  ///   - steps: 500 are enough for drawn digits; handwriting needs 1,500.
  ///   - images: the images at some places, `[count, 784]` or `[count, 28, 28, 1]`, pixels in 0…1.
  public mutating func train(
    labels: [Int], steps: Int, seed: UInt64, images: (_ places: [Int]) throws -> Tensor
  ) rethrows {
    require(!labels.isEmpty && steps > 0, "Readers: nothing to learn from")
    var disturbances = Disturbances(seed: seed)
    var optimizers = networks.map { _ in Adam(learningRate: 2e-3) }
    let rate = LearningRate.linear(initial: 2e-3, from: steps / 2, to: steps)
    let (digits, others) = (64, 32)
    for step in 0..<steps {
      let places = (0..<digits + 2 * others).map { _ in disturbances.pick(below: labels.count) }
      let pictures = pictures(of: try images(places)).map { disturbances.shifted($0) }
      var seen = pictures.prefix(digits).map { disturbances.disturbed($0) }
      for other in 0..<others {
        let (a, b) = (pictures[digits + 2 * other], pictures[digits + 2 * other + 1])
        seen.append(disturbances.disturbed(disturbances.noDigit(a, b)))
      }
      let x = Tensor(shape: [digits + others, 28, 28, 1], scalars: seen.flatMap { $0 })
      let y = places.prefix(digits).map { labels[$0] } + Array(repeating: 10, count: others)
      for i in networks.indices {
        let loss = softmaxCrossEntropy(logits: networks[i](x), labels: y)
        optimizers[i].learningRate = rate(step)
        optimizers[i].update(
          &networks[i].parameters,
          along: gradients(of: loss, withRespectTo: networks[i].parameters))
      }
    }
  }

  /// The digit that all three read in each image with a probability of at least a half; nil where there
  /// is none.
  ///
  /// - Parameter images: `[n, 784]` or `[n, 28, 28, 1]`, pixels in 0…1.
  /// - Returns: nil if a pixel is NaN or infinite.
  public func readings(of images: Tensor) -> [Int?]? {
    guard images.isFinite else { return nil }
    let n = images.shape[0]
    let images = images.detached().reshaped(to: [n, 28, 28, 1])
    let each = networks.map { network in
      blocks(of: n, size: 500).flatMap { likely(network(images.slice($0)).detached()) }
    }
    return (0..<n).map { i in
      let digit = each[0][i]
      return digit != 10 && each.allSatisfy { $0[i] == digit } ? digit : nil
    }
  }
}

/// The class of each row of `logits` that has at least half of the probability; nil where none has.
private func likely(_ logits: Tensor) -> [Int?] {
  let weights = (logits - logits.max(along: [1])).exp()
  let probabilities = weights / weights.sum(along: [1])
  let classes = logits.shape[1]
  return probabilities.withUnsafeScalars { scalars in
    (0..<logits.shape[0]).map { row in
      (0..<classes).first { scalars[row * classes + $0] >= 0.5 }
    }
  }
}

/// The rows of `[n, …]` as numbers.
func pictures(of images: Tensor) -> [[Float]] {
  let size = images.scalarCount / images.shape[0]
  return images.withUnsafeScalars { scalars in
    (0..<images.shape[0]).map { Array(scalars[$0 * size..<($0 + 1) * size]) }
  }
}
