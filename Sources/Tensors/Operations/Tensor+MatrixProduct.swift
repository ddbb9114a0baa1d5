import Preconditions

extension Tensor {
  /// The matrix product of `self`, `[m, k]`, and `other`, `[k, n]`: `[m, n]`, each element summed
  /// over k in order. Either can be taken transposed, which costs nothing. Other shapes stop the program with a
  /// sentence that quotes both.
  ///
  /// d(AB) = dA B + A dB, so the cotangent v reaches A as v Bᵀ and B as Aᵀ v.
  public func matmul(
    _ other: Tensor, transposed: Bool = false, otherTransposed: Bool = false
  ) -> Tensor {
    let (storage, shape) = Tensor.product(self, transposed, other, otherTransposed, bias: nil)
    return .recorded(storage, shape, self, other, keeping: .inputs) { record, v, index in
      switch (index, transposed, otherTransposed) {
      case (0, false, let t): v.matmul(record[1], otherTransposed: !t)
      case (0, true, let t): record[1].matmul(v, transposed: t, otherTransposed: true)
      case (_, let t, false): record[0].matmul(v, transposed: !t)
      case (_, let t, true): v.matmul(record[0], transposed: true, otherTransposed: t)
      }
    }
  }

  /// `self` W + b, the heart of a dense layer: `[batch, inputs]` by `weight` `[inputs, outputs]`
  /// plus `bias` `[outputs]` in one pass: `[batch, outputs]`. The sum over the inputs starts from the bias.
  public func dense(weight: Tensor, bias: Tensor) -> Tensor {
    require(
      weight.rank == 2 && bias.rank == 1 && bias.shape[0] == weight.shape[1],
      "dense: a bias of shape \(bias.shape) for a weight of shape \(weight.shape)")
    let (storage, shape) = Tensor.product(self, false, weight, false, bias: bias)
    return .recorded(storage, shape, self, weight, bias, keeping: .inputs) {
      record, v, index in
      switch index {
      case 0: v.matmul(record[1], otherTransposed: true)
      case 1: record[0].matmul(v, transposed: true)
      default: v.sumOverRows()
      }
    }
  }

  private static func product(
    _ a: Tensor, _ aTransposed: Bool, _ b: Tensor, _ bTransposed: Bool, bias: Tensor?
  ) -> (Storage, Shape) {
    require(a.rank == 2 && b.rank == 2, "matmul: \(a.shape) by \(b.shape): matrices only")
    let (left, m, k) = a.matrix(transposed: aTransposed)
    let (right, inner, n) = b.matrix(transposed: bTransposed)
    require(
      k == inner,
      """
      matmul: \(a.shape)\(aTransposed ? "ᵀ" : "") by \(b.shape)\(bTransposed ? "ᵀ" : ""): \
      inner sizes \(k) and \(inner) differ
      """)
    let result = Storage.make(count: m * n)
    let start = bias.map { UnsafePointer($0.storage.scalars) }
    MatrixProduct(a: left, b: right, bias: start, c: result.scalars, m: m, n: n, k: k).compute()
    withExtendedLifetime(a) { withExtendedLifetime(b) { withExtendedLifetime(bias) {} } }
    return (result, Shape(rows: m, columns: n))
  }

  private func matrix(transposed: Bool) -> (Matrix, rows: Int, columns: Int) {
    let (rows, columns) = (shape[0], shape[1])
    let start = UnsafePointer(storage.scalars)
    return transposed
      ? (Matrix(start: start, rowStride: 1, columnStride: columns), columns, rows)
      : (Matrix(start: start, rowStride: columns, columnStride: 1), rows, columns)
  }
}
