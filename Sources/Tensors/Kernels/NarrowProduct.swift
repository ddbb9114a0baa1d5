/// A matrix product with at most 16 columns, one vector wide: the small networks of chapter 1, and
/// every layer with a single output.
///
/// A is read where it lies and B is packed, one vector for each k. Eight rows of C are summed at
/// once, which hides the latency of the multiply-adds.
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
      let n = product.n
      let k = product.k
      let a = product.a
      withUnsafeTemporaryAllocation(of: V.self, capacity: k) { packed in
        guard let packed = packed.baseAddress else { return }
        pack(into: packed)
        var bias = V.zero
        if let start = product.bias { for lane in 0..<n { bias[lane] = start[lane] } }
        // Where the rows after it overwrite what is too much, a row is stored as a whole vector.
        let lastWhole = product.c + (high &* n &- V.scalarCount)
        for row in stride(from: low, to: high, by: 8) {
          let height = Swift.min(8, high &- row)
          var sums = InlineArray<8, V>(repeating: bias)
          var source = a.start + row &* a.rowStride
          if height == 8 {
            for p in 0..<k {
              let b = packed[p]
              for r in 0..<8 { sums[r].addProduct(V(repeating: source[r &* a.rowStride]), b) }
              source += a.columnStride
            }
          } else {
            for p in 0..<k {
              let b = packed[p]
              for r in 0..<8 {
                let r0 = Swift.min(r, height &- 1)
                sums[r].addProduct(V(repeating: source[r0 &* a.rowStride]), b)
              }
              source += a.columnStride
            }
          }
          for r in 0..<8 where r < height {
            let target = product.c + (row &+ r) &* n
            if target <= lastWhole {
              UnsafeMutableRawPointer(target).storeBytes(of: sums[r], as: V.self)
            } else {
              for lane in 0..<n { target[lane] = sums[r][lane] }
            }
          }
        }
      }
    }

    @inline(__always)
    private func pack<V: SIMD>(into packed: UnsafeMutablePointer<V>) where V.Scalar == Float {
      let b = product.b
      for p in 0..<product.k {
        let row = b.start + p &* b.rowStride
        if b.columnStride == 1 && (product.k &- p) &* product.n >= V.scalarCount {
          packed[p] = UnsafeRawPointer(row).loadUnaligned(as: V.self)
        } else {
          packed[p] = .zero
          for column in 0..<product.n { packed[p][column] = row[column &* b.columnStride] }
        }
      }
    }
  }
}
