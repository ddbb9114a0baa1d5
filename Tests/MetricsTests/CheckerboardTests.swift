import Datasets
import Tensors
import Testing

@testable import Metrics

@Suite("Checkerboards")
struct CheckerboardTests {
  /// Images of `side` × `side` from a rule for row, column and channel.
  private func images(
    _ side: Int, count: Int = 1, channels: Int = 1, _ rule: (Int, Int, Int) -> Float
  ) -> Tensor {
    var pixels: [Float] = []
    for _ in 0..<count {
      for row in 0..<side {
        for column in 0..<side {
          for channel in 0..<channels { pixels.append(rule(row, column, channel)) }
        }
      }
    }
    return Tensor(shape: [count, side, side, channels], scalars: pixels)
  }

  private func sign(_ number: Int) -> Float { number.isMultiple(of: 2) ? 1 : -1 }

  @Test(
    "a checkerboard scores 1, whatever its phase, contrast and size", arguments: [8, 9, 28], 0...1)
  func checkerboards(side: Int, shift: Int) {
    let board = images(side) { row, column, _ in 0.5 + 0.01 * sign(row + column + shift) }
    #expect(abs((checkerboard(board) ?? 0) - 1) < 1e-5)
  }

  @Test("so do stripes of one pixel, across and down, and dots in every second row and column")
  func stripes() {
    for pattern: (Int, Int, Int) -> Float in [
      { row, _, _ in sign(row) }, { _, column, _ in sign(column) },
      { row, column, _ in row % 2 == 0 && column % 2 == 0 ? 1 : 0 },
    ] {
      #expect(abs((checkerboard(images(16, pattern)) ?? 0) - 1) < 1e-5)
    }
  }

  @Test("a pattern of period 4, a slope and a constant image score 0")
  func others() {
    #expect((checkerboard(images(16 + 2) { row, _, _ in sign(row / 2) }) ?? 1) < 1e-6)
    #expect((checkerboard(images(16) { row, column, _ in Float(row + 3 * column) }) ?? 1) == 0)
    #expect(checkerboard(images(16) { _, _, _ in 0.3 }) == 0)
  }

  @Test(
    "each channel and each image has a phase of its own: patterns of opposite sign do not cancel")
  func channels() {
    let board = images(16, count: 2, channels: 3) { row, column, channel in
      sign(row + column + channel)
    }
    #expect(abs((checkerboard(board) ?? 0) - 1) < 1e-5)
  }

  // The score of one image has a relative standard deviation of √(2/3); 0.12 is three standard errors
  // of the mean of 400, four and a half of that of 1,000.
  @Test(
    "independent pixels score 3 / 0.640625 n", arguments: [(10, 1_000), (28, 1_000), (64, 400)])
  func noise(side: Int, count: Int) {
    var stream = RandomStream(seed: 1, for: "noise")
    let noise = Tensor.normal([count, side, side, 1], using: &stream)
    let expected = 3 / (0.640625 * Float((side - 2) * (side - 2)))
    let score = checkerboard(noise) ?? 0
    #expect(abs(score / expected - 1) < 0.12, "\(score), expected \(expected)")
  }

  @Test("a checkerboard under noise of equal variance in its detail scores one half")
  func mixture() {
    var stream = RandomStream(seed: 2, for: "noise")
    let board = images(64, count: 20) { row, column, _ in sign(row + column) }
    let noise = Tensor.normal([20, 64, 64, 1], using: &stream)
    let score = checkerboard(board + noise * (1 / Float(0.640625).squareRoot())) ?? 0
    #expect(abs(score - 0.5) < 0.02, "\(score)")
  }

  @Test("drawn digits and faces have next to none")
  func drawn() throws {
    for (drawing, side, channels) in [(Drawing.digits, 28, 1), (.digits, 64, 1), (.faces, 64, 3)] {
      let format = ImageFormat(side: side, channels: channels == 1 ? .gray : .rgb)
      let images = try Dataset.drawn.images(.test, as: format, drawing: drawing)
      let score = try #require(checkerboard(images.tensor(Array(0..<300), in: .unit)))
      #expect(score < 0.004, "\(drawing) \(side)")
    }
  }

  @Test("an image with a pixel that is no number has no score")
  func absent() {
    #expect(checkerboard(images(8) { row, _, _ in row == 3 ? .nan : 0 }) == nil)
  }
}
