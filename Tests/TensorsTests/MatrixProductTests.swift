import Testing

@testable import Tensors

@Suite("matrix product")
struct MatrixProductTests {
  /// A product to compute: `[m, k]` by `[k, n]`, each perhaps stored transposed.
  struct Problem: CustomStringConvertible {
    var m = 1
    var n = 1
    var k = 1
    var aTransposed = false
    var bTransposed = false
    var hasBias = false

    var description: String {
      "[\(m), \(k)]\(aTransposed ? "ᵀ" : "") by [\(k), \(n)]\(bTransposed ? "ᵀ" : "")"
        + (hasBias ? " + bias" : "")
    }

    /// Both operands and the bias, from the normal distribution.
    func operands() -> (a: Tensor, b: Tensor, bias: Tensor) {
      var stream = RandomStream(seed: 4, for: description)
      return (
        .normal([m, k], using: &stream), .normal([k, n], using: &stream),
        .normal([n], using: &stream)
      )
    }

    /// Three plain loops: each element from the bias on, over k in order, each step fused.
    func plainLoops(_ a: [Float], _ b: [Float], _ bias: [Float]) -> [Float] {
      [Float](unsafeUninitializedCapacity: m * n) { c, count in
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            let aStrides = aTransposed ? (1, m) : (k, 1)
            let bStrides = bTransposed ? (1, k) : (n, 1)
            for i in 0..<m {
              for j in 0..<n {
                var sum = hasBias ? bias[j] : 0
                var (x, y, p) = (i * aStrides.0, j * bStrides.1, 0)
                while p < k {
                  sum = sum.addingProduct(a[x], b[y])
                  x &+= aStrides.1
                  y &+= bStrides.0
                  p &+= 1
                }
                c[i * n + j] = sum
              }
            }
          }
        }
        count = m * n
      }
    }

    /// The kernel's result, and what it must be, to the bit. The numbers around the result must
    /// stay as they were.
    func check(tileRows: Int, sourceLocation: SourceLocation = #_sourceLocation) {
      let (a, b, bias) = operands()
      let margin = 64
      var c = [Float](repeating: 12345, count: m * n + 2 * margin)
      c.withUnsafeMutableBufferPointer { c in
        guard let start = c.baseAddress else { return }
        let left = UnsafePointer(a.storage.scalars)
        let right = UnsafePointer(b.storage.scalars)
        MatrixProduct(
          a: aTransposed
            ? Matrix(start: left, rowStride: 1, columnStride: m)
            : Matrix(start: left, rowStride: k, columnStride: 1),
          b: bTransposed
            ? Matrix(start: right, rowStride: 1, columnStride: k)
            : Matrix(start: right, rowStride: n, columnStride: 1),
          bias: hasBias ? UnsafePointer(bias.storage.scalars) : nil,
          c: start + margin, m: m, n: n, k: k, tileRows: tileRows
        ).compute()
        withExtendedLifetime((a, b, bias)) {}
      }
      let got = Array(c[margin..<margin + m * n])
      let expected = plainLoops(a.scalars, b.scalars, bias.scalars)
      let wrong = got.indices.first { got[$0].bitPattern != expected[$0].bitPattern }
      if let wrong {
        Issue.record(
          """
          \(self), tiles of \(tileRows) rows: [\(wrong / n), \(wrong % n)] expected \
          \(expected[wrong]), got \(got[wrong])
          """, sourceLocation: sourceLocation)
      }
      let around = c.prefix(margin) + c.suffix(margin)
      let isUntouched = around.allSatisfy { $0 == 12345 }
      #expect(isUntouched, "\(self) wrote beside the result", sourceLocation: sourceLocation)
    }
  }

  static let sizes = [
    1, 2, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 129, 200, 513, 600,
  ]

  @Test(
    "few rows by a large transposed matrix, as on the way back through a dense layer",
    arguments: [8, 2], [1, 3])
  func short(tileRows: Int, threads: Int) {
    for (m, n, k) in [(32, 64, 128), (60, 333, 130), (128, 200, 600), (96, 100, 256)] {
      for hasBias in [false, true] {
        let problem = Problem(m: m, n: n, k: k, bTransposed: true, hasBias: hasBias)
        withThreads(threads) { problem.check(tileRows: tileRows) }
      }
    }
  }

  @Test(
    "every element has the bits of three plain loops", arguments: [8, 2],
    [(false, false), (true, false), (false, true), (true, true)])
  func bits(tileRows: Int, transposed: (Bool, Bool)) {
    var stream = RandomStream(seed: 1, for: "shapes")
    func size() -> Int { Self.sizes[stream.next(below: Self.sizes.count)] }
    var problem = Problem(aTransposed: transposed.0, bTransposed: transposed.1)
    for _ in 0..<60 {
      repeat {
        (problem.m, problem.n, problem.k) = (size(), size(), size())
      } while problem.m * problem.n * problem.k > 2_000_000
      problem.hasBias.toggle()
      problem.check(tileRows: tileRows)
    }
    // A width of one and of two vectors, panels deeper than 512, more columns than one block has.
    let fixed = [
      (1, 1, 1), (9, 16, 600), (70, 17, 513), (8, 33, 1200), (33, 40, 1025), (3, 2100, 20),
      (200, 6, 6), (129, 8, 1), (1, 513, 600), (600, 1, 513),
    ]
    for (m, n, k) in fixed {
      (problem.m, problem.n, problem.k) = (m, n, k)
      problem.hasBias.toggle()
      problem.check(tileRows: tileRows)
    }
  }

  @Test("one, two and three threads give the same bits", arguments: [8, 2])
  func threads(tileRows: Int) {
    // Enough work for threads: split by columns, by rows, and one vector wide.
    for (m, n, k) in [(130, 200, 170), (257, 65, 270), (700, 9, 600)] {
      let problem = Problem(m: m, n: n, k: k, hasBias: true)
      for threads in 1...3 { withThreads(threads) { problem.check(tileRows: tileRows) } }
    }
  }

  @Test(
    "matmul takes either operand transposed",
    arguments: [(false, false), (true, false), (false, true), (true, true)])
  func transposition(_ aTransposed: Bool, _ bTransposed: Bool) {
    for n in [7, 40] {
      let (a, b, _) = Problem(m: 13, n: n, k: 21).operands()
      let product = (aTransposed ? a.permuted([1, 0]) : a).matmul(
        bTransposed ? b.permuted([1, 0]) : b, transposed: aTransposed, otherTransposed: bTransposed)
      #expect(product.shape == [13, n])
      #expect(product.scalars == a.matmul(b).scalars)
    }
  }

  @Test("dense is the matrix product plus the bias, one row for all")
  func dense() {
    for n in [3, 16, 50] {
      let problem = Problem(m: 21, n: n, k: 11, hasBias: true)
      let (a, b, bias) = problem.operands()
      let got = a.dense(weight: b, bias: bias)
      #expect(got.scalars == problem.plainLoops(a.scalars, b.scalars, bias.scalars))
      let apart = (a.matmul(b) + bias).scalars
      #expect(zip(got.scalars, apart).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("numbers that are infinite or NaN come out where they went in, and nowhere else")
  func notFinite() {
    for n in [5, 40] {
      var (a, b, _) = Problem(m: 20, n: n, k: 10).operands()
      a.makeUnique()
      b.makeUnique()
      a.storage.scalars[3 * 10 + 2] = .infinity
      b.storage.scalars[7 * n + 4] = .nan
      let c = a.matmul(b)
      for i in 0..<20 {
        for j in 0..<n { #expect(c[i, j].isFinite == (i != 3 && j != 4), "[\(i), \(j)]") }
      }
    }
  }
}
