/// A matrix product with at most 16 columns, one vector wide: the small networks of chapter 1, and
/// every layer with a single output.
///
/// A is read where it lies, and so is B if it has many rows; else it is packed, one vector for each k.
/// Eight rows of C are summed at once, which hides the latency of the multiply-adds.
struct NarrowProduct: Sendable {
  let product: MatrixProduct

  func compute() {
    let parts = Swift.max(1, Swift.min(Parallelism.threads, product.m / 64))
    perform(Rows(product: product, parts: parts), parts: parts, nanoseconds: product.m * product.k)
  }

  private struct Rows: Job {
    let product: MatrixProduct
    let parts: Int

    func run(_ part: Int) {
      let blocks = (product.m + 7) / 8
      let low = blocks * part / parts * 8
      let high = Swift.min(product.m, blocks * (part + 1) / parts * 8)
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
      let (n, k, b) = (product.n, product.k, product.b)
      // The rows of B that can be read where they lie, as whole vectors; the others are packed.
      let whole = b.columnStride == 1 && k > 32 ? k &- (V.scalarCount &- 1) / n : 0
      withUnsafeTemporaryAllocation(of: V.self, capacity: k &- whole &+ 1) { packed in
        guard let packed = packed.baseAddress else { return }
        for p in whole..<k {
          var row = V.zero
          for column in 0..<n { row[column] = b.start[p &* b.rowStride &+ column &* b.columnStride] }
          packed[p &- whole] = row
        }
        var bias = V.zero
        if let start = product.bias { for lane in 0..<n { bias[lane] = start[lane] } }
        var row = low
        let offsets = InlineArray<8, Int> { $0 &* product.a.rowStride }
        // Where rows of this part follow, and overwrite what is too much, whole vectors are stored.
        let lastWhole = high &- 7 &- (V.scalarCount &+ n &- 1) / n
        while row <= lastWhole {
          let sums = sums(row, offsets, whole, packed, from: bias)
          let target = product.c + row &* n
          for r in 0..<8 {
            UnsafeMutableRawPointer(target + r &* n).storeBytes(of: sums[r], as: V.self)
          }
          row += 8
        }
        while row < high {
          let height = Swift.min(8, high &- row)
          let offsets = InlineArray<8, Int> { Swift.min($0, height &- 1) &* product.a.rowStride }
          let sums = sums(row, offsets, whole, packed, from: bias)
          for r in 0..<height {
            for lane in 0..<n { product.c[(row &+ r) &* n &+ lane] = sums[r][lane] }
          }
          row += 8
        }
      }
    }

    /// The sums of eight rows over k. Where there are fewer, the last one is summed more than once.
    @inline(__always)
    private func sums<V: SIMD>(
      _ row: Int, _ offsets: InlineArray<8, Int>, _ whole: Int, _ packed: UnsafePointer<V>,
      from bias: V
    ) -> InlineArray<8, V> where V.Scalar == Float {
      let a = product.a
      var sums = InlineArray<8, V>(repeating: bias)
      var source = a.start + row &* a.rowStride
      var b = UnsafeRawPointer(product.b.start)
      for _ in 0..<whole {
        let vector = b.loadUnaligned(as: V.self)
        for r in 0..<8 { sums[r].addProduct(V(repeating: source[offsets[r]]), vector) }
        source += a.columnStride
        b += product.b.rowStride &* MemoryLayout<Float>.stride
      }
      for p in 0..<product.k &- whole {
        let vector = packed[p]
        for r in 0..<8 { sums[r].addProduct(V(repeating: source[offsets[r]]), vector) }
        source += a.columnStride
      }
      return sums
    }
  }
}
