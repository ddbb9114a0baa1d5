// Batch norm as one operation. Composed of others it writes five tensors of the batch's size on the
// way there and ten on the way back, and keeps two; this writes one each way and keeps its input.
//
// With n numbers of each feature, c = x − μ, r = √(σ² + ε) and s = γ / r, y = c s + β. Backwards, a
// cotangent v of y meets
//
//   β  with  Σ v,                    s  with  Σ v c, so γ with  Σ v c / r,
//   σ² with  −γ Σ v c / (2 r³),      μ  with  Σ −(v s) + Σ −(2 k c),  k being that of σ² over n,
//   x  with  2 k c + v s, plus that of μ over n.
//
// Σ c, and with it the second sum of μ, is zero but for rounding. It is taken nevertheless, for then
// the bits are those of the composed operations.

extension Tensor {
  /// γ (x − μ) / √(σ² + ε) + β, with the mean μ and the variance σ² of each feature over all axes but
  /// the last: the result, the means and the variances. These two are not recorded.
  func batchNormalized(
    scale: Tensor, shift: Tensor, epsilon: Float
  ) -> (result: Tensor, mean: Tensor, variance: Tensor) {
    let axes = Array(0..<rank - 1)
    let x = detached()
    let blocks = RowBlocks(rows: scalarCount / scale.scalarCount, width: scale.scalarCount)
    let n = Float(scalarCount / scale.scalarCount)
    let mean = x.mean(along: axes)
    let variance =
      Tensor(blocks.squaredDistances(storage, mean: mean.storage), mean.shape) / n
    let root = (variance + epsilon).squareRoot()
    let slope = scale.detached() / root
    let y = blocks.normalized(
      storage, mean: mean.storage, slope: slope.storage, shift: shift.storage)
    let result = Tensor.recorded(y, shape, self, scale, shift, keeping: .inputs) {
      record, v, index in
      if record.differentiable {
        return v.batchNormPullback(record[0], scale: record[1], epsilon: epsilon, index: index)
      }
      let (x, scale) = (record[0], record[1])
      let slope = scale / root
      if record.node.shared.isEmpty {
        let sums = blocks.cotangentSums(
          v.storage, x.storage, mean: mean.storage, slope: slope.storage)
        record.node.shared = sums.map { Tensor($0, mean.shape) }
      }
      let sums = record.node.shared
      switch index {
      case 1: return (sums[1] / root).reshaped(to: scale.shape)
      case 2: return sums[0].reshaped(to: scale.shape)
      default:
        let factor = Tensor.varianceCotangent(sums[1], scale, root) / n
        let centred = blocks.centredSums(
          x.storage, mean: mean.storage, factor: factor.storage)
        let offset = (Tensor(centred, mean.shape) + sums[2]) / n
        let cotangent = blocks.inputCotangent(
          v.storage, x.storage, mean: mean.storage, slope: slope.storage,
          factor: factor.storage, offset: offset.storage)
        OperationLog.note("batchNormPullback", x.shape, v, x)
        return Tensor(cotangent, x.shape)
      }
    }
    return (result, mean, variance)
  }

  /// The same way back in tensor operations, whose result can be differentiated again.
  private func batchNormPullback(
    _ x: Tensor, scale: Tensor, epsilon: Float, index: Int
  ) -> Tensor {
    let axes = Array(0..<x.rank - 1)
    if index == 2 { return sum(along: axes).reshaped(to: scale.shape) }
    let n = Float(x.scalarCount / scale.scalarCount)
    let centred = x - x.mean(along: axes)
    let root = (centred.squared().mean(along: axes) + epsilon).squareRoot()
    let weighted = (self * centred).sum(along: axes)
    if index == 1 { return (weighted / root).reshaped(to: scale.shape) }
    let throughVariance = Tensor.varianceCotangent(weighted, scale, root) / n * centred * 2
    let scaled = self * (scale / root)
    let offset = ((-throughVariance).sum(along: axes) + (-scaled).sum(along: axes)) / n
    return throughVariance + scaled + offset
  }

  /// −γ Σ v c / (2 r³).
  private static func varianceCotangent(
    _ weighted: Tensor, _ scale: Tensor, _ root: Tensor
  ) -> Tensor {
    -(weighted * scale) / (root * root) * 0.5 / root
  }
}
