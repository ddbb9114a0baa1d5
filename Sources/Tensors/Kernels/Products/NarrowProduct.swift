/// A matrix product with at most 16 columns, one vector wide: the small networks of chapter 1, and
/// every layer with a single output.
///
/// A is read where it lies, and so is B if it has many rows; else it is packed, one vector for each k.
/// Eight rows of C are summed at once, which hides the latency of the multiply-adds.
struct NarrowProduct: Sendable {
  let product: MatrixProduct

  func compute() {
    let nanoseconds = Cost.narrow(rows: product.m, depth: product.k)
    // Not to prepare twice what one thread does.
    let parts = nanoseconds > Cost.worthSharing ? ProductSplit.narrow(rows: product.m) : 1
    perform(Rows(product: product, parts: parts), parts: parts, nanoseconds: nanoseconds)
  }

  private struct Rows: Job {
    let product: MatrixProduct
    let parts: Int

    func run(_ part: Int) {
      let blocks = (product.m + 7) / 8
      let low = part == 0 ? 0 : blocks * part / parts * 8
      let high = part + 1 == parts ? product.m : blocks * (part + 1) / parts * 8
      if low >= high { return }
      if product.n <= 8 {
        rows(low, high, SIMD8<Float>.self)
      } else {
        rows(low, high, SIMD16<Float>.self)
      }
    }

    /// Lanes beyond the last column are computed and thrown away.
    @inline(__always)
    private func rows<V: SIMD>(_ low: Int, _ high: Int, _: V.Type) where V.Scalar == Float {
      let b = product.b
      // After its last number a buffer holds another vector's, so that any row can be read as one.
      let bias = product.bias.map { UnsafeRawPointer($0).loadUnaligned(as: V.self) } ?? .zero
      if b.columnStride == 1 { return rows(low, high, b.start, step: b.rowStride, from: bias) }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: product.k &* V.scalarCount) {
        guard let packed = $0.baseAddress else { return }
        for p in 0..<product.k {
          let row = packed + p &* V.scalarCount
          UnsafeMutableRawPointer(row).storeBytes(of: .zero, as: V.self)
          for column in 0..<product.n {
            row[column] = b.start[p &* b.rowStride &+ column &* b.columnStride]
          }
        }
        rows(low, high, packed, step: V.scalarCount, from: bias)
      }
    }

    /// With the rows of B `step` apart.
    @inline(__always)
    private func rows<V: SIMD>(
      _ low: Int, _ high: Int, _ b: UnsafePointer<Float>, step: Int, from bias: V
    ) where V.Scalar == Float {
      let n = product.n
      let stride = product.a.rowStride
      var row = low
      // Where rows of this part follow, and overwrite what is too much, whole vectors are stored.
      @inline(__always) func store(_ vector: V, _ row: Int) {
        UnsafeMutableRawPointer(product.c + row &* n).storeBytes(of: vector, as: V.self)
      }
      let wholeRows = high &- (V.scalarCount &- 1) / n
      while row &+ 8 <= wholeRows {
        let sums = sums(row, { $0 &* stride }, b, step, from: bias)
        for r in 0..<8 { store(sums[r], row &+ r) }
        row += 8
      }
      while row < high {
        // Where there are fewer than eight, the last one is summed more than once.
        let height = Swift.min(8, high &- row)
        let offsets = InlineArray<8, Int> { Swift.min($0, height &- 1) &* stride }
        let sums = sums(row, { offsets[$0] }, b, step, from: bias)
        for r in 0..<height {
          if row &+ r < wholeRows {
            store(sums[r], row &+ r)
          } else {
            let target = product.c + (row &+ r) &* n
            for lane in 0..<n { target[lane] = sums[r][lane] }
          }
        }
        row += 8
      }
    }

    /// Eight rows summed over k, that many numbers of A apart.
    @inline(__always)
    private func sums<V: SIMD>(
      _ row: Int, _ offset: (Int) -> Int, _ b: UnsafePointer<Float>, _ step: Int, from bias: V
    ) -> InlineArray<8, V> where V.Scalar == Float {
      var sums = InlineArray<8, V>(repeating: bias)
      var source = product.a.start + row &* product.a.rowStride
      var b = b
      for _ in 0..<product.k {
        let vector = UnsafeRawPointer(b).loadUnaligned(as: V.self)
        for r in 0..<8 { sums[r].addProduct(V(repeating: source[offset(r)]), vector) }
        source += product.a.columnStride
        b += step
      }
      return sums
    }
  }
}
