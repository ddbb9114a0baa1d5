import Metrics
import Tensors
import Testing

@Suite("Images as a judge looks at them")
struct TensorResizingTests {
  @Test("a pixel is the mean of the area that it covers, channel by channel")
  func means() {
    // 4 × 4 with two channels: the second is ten times the first.
    let pixels = (0..<16).flatMap { [Float($0), 10 * Float($0)] }
    let small = Tensor(shape: [1, 4, 4, 2], scalars: pixels).resized(to: 2)
    #expect(small.shape == [1, 2, 2, 2])
    #expect(small.scalars == [2.5, 25, 4.5, 45, 10.5, 105, 12.5, 125])
  }

  @Test("where areas overlap in part, each old pixel counts by its share")
  func shares() {
    let row = Tensor(shape: [1, 3, 3, 1], scalars: [0, 3, 6, 0, 3, 6, 0, 3, 6])
    // 1.5 old pixels to a new one: (0 + 3/2) / 1.5 and (3/2 + 6) / 1.5.
    let small = row.resized(to: 2).scalars
    #expect(small.count == 4)
    for (got, wanted) in zip(small, [1, 5, 1, 5] as [Float]) { #expect(abs(got - wanted) < 1e-6) }
  }

  @Test("the mean brightness stays, at any size", arguments: [1, 5, 16, 28])
  func brightness(size: Int) {
    var stream = RandomStream(seed: 1, for: "pixels")
    let images = Tensor.uniform([3, 28, 28, 1], from: 0, to: 1, using: &stream)
    let means = images.resized(to: size).mean(along: [1, 2, 3]).scalars
    for (got, wanted) in zip(means, images.mean(along: [1, 2, 3]).scalars) {
      #expect(abs(got - wanted) < 1e-6)
    }
  }
}
