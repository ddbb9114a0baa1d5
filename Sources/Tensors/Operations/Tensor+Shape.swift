import Preconditions

// Operations that move numbers and change none. The pullback of each is another of them.

extension Tensor {
  /// The same scalars in the same order, under another shape of as many.
  public func reshaped(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    require(
      shape.scalarCount == scalarCount,
      "reshaped(to:): \(self.shape) has \(scalarCount) scalars, \(shape) \(shape.scalarCount)")
    return .recorded(storage, shape, self, keeping: .nothing) { record, v, _ in
      v.reshaped(to: record.shape(0))
    }
  }

  /// `[batch, …]` as `[batch, features]`.
  public func flattened() -> Tensor { reshaped(to: [shape[0], scalarCount / shape[0]]) }

  /// `self` repeated along the axes where its size is 1 (or that it lacks) to make `shape`.
  public func broadcast(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    require(
      self.shape.broadcast(with: shape) == shape, "broadcast(to:): \(self.shape) to \(shape)")
    return .recorded(stretched(to: shape), shape, self, keeping: .nothing) { record, v, _ in
      v.summed(to: record.shape(0))
    }
  }

  func stretched(to shape: Shape) -> Storage {
    if shape == self.shape { return storage }
    if scalarCount == 1 {
      let value = storage.scalars[0]
      return Tensor(repeating: value, shape: shape).storage
    }
    let padded = self.shape.padded(toRank: shape.rank)
    var strides = padded.strides
    for axis in 0..<shape.rank where padded[axis] == 1 { strides[axis] = 0 }
    return storage.gathered(shape, strides: strides)
  }

  /// The axes in another order: axis i of the result is axis `order[i]` of `self`. `[1, 0]` transposes a
  /// matrix.
  public func permuted(_ order: [Int]) -> Tensor {
    require(
      order.sorted() == Array(0..<rank), "permuted: \(order) is no order of \(rank) axes")
    if order == Array(0..<rank) { return self }
    let strides = self.shape.strides
    let shape = Shape(order.map { self.shape[$0] })
    let result = storage.gathered(shape, strides: order.map { strides[$0] })
    return .recorded(result, shape, self, keeping: .nothing) { record, v, _ in
      v.permuted((0..<order.count).map { axis in order.firstIndex(of: axis) ?? axis })
    }
  }

  /// The part of `self` whose index along `axis` lies in `range`.
  public func slice(_ range: Range<Int>, along axis: Int = 0) -> Tensor {
    require(
      axis >= 0 && axis < rank && range.lowerBound >= 0 && range.upperBound <= shape[axis]
        && !range.isEmpty,
      "slice: \(range) along axis \(axis) of a tensor of shape \(shape)")
    if range.count == shape[axis] { return self }
    let size = shape[axis]
    var part = shape
    part[axis] = range.count
    let result = Storage.make(count: part.scalarCount)
    let inner = shape.dropFirst(axis + 1).reduce(1, *)
    for outer in 0..<shape.prefix(axis).reduce(1, *) {
      (result.scalars + outer * range.count * inner).update(
        from: storage.scalars + (outer * size + range.lowerBound) * inner,
        count: range.count * inner)
    }
    return .recorded(result, part, self, keeping: .nothing) { _, v, _ in
      v.padded(before: range.lowerBound, after: size - range.upperBound, along: axis)
    }
  }

  /// `self` between zeros: `before` and `after` count them along `axis`.
  public func padded(before: Int, after: Int, along axis: Int) -> Tensor {
    require(before >= 0 && after >= 0, "padded: a negative padding")
    if before + after == 0 { return self }
    let size = shape[axis]
    var whole = shape
    whole[axis] = before + size + after
    let result = Storage.make(count: whole.scalarCount)
    let inner = shape.dropFirst(axis + 1).reduce(1, *)
    for outer in 0..<shape.prefix(axis).reduce(1, *) {
      let row = result.scalars + outer * whole[axis] * inner
      row.update(repeating: 0, count: before * inner)
      (row + before * inner).update(
        from: storage.scalars + outer * size * inner, count: size * inner)
      (row + (before + size) * inner).update(repeating: 0, count: after * inner)
    }
    return .recorded(result, whole, self, keeping: .nothing) { _, v, _ in
      v.slice(before..<before + size, along: axis)
    }
  }

  /// The tensors one after another along `axis`; their other sizes must agree.
  public static func concatenation(_ tensors: [Tensor], along axis: Int = 0) -> Tensor {
    require(!tensors.isEmpty, "concatenation: no tensors")
    var shape = tensors[0].shape
    shape[axis] = tensors.reduce(0) { $0 + $1.shape[axis] }
    for tensor in tensors {
      var expected = tensor.shape
      expected[axis] = shape[axis]
      require(
        expected == shape,
        "concatenation: \(tensors[0].shape) and \(tensor.shape) differ beyond axis \(axis)")
    }
    let result = Storage.make(count: shape.scalarCount)
    let inner = shape.dropFirst(axis + 1).reduce(1, *)
    var starts = [0]
    for tensor in tensors {
      let start = starts[starts.count - 1]
      let length = tensor.shape[axis] * inner
      for outer in 0..<shape.prefix(axis).reduce(1, *) {
        (result.scalars + (outer * shape[axis] + start) * inner).update(
          from: tensor.storage.scalars + outer * length, count: length)
      }
      starts.append(start + tensor.shape[axis])
    }
    return .recorded(result, shape, tensors) { [starts] _, v, index in
      v.slice(starts[index]..<starts[index + 1], along: axis)
    }
  }

  /// The rows `indices` of `self`, in that order, repeated where an index is: a batch out of a data
  /// set. Not differentiable.
  public func rows(at indices: [Int]) -> Tensor {
    let length = scalarCount / shape[0]
    var batch = shape
    batch[0] = indices.count
    let result = Storage.make(count: batch.scalarCount)
    for (row, index) in indices.enumerated() {
      require(index >= 0 && index < shape[0], "rows(at:): row \(index) of \(shape[0])")
      (result.scalars + row * length).update(
        from: storage.scalars + index * length, count: length)
    }
    return Tensor(result, batch)
  }
}

extension Storage {
  /// A new buffer of `shape` whose element at an index is this buffer's at Σ index · stride.
  fileprivate func gathered(_ shape: Shape, strides: [Int]) -> Storage {
    let result = Storage.make(count: shape.scalarCount)
    guard let inner = shape.last else {
      result.scalars[0] = scalars[0]
      return result
    }
    let innerStride = strides[shape.rank - 1]
    var index = [Int](repeating: 0, count: shape.rank)
    var source = 0
    var target = result.scalars
    let end = target + shape.scalarCount
    while target < end {
      let start = scalars + source
      switch innerStride {
      case 0: target.update(repeating: start[0], count: inner)
      case 1: target.update(from: start, count: inner)
      default: for i in 0..<inner { target[i] = start[i &* innerStride] }
      }
      target += inner
      var axis = shape.rank - 2
      while axis >= 0 {
        index[axis] += 1
        source += strides[axis]
        if index[axis] < shape[axis] { break }
        source -= index[axis] * strides[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return result
  }
}
