import Preconditions

// Sums, means and maxima, of everything or along axes.

private struct Equal: BinaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector {
    Vector.zero.replacing(with: Vector(repeating: 1), where: x .== y)
  }
}

extension Tensor {
  /// The sum of all scalars, of shape `[]`.
  public func sum() -> Tensor { sum(along: Array(0..<rank)).reshaped(to: []) }

  /// The sums along `axes`, which keep the size 1, so that the result broadcasts with `self`:
  /// `[batch, features]` summed along `[0]` is `[1, features]`.
  ///
  /// The order of summation depends on the shape alone: the result has the same bits for any number
  /// of threads.
  public func sum(along axes: [Int]) -> Tensor {
    let (storage, shape) = reduced(along: axes, Sum())
    return .recorded(storage, shape, self, keeping: .nothing) { record, v, _ in
      v.broadcast(to: record.shape(0))
    }
  }

  /// The sums along all axes but the last, of shape `[features]`: the gradient of a bias.
  func sumOverRows() -> Tensor {
    let width = shape[rank - 1]
    let result = Storage.make(count: width)
    reduceRows(storage, rows: scalarCount / width, width: width, into: result.scalars, Sum())
    return .recorded(result, Shape(count: width), self, keeping: .nothing) { record, v, _ in
      v.broadcast(to: record.shape(0))
    }
  }

  /// The mean of all scalars, of shape `[]`.
  public func mean() -> Tensor { sum() / Float(scalarCount) }

  /// The means along `axes`, which keep the size 1.
  public func mean(along axes: [Int]) -> Tensor {
    let sums = sum(along: axes)
    return sums / Float(scalarCount / sums.scalarCount)
  }

  /// The variances along `axes`, which keep the size 1: the mean of the squared distances from the
  /// mean (division by n, not n − 1).
  public func variance(along axes: [Int]) -> Tensor {
    (self - mean(along: axes)).squared().mean(along: axes)
  }

  /// The maxima along `axes`, which keep the size 1. Where several scalars are the greatest, they
  /// share the gradient equally.
  public func max(along axes: [Int]) -> Tensor {
    let (storage, shape) = reduced(along: axes, Maximum())
    return .recorded(storage, shape, self, keeping: .inputs) { record, v, _ in
      let x = record[0].detached()
      // Computed once more rather than kept: a record has no room for operands and result.
      let (storage, shape) = x.reduced(along: axes, Maximum())
      let greatest = Tensor(storage, shape).broadcast(to: x.shape)
      let mask = Tensor(x.storage.map(greatest.storage, count: x.scalarCount, Equal()), x.shape)
      return mask * (v / mask.sum(along: axes))
    }
  }

  /// The greatest scalar, of shape `[]`.
  public func max() -> Tensor { max(along: Array(0..<rank)).reshaped(to: []) }

  @inline(__always)
  private func reduced(along axes: [Int], _ reduction: some Reduction) -> (Storage, Shape) {
    // The axes as bits: a set that costs no allocation.
    var reduced = 0
    var result = shape
    for axis in axes {
      require(axis >= 0 && axis < rank, "axes \(axes) of a tensor of shape \(shape)")
      reduced |= 1 << axis
      result[axis] = 1
    }
    let kept = result.scalarCount
    if kept == scalarCount { return (storage, result) }
    let target = Storage.make(count: kept)
    let reducedCount = scalarCount / kept
    let first = (1 << reduced.nonzeroBitCount) - 1
    if reduced == first {
      reduceRows(storage, rows: reducedCount, width: kept, into: target.scalars, reduction)
    } else if reduced == first << (rank - reduced.nonzeroBitCount) {
      reduceColumns(storage, rows: kept, width: reducedCount, into: target.scalars, reduction)
    } else {
      let isReduced = { (axis: Int) in reduced >> axis & 1 == 1 }
      let leading = (0..<rank).filter(isReduced) + (0..<rank).filter { !isReduced($0) }
      let moved = detached().permuted(leading)
      reduceRows(moved.storage, rows: reducedCount, width: kept, into: target.scalars, reduction)
    }
    return (target, result)
  }

  /// `self` summed over the axes along which a tensor of `shape` was stretched: the gradient of
  /// broadcasting.
  func summed(to shape: Shape) -> Tensor {
    if self.shape == shape { return self }
    let padded = shape.padded(toRank: rank)
    let axes = (0..<rank).filter { padded[$0] != self.shape[$0] }
    return sum(along: axes).reshaped(to: shape)
  }
}
