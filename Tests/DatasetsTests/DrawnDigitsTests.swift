import Testing

@testable import Datasets

@Suite("Drawn digits")
struct DrawnDigitsTests {
  static let digits = DrawnDigits(seed: 1)
  static let images = (0..<5000).map { digits.pixels($0) }
  static let labels = (0..<5000).map { digits.label($0) }

  @Test("image i of a seed is always the same, whatever was drawn before")
  func deterministic() {
    #expect(DrawnDigits(seed: 1).pixels(777) == Self.images[777])
    #expect(DrawnDigits(seed: 2).pixels(777) != Self.images[777])
    // FNV-1a over the first hundred images: whoever changes the drawing notices.
    let hash = Self.images.prefix(100).joined().reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    #expect(hash == 12_680_093_237_482_954_765)
  }

  @Test("every ten images show each digit once")
  func balanced() {
    for start in stride(from: 0, to: 5000, by: 10) {
      #expect(Self.labels[start..<start + 10].sorted() == Array(0..<10))
    }
  }

  @Test("the centre of mass is the image's centre, to half a pixel and the rounding to bytes")
  func centred() {
    for image in Self.images {
      var (mass, x, y) = (0.0, 0.0, 0.0)
      for (index, level) in image.enumerated() {
        mass += Double(level)
        x += Double(level) * (Double(index % 28) - 13.5)
        y += Double(level) * (Double(index / 28) - 13.5)
      }
      #expect(abs(x / mass) < 0.51 && abs(y / mass) < 0.51)
    }
  }

  @Test("there is as much ink as in MNIST, whose mean level is 33.3")
  func ink() {
    let total = Self.images.joined().reduce(0) { $0 + Int($1) }
    let mean = Double(total) / Double(784 * Self.images.count)
    #expect(abs(mean - 33.3) < 2, "\(mean)")
  }

  // A digit with its mass far to one side reaches the edge when it is centred by mass: 69 of these.
  @Test("hardly a digit touches the edge of its picture")
  func edges() {
    let touching = Self.images.count { image in
      let rows = (0..<28).flatMap { [image[$0], image[756 + $0]] }
      let columns = (0..<28).flatMap { [image[28 * $0], image[28 * $0 + 27]] }
      return (rows + columns).contains { $0 > 0 }
    }
    #expect(touching <= 100)
  }

  // Real MNIST gives 82 % by this rule; digits that all looked alike would give 100 %.
  @Test("the nearest class mean tells most digits, and far from all")
  func nearestMean() {
    var means = [[Double]](repeating: [Double](repeating: 0, count: 784), count: 10)
    for (image, label) in zip(Self.images, Self.labels).prefix(4000) {
      for (index, level) in image.enumerated() { means[label][index] += Double(level) / 400 }
    }
    let right = zip(Self.images, Self.labels).suffix(1000).count { image, label in
      let distances = means.map { mean in
        var sum = 0.0
        for (index, level) in image.enumerated() {
          let difference = mean[index] - Double(level)
          sum += difference * difference
        }
        return sum
      }
      return distances.indices.min { distances[$0] < distances[$1] } == label
    }
    #expect((700...950).contains(right), "\(right) of 1000")
  }
}
