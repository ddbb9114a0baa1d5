import Preconditions
import Tensors

extension Tensor {
  /// Square images `[n, side, side, channels]` at another size, as a judge looks at them: every pixel is
  /// the mean of the area that it covers of the old ones.
  public func resized(to size: Int) -> Tensor {
    require(
      rank == 4 && shape[1] == shape[2] && size > 0,
      "resized: \(shape) to \(size), where [n, side, side, channels] is needed")
    let (n, side, channels) = (shape[0], shape[1], shape[3])
    if side == size { return self }
    let scale = Float(side) / Float(size)
    let weights = Tensor(shape: [side, size]) { weights in
      for new in 0..<size {
        for old in 0..<side {
          let overlap =
            Swift.min(Float(new + 1) * scale, Float(old + 1))
            - Swift.max(Float(new) * scale, Float(old))
          weights[old * size + new] = Swift.max(0, overlap) / scale
        }
      }
    }
    let columns = permuted([0, 1, 3, 2]).reshaped(to: [n * side * channels, side]).matmul(weights)
    return columns.reshaped(to: [n, side, channels, size]).permuted([0, 3, 2, 1])
      .reshaped(to: [n * size * channels, side]).matmul(weights)
      .reshaped(to: [n, size, channels, size]).permuted([0, 3, 1, 2])
  }
}
