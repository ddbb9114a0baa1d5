import Datasets
import Metrics
import Tensors

/// The drawn digits at half their size, 14 × 14: small enough for a game of seconds.
struct SmallDigits {
  static let side = 14
  static let pixelCount = side * side
  static let title = "drawn digits of 14 × 14"

  /// Levels 0 … 255, `[2000, 196]`: what the players are trained on.
  let levels: Tensor
  /// Levels again, `[500, 196]`: real digits that nobody is trained on.
  let unseen: Tensor

  /// The digit on each of the levels' 2000 and the unseen 500.
  private let classes: [Int]
  private let components: PrincipalComponents?
  private let reference: GaussianFit?

  init(seed: UInt64) {
    let digits = ImageSet(drawing: 0..<2500, by: DrawnDigits(seed: seed))
    classes = digits.classes(of: Array(0..<2500))
    let large = digits.tensor(Array(0..<2500), flattened: false)  // [2500, 28, 28, 1], −1 … 1
    let all = (large.sumPooled(by: 2) * (127.5 / 4) + 127.5).flattened()  // means of 2 × 2
    levels = all.slice(0..<2000)
    unseen = all.slice(2000..<2500)
    components = PrincipalComponents(SmallDigits.symmetric(all), count: 20)
    reference = components?.fit(SmallDigits.symmetric(unseen))
  }

  /// −1 … 1, the range of tanh.
  static func symmetric(_ levels: Tensor) -> Tensor { (levels - 127.5) / 127.5 }

  /// The Fréchet distance of samples, `[n, 196]`, from the unseen digits, over 20 principal components and
  /// divided by the trace of the digits' covariance: 0 is perfect, 1 as bad as one mean image.
  func frechetRatio(_ samples: Tensor) -> Float? {
    guard samples.isFinite, let reference, let fit = components?.fit(samples) else { return nil }
    return Metrics.frechetRatio(fit, reference: reference)
  }

  /// The digits on some of the 2000.
  func labels(at indices: [Int]) -> [Int] { indices.map { classes[$0] } }

  /// Levels, `[n, 196]`, as pictures for a convolution: `[n, 14, 14, 1]`, −1 … 1.
  static func pictures(_ levels: Tensor) -> Tensor {
    symmetric(levels).reshaped(to: [levels.shape[0], side, side, 1])
  }

  /// Of the samples of each class, `[n, 196]`, the share that is read as one of it: that is, whose nearest
  /// neighbour among the 2000, by pixels, is one. Nil if a pixel is no number.
  func sharesRead(_ samples: Tensor, as wanted: [Int]) -> [Float]? {
    guard let nearest = nearestNeighbours(of: samples, among: SmallDigits.symmetric(levels))
    else { return nil }
    let read = nearest.map { classes[$0.index] }
    return Set(wanted).sorted().map { digit in
      let own = wanted.indices.filter { wanted[$0] == digit }
      return Float(own.count { read[$0] == digit }) / Float(own.count)
    }
  }
}
