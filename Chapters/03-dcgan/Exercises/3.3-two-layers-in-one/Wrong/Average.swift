// rejected: "four quarters"
import DCGANExercises
import Tensors

struct Answer: TwoLayersInOne {
  /// [k, k, outputs, inputs] to [k + 1, k + 1, outputs, inputs]
  func combined(_ weight: Tensor) throws -> Tensor {
    let rows =
      weight.padded(before: 0, after: 1, along: 0) + weight.padded(before: 1, after: 0, along: 0)
    return (rows.padded(before: 0, after: 1, along: 1) + rows.padded(before: 1, after: 0, along: 1))
      / 4
  }
}
