import Metrics
import Tensors

extension AskedGame {
  var showsImages: Bool { true }

  /// As many of each digit, in turn: `[count, 196]`.
  func samples(_ count: Int) -> Tensor { samples(classes: inTurn(count)) }

  private func inTurn(_ count: Int) -> [Int] { (0..<count).map { $0 % AskedGame.classCount } }

  private func samples(classes: [Int]) -> Tensor {
    var stream = RandomStream(seed: seed, for: "evaluation")
    let z = Tensor.normal([classes.count, latentSize], standardDeviation: 1, using: &stream)
    return generator(with(z, classes)).flattened().detached()
  }

  /// A row for each digit, and in each row the same ten noise vectors.
  var sampleSheet: SampleSheet {
    var stream = RandomStream(seed: seed, for: "sheet")
    let z = Tensor.normal([10, latentSize], standardDeviation: 1, using: &stream)
    let rows = (0..<AskedGame.classCount).map { digit in
      generator(with(z, [Int](repeating: digit, count: 10)))
    }
    return SampleSheet(
      images: Tensor.concatenation(rows).flattened().detached(), columns: 10,
      caption: "a row for each digit that was asked for, 0 to 9; a column is one noise vector.")
  }

  func judgement() -> Measurements {
    let classes = inTurn(300)
    let samples = samples(classes: classes)
    let shares = digits.sharesRead(samples, as: classes)
    return [
      .askedOnPixels: shares.map { $0.reduce(0, +) / Float($0.count) },
      .askedLeast: shares?.min(),
      .grid: checkerboard(samples.reshaped(to: [300, SmallDigits.side, SmallDigits.side, 1])),
      .frechetRatioOnComponents: digits.frechetRatio(samples),
    ]
  }
}
