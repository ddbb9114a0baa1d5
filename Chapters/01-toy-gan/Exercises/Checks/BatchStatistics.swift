import Metrics
import Tensors

/// 1.5: what a discriminator has to be given to see a batch.
public protocol BatchStatistics: Exercise {
  /// Puts two columns beside the numbers: the batch's mean and its standard deviation, the same in
  /// every row.
  ///
  /// - Parameter x: `[batch, 1]`.
  /// - Returns: `[batch, 3]`: the number, the mean, the standard deviation.
  func withStatistics(_ x: Tensor) throws -> Tensor
}

extension BatchStatistics {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "data")
    let x = variant.target.sample(100, using: &stream)
    let seen = try withStatistics(x)
    guard let moments = Moments(x.scalars) else { return }
    let (mean, std) = (moments.mean, moments.standardDeviation)
    func columns(_ mean: Tensor, _ spread: Tensor) -> Tensor {
      .concatenation([x, mean, spread], along: 1)
    }
    func column(_ value: Float) -> Tensor { Tensor(repeating: value, shape: [100, 1]) }
    try expect(
      "the batch with its statistics", seen, near: columns(column(mean), column(std)),
      within: 1e-3,
      mistakes: [
        "the mean is taken along the wrong axis: each number is compared with itself":
          columns(x, column(0)),
        "this is the variance: its square root is missing": columns(
          column(mean), column(std * std)),
        "the columns are in another order: the number, the mean, the standard deviation":
          columns(column(std), column(mean)),
      ])

    // The gradient has to pass: through the statistics a single number moves all rows.
    let tracked = x.tracked()
    let spread = try withStatistics(tracked).slice(2..<3, along: 1).mean()
    let slopes = gradients(of: spread, withRespectTo: [tracked])[0]
    try expect(
      slopes.absoluteValue().max().scalar > 1e-4,
      "the statistics are detached: the generator cannot learn from them to spread out",
      expected: "the standard deviation to change with the numbers", got: "a slope of 0")

    // A collapsed generator's batch: √ has an infinite slope at 0.
    let heap = column(1).tracked()
    let flat = try withStatistics(heap).slice(2..<3, along: 1).mean()
    try expect(
      gradients(of: flat, withRespectTo: [heap])[0].isFinite,
      "the gradient is not finite where all numbers are equal: add a little under the square root")
  }
}
