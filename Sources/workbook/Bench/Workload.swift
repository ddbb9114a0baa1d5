import ArgumentParser
import DCGAN
import Datasets
import DenseGAN
import Tensors
import ToyGAN
import WGAN

/// A training step to be timed, the same work as the published figures of other libraries.
enum Workload: String, CaseIterable, ExpressibleByArgument {
  case w1 = "W1"
  case w2 = "W2"
  case w3 = "W3"
  case w4 = "W4"
  case w5 = "W5"
  case w6 = "W6"
  case w6b = "W6b"
  case gemm

  var batch: Int {
    switch self {
    case .w1: 200
    case .w2: 128
    case .w3, .w4, .w5, .w6, .w6b: 64
    case .gemm: 1024
    }
  }

  private var generatorSizes: [Int] { self == .w1 ? [1, 6, 6, 1] : [100, 256, 512, 1024, 784] }
  private var discriminatorSizes: [Int] { self == .w1 ? [1, 6, 6, 1] : [784, 512, 256, 1] }

  /// The multiply-adds of the matrix products in one step, and no others: the first layer needs no
  /// input gradient, and in the generator's step the discriminator needs no weight gradients.
  func multiplyAdds(batch: Int) -> Double {
    if self == .gemm { return Double(batch * 1024 * 1024) }
    if let tapsPerImage { return Double(batch) * tapsPerImage }
    func products(_ sizes: [Int]) -> [Double] {
      zip(sizes, sizes.dropFirst()).map { Double($0 * $1) }
    }
    let g = products(generatorSizes)
    let d = products(discriminatorSizes)
    let (allG, allD) = (g.reduce(0, +), d.reduce(0, +))
    let discriminatorStep = allG + 2 * (3 * allD - d[0])
    let generatorStep = 3 * allG - g[0] + 2 * allD
    let discriminatorSteps = self == .w1 ? 2.0 : 1.0
    return Double(batch) * (discriminatorSteps * discriminatorStep + generatorStep)
  }

  /// Multiply-adds of the convolutions and products in a step, for one image of the batch, with every
  /// tap counted: also those that fall on padding or on repeated pixels, which the kernels leave out.
  private var tapsPerImage: Double? {
    switch self {
    case .w3: 263.406e9 / 128
    case .w4: 143.16e9 / 128
    case .w5: 1451.84e9 / 128
    case .w6: 170.107e9 / 128
    case .w6b: 110.049e9 / 128
    case .w1, .w2, .gemm: nil
    }
  }

  /// One step of the chapter that has this work, at the size of its source, as a function that keeps its
  /// networks.
  func step(batch: Int) -> () -> Void {
    switch self {
    case .w1: toyStep(batch: batch)
    case .w2: denseStep(batch: batch)
    case .w3, .w4, .w5: convolutionalStep(batch: batch)
    case .w6, .w6b: criticStep(batch: batch)
    case .gemm: productStep(rows: batch)
    }
  }

  /// Chapter 1's published recipe.
  private func toyStep(batch: Int) -> () -> Void {
    var recipe = ToyGAN.Recipe.published(.paper)
    recipe.batchSize = batch
    var training = ToyGAN.Training(
      recipe, real: .normal(mean: -1, standardDeviation: 1), seed: 1)
    return { training.loop(over: CollectionOfOne(1)) { _, _ in } }
  }

  /// Chapter 2's classic recipe, without the average of G, which its source and the peers do not have.
  private func denseStep(batch: Int) -> () -> Void {
    var recipe = DenseGAN.Recipe.classic(.paper)
    recipe.batchSize = batch
    recipe.averageDecay = nil
    var training = DenseGAN.Training(recipe, images: noise(.digits, for: batch), seed: 1)
    return { training.loop(over: CollectionOfOne(1)) { _, _ in } }
  }

  /// Chapter 3's recipes at their full width; mxnet64 with one channel, as the peers have it.
  private func convolutionalStep(batch: Int) -> () -> Void {
    var recipe: DCGAN.Recipe =
      switch self {
      case .w3: .keras28(.paper)
      case .w4: .mxnet64(.paper)
      default: .faces64(.paper)
      }
    if self == .w4 { recipe.channels = 1 }
    recipe.batchSize = batch
    var training = DCGAN.Training(recipe, images: noise(recipe.format, for: batch), seed: 1)
    return { training.loop(over: CollectionOfOne(1)) { _, _ in } }
  }

  /// Chapter 5's digits: five updates of the critic, with the gradient penalty (w6) or clipped weights
  /// (w6b), and one of the generator. Of the updates with which clipping begins there are none.
  private func criticStep(batch: Int) -> () -> Void {
    var problem = Problem.digits
    problem.latent.size = 100
    var recipe: WGAN.Recipe = self == .w6 ? .gp(on: problem, .paper) : .clip(on: problem, .paper)
    recipe.batchSize = batch
    recipe.startSteps = 0
    var training = WGAN.Training(recipe, real: .images(noise(.digits, for: batch)), seed: 1)
    return { training.loop(over: CollectionOfOne(1)) { _, _ in } }
  }

  private func productStep(rows: Int) -> () -> Void {
    var stream = RandomStream(seed: 1, for: "data")
    let a = Tensor.normal([rows, 1024], using: &stream)
    let b = Tensor.normal([1024, 1024], using: &stream)
    return { _ = a.matmul(b) }
  }
}

/// Four batches of images: time does not depend on what they show.
private func noise(_ format: ImageFormat, for batch: Int) -> ImageSet {
  var stream = RandomStream(seed: 1, for: "images")
  let count = 4 * batch
  return ImageSet(
    shape: [count, format.side, format.side, format.channels.count],
    pixels: (0..<count * format.levelCount).map { _ in UInt8(truncatingIfNeeded: stream.next()) },
    labels: Array(repeating: 0, count: count), classNames: ["noise"])
}
