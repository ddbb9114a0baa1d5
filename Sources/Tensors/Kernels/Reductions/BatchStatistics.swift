// The passes of batch norm over a batch of `rows` × `features` numbers. Each takes its sums in the
// order of ``reduceRows`` and each number through the roundings of the tensor operations that it
// stands for, so that the bits are theirs; only the tensors in between are never written.

extension RowBlocks {
  /// Σ (x − μ)² of each feature.
  func squaredDistances(_ x: Storage, mean: Storage) -> Storage {
    let (partial, mean) = (makePartial(), pattern(mean))
    perform(
      SquaredDistances(x: x.vectors, mean: mean.vectors, sums: partial.vectors, blocks: self),
      parts: blocks, nanoseconds: Cost.reading(count))
    return row(partial)
  }

  /// (x − μ) s + β.
  func normalized(_ x: Storage, mean: Storage, slope: Storage, shift: Storage) -> Storage {
    let y = Storage.make(count: count)
    let (mean, slope, shift) = (pattern(mean), pattern(slope), pattern(shift))
    perform(
      Normalizing(
        x: x.vectors, mean: mean.vectors, slope: slope.vectors, shift: shift.vectors,
        y: y.vectors, blocks: self),
      parts: blocks, nanoseconds: Cost.moving(count))
    withExtendedLifetime((mean, slope, shift)) {}
    return y
  }

  /// Σ v, Σ v (x − μ) and Σ −(v s) of each feature.
  func cotangentSums(_ v: Storage, _ x: Storage, mean: Storage, slope: Storage) -> [Storage] {
    let (mean, slope) = (pattern(mean), pattern(slope))
    let partial = [makePartial(), makePartial(), makePartial()]
    perform(
      CotangentSums(
        v: v.vectors, x: x.vectors, mean: mean.vectors, slope: slope.vectors,
        plain: partial[0].vectors, weighted: partial[1].vectors, scaled: partial[2].vectors,
        blocks: self),
      parts: blocks, nanoseconds: Cost.moving(count))
    withExtendedLifetime((mean, slope)) {}
    return partial.map(row)
  }

  /// Σ −(k (x − μ) 2) of each feature.
  func centredSums(_ x: Storage, mean: Storage, factor: Storage) -> Storage {
    let (partial, mean, factor) = (makePartial(), pattern(mean), pattern(factor))
    perform(
      CentredSums(
        x: x.vectors, mean: mean.vectors, factor: factor.vectors, sums: partial.vectors,
        blocks: self),
      parts: blocks, nanoseconds: Cost.reading(count))
    withExtendedLifetime((mean, factor)) {}
    return row(partial)
  }

  /// k (x − μ) 2 + v s + m.
  func inputCotangent(
    _ v: Storage, _ x: Storage, mean: Storage, slope: Storage, factor: Storage, offset: Storage
  ) -> Storage {
    let result = Storage.make(count: count)
    let (mean, slope) = (pattern(mean), pattern(slope))
    let (factor, offset) = (pattern(factor), pattern(offset))
    perform(
      InputCotangent(
        v: v.vectors, x: x.vectors, mean: mean.vectors, slope: slope.vectors,
        factor: factor.vectors, offset: offset.vectors, result: result.vectors, blocks: self),
      parts: blocks, nanoseconds: Cost.moving(count))
    withExtendedLifetime((mean, slope, factor, offset)) {}
    return result
  }

  private func row(_ partial: Storage) -> Storage {
    let row = Storage.make(count: width)
    finish(partial, into: row.scalars, Sum())
    return row
  }
}

private typealias Vectors = UnsafeMutablePointer<Vector>

private struct SquaredDistances: Job, @unchecked Sendable {
  let x, mean, sums: Vectors
  let blocks: RowBlocks

  func run(_ block: Int) {
    let sums = sums + block &* blocks.stride
    for phase in 0..<blocks.stride { sums[phase] = .zero }
    blocks.visit(block) { index, phase, lanes in
      let distance = x[index] - mean[phase]
      sums[phase] += (distance * distance).keeping(lanes, else: .zero)
    }
  }
}

private struct Normalizing: Job, @unchecked Sendable {
  let x, mean, slope, shift, y: Vectors
  let blocks: RowBlocks

  func run(_ block: Int) {
    blocks.visit(block) { index, phase, _ in
      y[index] = (x[index] - mean[phase]) * slope[phase] + shift[phase]
    }
  }
}

private struct CotangentSums: Job, @unchecked Sendable {
  let v, x, mean, slope, plain, weighted, scaled: Vectors
  let blocks: RowBlocks

  func run(_ block: Int) {
    let first = block &* blocks.stride
    let (plain, weighted, scaled) = (plain + first, weighted + first, scaled + first)
    for phase in 0..<blocks.stride {
      (plain[phase], weighted[phase], scaled[phase]) = (.zero, .zero, .zero)
    }
    blocks.visit(block) { index, phase, lanes in
      let v = v[index].keeping(lanes, else: .zero)
      plain[phase] += v
      weighted[phase] += (v * (x[index] - mean[phase])).keeping(lanes, else: .zero)
      scaled[phase] -= v * slope[phase]
    }
  }
}

private struct CentredSums: Job, @unchecked Sendable {
  let x, mean, factor, sums: Vectors
  let blocks: RowBlocks

  func run(_ block: Int) {
    let sums = sums + block &* blocks.stride
    for phase in 0..<blocks.stride { sums[phase] = .zero }
    blocks.visit(block) { index, phase, lanes in
      let term = factor[phase] * (x[index] - mean[phase]) * 2
      sums[phase] -= term.keeping(lanes, else: .zero)
    }
  }
}

private struct InputCotangent: Job, @unchecked Sendable {
  let v, x, mean, slope, factor, offset, result: Vectors
  let blocks: RowBlocks

  func run(_ block: Int) {
    blocks.visit(block) { index, phase, _ in
      let throughVariance = factor[phase] * (x[index] - mean[phase]) * 2
      result[index] = throughVariance + v[index] * slope[phase] + offset[phase]
    }
  }
}
