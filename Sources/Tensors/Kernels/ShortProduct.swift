/// A matrix product of few rows by a large B: a batch through a dense layer, or back through it.
///
/// To pack B would cost a copy of all weights for a few dozen uses of each. So the roles change: Cᵀ =
/// Bᵀ Aᵀ is computed, the small A is packed as the panels that the vectors run along, and the weights
/// are the numbers that are broadcast, read where they lie. A strip of Cᵀ is summed beside C, in the
/// nearest cache, and stored into C transposed.
struct ShortProduct: Sendable {
  let product: MatrixProduct

  /// Columns of C that are summed together, and the depth to which: 256 × 64 weights stay in the
  /// second level of cache, a panel of A, 256 × 32, in the first.
  private static let stripColumns = 64
  private static let depth = 256

  /// Whether it is worth it: the weights must be many beside A, and each of their rows a run in memory,
  /// which is how the way back through a dense layer reads them.
  static func suits(_ product: MatrixProduct) -> Bool {
    let isRun = product.b.rowStride == 1
    let isWorthIt = product.n >= product.m && product.m >= 32 && product.k >= 128
    // The last panel of A must not be mostly empty.
    return isRun && isWorthIt && (product.m + 31) / 32 * 32 <= product.m * 5 / 4
  }

  func compute() {
    let (m, n, k) = (product.m, product.n, product.k)
    let panels = (m + 31) / 32
    let packed = Storage.make(count: 32 * panels * k)
    packColumns(of: product.a.transposed, count: m, depth: k, into: packed.scalars)
    let parts = Swift.max(1, Swift.min(Parallelism.threads, n / ShortProduct.stripColumns))
    perform(
      Strips(product: product, packed: packed.scalars, panels: panels, parts: parts), parts: parts,
      nanoseconds: m &* n &* k / 50)
    withExtendedLifetime(packed) {}
  }

  private struct Strips: Job, @unchecked Sendable {
    let product: MatrixProduct
    let packed: UnsafePointer<Float>
    let panels: Int
    let parts: Int

    func run(_ part: Int) {
      let tiles = (product.n + 15) / 16
      let low = tiles * part / parts * 16
      let high = Swift.min(product.n, tiles * (part + 1) / parts * 16)
      let sums = Storage.make(count: ShortProduct.stripColumns * 32 * panels)
      for column in stride(from: low, to: high, by: ShortProduct.stripColumns) {
        strip(column, Swift.min(ShortProduct.stripColumns, high - column), sums.scalars)
      }
      withExtendedLifetime(sums) {}
    }

    private func strip(_ column: Int, _ width: Int, _ sums: UnsafeMutablePointer<Float>) {
      let b = product.b
      let length = 32 * panels
      for c in 0..<width {
        let start = Vector(repeating: product.bias.map { $0[column + c] } ?? 0)
        for lane in stride(from: c * length, to: (c + 1) * length, by: 16) {
          start.store(sums + lane)
        }
      }
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * width) { offsets in
        guard let offsets = offsets.baseAddress else { return }
        for c in 0..<width {
          offsets[c] = c * b.columnStride
          offsets[width + c] = c * length
        }
        for first in stride(from: 0, to: product.k, by: ShortProduct.depth) {
          let depth = Swift.min(ShortProduct.depth, product.k - first)
          withUnsafePointer(to: Run(a: 0, b: first, count: depth)) { run in
            GatheredBlock(
              a: b.from(row: first, column: column).start, aRows: offsets, aStep: b.rowStride,
              runs: UnsafeBufferPointer(start: run, count: 1), b: packed, bStep: 32,
              panelSize: 32 * product.k, bias: nil, isFirst: false, c: sums,
              cRows: offsets + width, rows: width, columns: length
            ).compute(tileRows: product.tileRows)
          }
        }
      }
      let rows = Matrix(start: sums, rowStride: length, columnStride: 1)
      unpackLanes(rows, width: width, depth: product.m, into: product.c + column, product.n)
    }
  }
}
