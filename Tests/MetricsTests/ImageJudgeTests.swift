import Datasets
import Tensors
import Testing

@testable import Metrics

/// Does the judge tell good images from bad ones? Each kind of bad image is made from real ones.
private struct Gallery {
  let pixels: Tensor
  let labels: [Int]
  let unseen: Tensor
  let judge: ImageJudge

  init(_ sets: Real.Sets, _ eye: Classifier) throws {
    pixels = sets.training.tensor(0..<min(20_000, sets.training.count), in: .unit, flattened: true)
    labels = sets.training.labels.prefix(pixels.shape[0]).map { Int($0) }
    unseen = sets.unseen.tensor(0..<sets.unseen.count, in: .unit, flattened: true)
    judge = try #require(ImageJudge(eye, reference: unseen))
  }

  /// Training images by their places, without replacement: neighbours in a file are often one
  /// writer's, and no fair sample.
  private func places(_ n: Int, where isWanted: (Int) -> Bool = { _ in true }) -> [Int] {
    var stream = RandomStream(seed: 3, for: "draw")
    return Array(stream.permutation(of: labels.count).filter { isWanted(labels[$0]) }.prefix(n))
  }

  var real: Tensor { pixels.rows(at: places(2000)) }

  func digits(below limit: Int) -> Tensor { pixels.rows(at: places(2000) { $0 < limit }) }

  func repeated(_ n: Int) -> Tensor {
    let few = places(n)
    return pixels.rows(at: (0..<2000).map { few[$0 % n] })
  }

  var noise: Tensor {
    var stream = RandomStream(seed: 1, for: "noise")
    return .uniform([2000, 784], using: &stream)
  }

  var meanImage: Tensor {
    unseen.mean(along: [0]).reshaped(to: [1, 784]).rows(at: [Int](repeating: 0, count: 2000))
  }

  /// Normal numbers with the mean and covariance of some real images: the mean, and a random mixture
  /// of their deviations from it.
  private func gaussian(_ n: Int, like images: Tensor, _ stream: inout RandomStream) -> Tensor {
    let mean = images.mean(along: [0])
    let mixture = Tensor.normal([n, images.shape[0]], using: &stream)
    let scale = Float(images.shape[0]).squareRoot()
    return (mixture.matmul(images - mean) / scale + mean).clipped(to: 0...1)
  }

  var gaussian: Tensor {
    var stream = RandomStream(seed: 2, for: "noise")
    return gaussian(2000, like: pixels.rows(at: places(4000)), &stream)
  }

  var classGaussians: Tensor {
    var stream = RandomStream(seed: 2, for: "noise")
    return .concatenation(
      (0..<10).map { digit in
        gaussian(200, like: pixels.rows(at: places(1500) { $0 == digit }), &stream)
      })
  }

  var all: KeyValuePairs<String, Tensor> {
    [
      "real": real, "noise": noise, "mean image": meanImage, "5 digits": digits(below: 5),
      "8 digits": digits(below: 8), "9 digits": digits(below: 9), "Gaussian": gaussian,
      "class Gaussians": classGaussians, "repeated 20": repeated(20),
      "repeated 100": repeated(100), "repeated 500": repeated(500),
    ]
  }
}

/// What is expected of one kind of images.
private struct Expected {
  let ratio: ClosedRange<Float>
  let digits: ClosedRange<Int>
  let divergence: ClosedRange<Float>
  let recall: ClosedRange<Float>

  init(
    _ ratio: ClosedRange<Float>, digits: ClosedRange<Int>, divergence: ClosedRange<Float>,
    recall: ClosedRange<Float>
  ) {
    self.ratio = ratio
    self.digits = digits
    self.divergence = divergence
    self.recall = recall
  }
}

@Suite("Judging images")
struct ImageJudgeTests {
  /// Judges each kind of images, and returns the Fréchet ratios by name.
  private func judged(
    _ gallery: Gallery, _ bands: [String: Expected]
  ) throws -> [String: Float] {
    var ratios: [String: Float] = [:]
    for (name, images) in gallery.all {
      let expected = try #require(bands[name])
      let report = try #require(gallery.judge.report(on: images))
      let glance = report.glance
      let got = Comment(rawValue: "\(name): \(report.measurements.finite)")
      #expect(expected.ratio.contains(glance.frechetRatio), got)
      #expect(expected.digits.contains(glance.digitsCovered), got)
      #expect(expected.divergence.contains(try #require(glance.classKL)), got)
      #expect(expected.recall.contains(report.coverage.recall), got)
      if name == "noise" { #expect(report.coverage.precision == 0, got) }
      if name == "real" {
        #expect(abs(report.neighbours.real - 0.5) < 0.08, got)
        #expect(abs(report.neighbours.fake - 0.5) < 0.08, got)
      }
      // Copies have copies for neighbours.
      if name.hasPrefix("repeated") { #expect(report.neighbours.fake == 1, got) }
      ratios[name] = glance.frechetRatio
    }
    return ratios
  }

  private func expectOrder(_ ratios: [String: Float]) throws {
    func ratio(_ name: String) throws -> Float { try #require(ratios[name]) }
    for names in [
      ["real", "9 digits", "8 digits", "5 digits", "mean image"],
      ["real", "repeated 500", "repeated 100", "repeated 20", "mean image"],
      ["real", "class Gaussians", "Gaussian", "noise"],
    ] {
      for (better, worse) in zip(names, names.dropFirst()) {
        #expect(try ratio(better) < ratio(worse), "\(better) and \(worse): \(ratios)")
      }
    }
  }

  private static let hasMNIST = (try? Real.mnist.get()) != nil

  @Test("the classifier reads at least 98 % of unseen drawn digits")
  func drawnAccuracy() throws {
    let (sets, eye) = try (Real.drawn.get(), Real.drawnEye.get())
    let accuracy = eye.accuracy(
      on: sets.unseen.tensor(0..<2000, in: .unit), labels: sets.unseen.labels.map { Int($0) })
    #expect(accuracy >= 0.98, "\(accuracy)")
    let untrained = Classifier(seed: 1).accuracy(
      on: sets.unseen.tensor(0..<2000, in: .unit), labels: sets.unseen.labels.map { Int($0) })
    #expect(untrained < 0.3)
  }

  @Test(
    "trained on MNIST it reads 98 % of the test set; trained on drawn digits, most of it",
    .enabled(if: hasMNIST, "skipped: no MNIST at WORKBOOK_DATA"))
  func mnistAccuracy() throws {
    let unseen = try Real.mnist.get().unseen
    let (images, labels) = (unseen.tensor(0..<10_000, in: .unit), unseen.labels.map { Int($0) })
    let own = try Real.mnistEye.get().accuracy(on: images, labels: labels)
    #expect(own >= 0.98, "\(own)")
    let drawn = try Real.drawnEye.get().accuracy(on: images, labels: labels)
    #expect(drawn > 0.8, "\(drawn)")
  }

  // Measured with three classifiers, of seeds 1–3; the bands are those values and a margin.
  @Test("drawn digits: every kind of bad image scores as it should")
  func drawn() throws {
    let gallery = try Gallery(Real.drawn.get(), Real.drawnEye.get())
    try expectOrder(
      judged(
        gallery,
        [
          "real": .init(0...0.008, digits: 10...10, divergence: 0...0.008, recall: 0.8...1),
          "noise": .init(0.8...12, digits: 1...7, divergence: 0.3...2.4, recall: 0...0),
          "mean image": .init(0.8...1.8, digits: 1...1, divergence: 2.2...2.4, recall: 0...0),
          "5 digits": .init(0.1...0.22, digits: 5...5, divergence: 0.6...0.8, recall: 0.3...0.7),
          "8 digits": .init(0.02...0.05, digits: 8...8, divergence: 0.18...0.28, recall: 0.6...0.9),
          "9 digits": .init(
            0.01...0.03, digits: 9...9, divergence: 0.08...0.14, recall: 0.7...0.95),
          "Gaussian": .init(0.05...0.2, digits: 7...10, divergence: 0.05...0.5, recall: 0...0.2),
          "class Gaussians": .init(
            0.01...0.04, digits: 10...10, divergence: 0...0.02, recall: 0.1...0.4),
          "repeated 20": .init(0.1...0.35, digits: 8...10, divergence: 0.1...0.4, recall: 0...0.01),
          "repeated 100": .init(
            0.012...0.05, digits: 10...10, divergence: 0.01...0.06, recall: 0...0.01),
          "repeated 500": .init(
            0.003...0.015, digits: 10...10, divergence: 0...0.03, recall: 0...0.01),
        ]))
  }

  // The bands are the published reference values and a margin.
  @Test(
    "MNIST: every kind of bad image scores as it should",
    .enabled(if: hasMNIST, "skipped: no MNIST at WORKBOOK_DATA"))
  func mnist() throws {
    let gallery = try Gallery(Real.mnist.get(), Real.mnistEye.get())
    try expectOrder(
      judged(
        gallery,
        [
          "real": .init(0...0.008, digits: 10...10, divergence: 0...0.01, recall: 0.8...1),
          "noise": .init(0.7...1.8, digits: 1...5, divergence: 0.8...2.4, recall: 0...0),
          "mean image": .init(1...1.8, digits: 1...1, divergence: 2.2...2.4, recall: 0...0),
          "5 digits": .init(0.12...0.2, digits: 5...5, divergence: 0.58...0.72, recall: 0.5...0.75),
          "8 digits": .init(
            0.02...0.045, digits: 8...8, divergence: 0.17...0.24, recall: 0.65...0.9),
          "9 digits": .init(
            0.009...0.025, digits: 9...9, divergence: 0.07...0.13, recall: 0.7...0.95),
          "Gaussian": .init(0.2...0.45, digits: 7...10, divergence: 0.2...0.7, recall: 0...0.2),
          "class Gaussians": .init(
            0.06...0.15, digits: 10...10, divergence: 0...0.03, recall: 0.1...0.4),
          "repeated 20": .init(
            0.12...0.4, digits: 8...10, divergence: 0.06...0.35, recall: 0...0.01),
          "repeated 100": .init(
            0.03...0.09, digits: 10...10, divergence: 0.02...0.1, recall: 0...0.01),
          "repeated 500": .init(
            0.006...0.025, digits: 10...10, divergence: 0...0.04, recall: 0...0.01),
        ]))
  }

  @Test("an image with a pixel that is no number has no score")
  func notFinite() throws {
    let gallery = try Gallery(Real.drawn.get(), Real.drawnEye.get())
    var pixels = gallery.real.slice(0..<10).scalars
    pixels[5] = .nan
    #expect(gallery.judge.glance(at: Tensor(shape: [10, 784], scalars: pixels)) == nil)
    #expect(gallery.judge.report(on: Tensor(shape: [10, 784], scalars: pixels)) == nil)
    #expect(ImageJudge(gallery.judge.classifier, reference: gallery.real.slice(0..<1)) == nil)
  }
}
