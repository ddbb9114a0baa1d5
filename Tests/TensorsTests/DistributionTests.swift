import Foundation
import Testing

@testable import Tensors

/// What a sample says of its distribution. Bands are four standard errors unless they say
/// otherwise: left by chance in 6 of 100,000 seeds. The seeds are fixed, so a test fails only when
/// the stream changes.
struct SampleStatistics {
  let count: Double
  let mean: Double
  let variance: Double
  let skewness: Double
  let kurtosis: Double

  init(_ sample: [Float]) {
    count = Double(sample.count)
    var sum = 0.0
    for x in sample { sum += Double(x) }
    let mean = sum / count
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for x in sample {
      let d = Double(x) - mean
      second += d * d
      third += d * d * d
      fourth += d * d * d * d
    }
    self.mean = mean
    variance = second / count
    skewness = third / count / pow(variance, 1.5)
    kurtosis = fourth / count / (variance * variance)
  }

  /// The greatest distance between the sample's distribution function and `cdf`.
  static func kolmogorovDistance(_ sample: [Float], _ cdf: (Double) -> Double) -> Double {
    let n = Double(sample.count)
    var (greatest, rank) = (0.0, 0.0)
    for x in sample.sorted() {
      let f = cdf(Double(x))
      greatest = max(greatest, f - rank / n, (rank + 1) / n - f)
      rank += 1
    }
    return greatest
  }

  static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    let (s, t) = (SampleStatistics(a), SampleStatistics(b))
    var sum = 0.0
    for (x, y) in zip(a, b) { sum += (Double(x) - s.mean) * (Double(y) - t.mean) }
    return sum / s.count / (s.variance * t.variance).squareRoot()
  }
}

@Suite("Distributions") struct DistributionTests {
  static let count = 1 << 16

  @Test("uniform numbers have the range, moments and distribution of [0, 1)")
  func uniform() {
    var stream = RandomStream(seed: 1, for: "noise")
    let sample = Tensor.uniform([Self.count], using: &stream).scalars
    #expect(sample.allSatisfy { $0 >= 0 && $0 < 1 })
    let got = SampleStatistics(sample)
    let root = got.count.squareRoot()
    #expect(abs(got.mean - 1 / 2) < 4 * 0.2887 / root)
    #expect(abs(got.variance - 1 / 12) < 4 * 0.0745 / root)
    // D √n > 1.95 by chance once in 1000.
    #expect(SampleStatistics.kolmogorovDistance(sample) { $0 } < 1.95 / root)
  }

  @Test("uniform numbers fill the range that is asked for", arguments: [(-3, 5), (2, 2.5)])
  func uniformRange(low: Float, high: Float) {
    var stream = RandomStream(seed: 2, for: "noise")
    let sample = Tensor.uniform([64, 64], from: low, to: high, using: &stream).scalars
    #expect(sample.allSatisfy { $0 >= low && $0 < high })
    let got = SampleStatistics(sample)
    let width = Double(high - low)
    #expect(abs(got.mean - Double(low + high) / 2) < 4 * 0.2887 * width / 64)
    // The nearest of 4096 numbers misses an end by more than 1/256 once in 9 million seeds.
    #expect(sample.contains { Double($0 - low) < width / 256 })
    #expect(sample.contains { Double(high - $0) < width / 256 })
  }

  @Test("the upper end of a range is never reached, though the sum would round to it")
  func upperEndIsOpen() {
    // At this word the top 24 bits are all ones: 1 + (1 − 2⁻²⁴) is half-way between 2 − 2⁻²³ and 2.
    var stream = Self.atGreatestWord
    #expect(stream.next() >> 8 == 0xFF_FFFF)
    stream = Self.atGreatestWord
    #expect(Tensor.uniform([1], using: &stream).scalar == 1 - 0x1p-24)
    stream = Self.atGreatestWord
    #expect(Tensor.uniform([1], from: 1, to: 2, using: &stream).scalar == 2 - 0x1p-23)
  }

  @Test("a range wider than the greatest number is filled too, and one without an end stops")
  func widest() async {
    var stream = RandomStream(seed: 1, for: "noise")
    var same = stream
    let greatest = Float.greatestFiniteMagnitude
    let wide = Tensor.uniform([4096], from: -greatest, to: greatest, using: &stream)
    #expect(wide.isFinite && wide.scalars.allSatisfy { $0 < greatest })
    let half = Tensor.uniform([4096], from: -greatest / 2, to: greatest / 2, using: &same)
    #expect(wide.scalars == half.scalars.map { $0 * 2 })
    #expect(abs((wide / greatest).mean().scalar) < 0.04)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1, for: "noise")
      _ = Tensor.uniform([4], from: 0, to: .infinity, using: &stream)
    }
    expectSaid("uniform", "from 0.0 to inf", by: result)
  }

  @Test("normal numbers have the moments and the distribution of N(0, 1)")
  func normal() {
    var stream = RandomStream(seed: 1, for: "noise")
    let sample = Tensor.normal([Self.count], using: &stream).scalars
    let got = SampleStatistics(sample)
    let root = got.count.squareRoot()
    #expect(abs(got.mean) < 4 / root)
    #expect(abs(got.variance - 1) < 4 * 2.0.squareRoot() / root)
    #expect(abs(got.skewness) < 4 * 6.0.squareRoot() / root)
    #expect(abs(got.kurtosis - 3) < 4 * 24.0.squareRoot() / root)
    let distance = SampleStatistics.kolmogorovDistance(sample) { erfc(-$0 / 2.0.squareRoot()) / 2 }
    #expect(distance < 1.95 / root)
    // Beyond 3: 0.270 % of 65,536, which is 177 ± 13.3; 4 σ is 53.
    #expect((124...230).contains(sample.count { abs($0) > 3 }))
  }

  @Test("mean and standard deviation of normal numbers are as asked for")
  func scaledNormal() {
    var plain = RandomStream(seed: 6, for: "noise")
    var scaled = plain
    let z = Tensor.normal([1000], using: &plain).scalars
    let x = Tensor.normal([1000], mean: 4, standardDeviation: 0.5, using: &scaled).scalars
    #expect(zip(x, z).allSatisfy { abs($0 - (4 + 0.5 * $1)) <= 1e-6 })
  }

  @Test("normal numbers are those of Box and Muller's formula")
  func closedForm() {
    var words = RandomStream(seed: 9, for: "noise")
    var bulk = words
    let uniform = (0..<128).map { _ in Double(words.next() >> 8) * 0x1p-24 }
    let got = Tensor.normal([128], using: &bulk).scalars
    for index in 0..<128 where index % 32 < 16 {
      let radius = (-2 * log(1 - uniform[index])).squareRoot()
      let turns = uniform[index + 16]
      // The sine is good to 6.3e-8 and the radius below 5.77: 4e-7, and roundings.
      #expect(abs(Double(got[index]) - radius * cos(2 * .pi * turns)) < 6e-7)
      #expect(abs(Double(got[index + 16]) - radius * sin(2 * .pi * turns)) < 6e-7)
    }
  }

  @Test("the two halves of Box and Muller's pairs are independent, and so are their squares")
  func halvesAreIndependent() {
    var stream = RandomStream(seed: 1, for: "noise")
    let sample = Tensor.normal([Self.count], using: &stream).scalars
    let first = sample.indices.filter { $0 % 32 < 16 }.map { sample[$0] }
    let second = sample.indices.filter { $0 % 32 >= 16 }.map { sample[$0] }
    let band = 4 / Double(first.count).squareRoot()
    #expect(abs(SampleStatistics.correlation(first, second)) < band)
    let squares = (first.map { $0 * $0 }, second.map { $0 * $0 })
    #expect(abs(SampleStatistics.correlation(squares.0, squares.1)) < band)
  }

  @Test("streams of one seed are independent, and so are streams of neighbouring seeds")
  func streamsAreIndependent() {
    func sample(_ seed: UInt64, _ name: String) -> [Float] {
      var stream = RandomStream(seed: seed, for: name)
      return Tensor.uniform([1 << 14], using: &stream).scalars
    }
    let noise = sample(1, "noise")
    for other in [sample(1, "weights"), sample(2, "noise")] {
      #expect(abs(SampleStatistics.correlation(noise, other)) < 4 / 128)
    }
  }

  @Test("no normal number lies beyond 5.77, and the least and greatest words stay finite")
  func extremes() {
    var stream = Self.atGreatestWord
    let pair = Tensor.normal([32], using: &stream).scalars
    let radius = (pair[0] * pair[0] + pair[16] * pair[16]).squareRoot()
    // √(48 ln 2): u = 1 − 2⁻²⁴ is as close to 1 as a word comes.
    #expect(abs(radius - 5.768108) < 2e-6)
    #expect(radius < 5.77)
    // Word 2 of block 6,743,502 has 24 leading zeros: u = 0, and the logarithm of 1 is 0.
    stream.position = 4 * 6_743_502
    let least = Tensor.normal([32], using: &stream).scalars
    #expect(least[2] == 0 && least[18] == 0)
    #expect(least.allSatisfy { abs($0) < 5.77 })
  }

  @Test("truncated normal numbers end at two standard deviations")
  func truncatedNormal() {
    var stream = RandomStream(seed: 1, for: "weights")
    let sample = Tensor.truncatedNormal([256, 128], standardDeviation: 0.5, using: &stream).scalars
    #expect(sample.allSatisfy { abs($0) <= 1 })
    let got = SampleStatistics(sample.map { 2 * $0 })
    let root = got.count.squareRoot()
    // Variance 1 − 4 φ(2) / (2 Φ(2) − 1) = 0.7737, kurtosis 2.366.
    #expect(abs(got.mean) < 4 * 0.8796 / root)
    #expect(abs(got.variance - 0.7737) < 4 * 0.7737 * 1.366.squareRoot() / root)
    // And they reach them: past 1.96, where 0.47 % lie, 155 ± 12.4 of 32,768 and 4 σ is 50.
    #expect((105...205).contains(sample.count { abs($0) > 0.98 }))
  }

  /// Found by search: the top 24 bits of word 0 of block 2,165,721 are all ones.
  static var atGreatestWord: RandomStream {
    var stream = RandomStream(seed: 1, for: "noise")
    stream.position = 4 * 2_165_721
    return stream
  }
}
