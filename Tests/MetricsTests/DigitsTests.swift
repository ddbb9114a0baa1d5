import Datasets
import Tensors
import Testing

@testable import Metrics

/// What can be said of digits without a classifier: the features are 50 components, or the pixels.
@Suite(
  "Digits", .serialized,
  .enabled(if: (try? Real.mnist.get()) != nil, "skipped: no MNIST at WORKBOOK_DATA"))
struct DigitsTests {
  private let train: Tensor
  private let labels: [Int]
  private let test: Tensor

  init() throws {
    let (training, unseen) = try Real.mnist.get()
    train = training.tensor(0..<20_000, in: .unit, flattened: true)
    labels = training.labels.prefix(20_000).map { Int($0) }
    test = unseen.tensor(0..<unseen.count, in: .unit, flattened: true)
  }

  /// Training images by their places, drawn without replacement: neighbours in the file are often
  /// one writer's, and no fair sample.
  private func drawn(_ n: Int, seed: UInt64, where isWanted: (Int) -> Bool = { _ in true }) -> [Int]
  {
    var stream = RandomStream(seed: seed, for: "draw")
    return Array(stream.permutation(of: labels.count).filter { isWanted(labels[$0]) }.prefix(n))
  }

  private func repeated(_ indices: [Int]) -> Tensor {
    train.rows(at: (0..<2000).map { indices[$0 % indices.count] })
  }

  private func noise() -> Tensor {
    var stream = RandomStream(seed: 1, for: "noise")
    return .uniform([2000, 784], using: &stream)
  }

  private func mean(of images: Tensor) -> Tensor {
    images.mean(along: [0]).reshaped(to: [1, 784]).rows(at: [Int](repeating: 0, count: 2000))
  }

  // Of 100 draws of 2,000 (numpy) all scored 0.35 to 0.52.
  @Test("the Fréchet distance on 50 components ranks real, missing, repeated, mean and noise")
  func ranking() throws {
    let components = try #require(PrincipalComponents(train))
    // numpy, in double precision; 1e-6 of the total is what the documentation states.
    #expect(abs(components.totalVariance - 52.9678983179618) < 5e-5)
    #expect(abs(components.variances.reduce(0, +) - 43.807799989790475) < 5e-5)
    let reference = try #require(components.fit(test))
    func distance(_ images: Tensor) throws -> Float {
      try #require(components.fit(images).flatMap { frechetDistance($0, reference) })
    }
    var real = 0 as Float
    for seed in 1...3 as ClosedRange<UInt64> {
      let got = try distance(train.rows(at: drawn(2000, seed: seed)))
      #expect(got > 0.3 && got < 0.55)
      real = max(real, got)
    }
    let nine = try distance(train.rows(at: drawn(2000, seed: 1) { $0 < 9 }))
    let five = try distance(train.rows(at: drawn(2000, seed: 1) { $0 < 5 }))
    let (many, few) = try (
      distance(repeated(drawn(500, seed: 1))), distance(repeated(drawn(20, seed: 1)))
    )
    let (meanImage, noise) = try (distance(mean(of: test)), distance(noise()))
    #expect(real < nine && nine < five && five < meanImage && meanImage < noise)
    #expect(real < many && many < few && few < meanImage)
    #expect(meanImage > 43.3 && meanImage < 44.4)
    #expect(noise > 51 && noise < 53)
  }

  @Test("noise is 51.2 from the test images on their own components")
  func ownComponents() throws {
    let got = try #require(pca50Frechet(noise(), reference: test))
    #expect(got > 50.7 && got < 51.8)
  }

  @Test("copies of training images are found out, and unseen images are no copies")
  func memorised() throws {
    let copies = [19_999, 0, 4096, 13_337]
    let found = try #require(nearestNeighbours(of: train.rows(at: copies), among: train))
    #expect(found == copies.map { Neighbour(index: $0, squaredDistance: 0) })
    let unseen = try #require(nearestNeighbours(of: test.slice(0..<500), among: train))
    #expect(unseen.prefix(5).map(\.index) == [16186, 16902, 15224, 1877, 1732])
    // numpy, over all pairs in double precision
    let distances = unseen.map(\.distance).sorted()
    #expect(abs(distances[0] - 1.2535286603298628) < 1e-5)
    #expect(abs(distances[250] - 4.686596100213455) < 1e-5)
  }

  @Test("1-NN accuracy, precision and recall on pixels tell real digits from noise and repeats")
  func neighbours() throws {
    let drawn = drawn(4000, seed: 4)
    let real = train.rows(at: Array(drawn.prefix(2000)))
    let others = Array(drawn.suffix(2000))
    func judge(_ fake: Tensor) throws -> (NearestNeighbourAccuracy, PrecisionRecall) {
      try (
        #require(NearestNeighbourAccuracy(real: real, fake: fake)),
        #require(PrecisionRecall(real: real, fake: fake))
      )
    }
    let (unseen, unseenShares) = try judge(train.rows(at: others))
    #expect(abs(unseen.real - 0.5) < 0.06 && abs(unseen.fake - 0.5) < 0.06)
    #expect(unseenShares.precision > 0.7 && unseenShares.recall > 0.7)
    let (noise, noiseShares) = try judge(noise())
    #expect(noise.real == 1 && noise.fake == 1)
    #expect(noiseShares.precision == 0 && noiseShares.recall == 0)
    let (repeats, repeatShares) = try judge(repeated(Array(others.prefix(20))))
    #expect(repeats.real > 0.9 && repeats.fake == 1)
    #expect(repeatShares.precision > 0.5 && repeatShares.recall < 0.05)
    let (same, sameShares) = try judge(mean(of: test))
    #expect(same.real > 0.9 && same.fake == 1 && sameShares.recall == 0)
  }
}
