import Testing

@testable import Tensors

@Suite("convolution")
struct ConvolutionTests {
  /// The kernels' three results, and what they must be, to the bit. The numbers around each result
  /// must stay as they were.
  static func check(
    _ problem: ConvolutionProblem, tileRows: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let geometry = problem.geometry else { return }
    let operands = problem.operands(geometry)
    let (x, w, y) = (operands.x, operands.w, operands.y)
    let rows = tileRows ?? TileChoice.rows
    func compare(
      _ name: String, _ expected: [Float], _ compute: (UnsafeMutablePointer<Float>) -> Void
    ) {
      let margin = 64
      var got = [Float](repeating: 12345, count: expected.count + 2 * margin)
      got.withUnsafeMutableBufferPointer { got in
        if let start = got.baseAddress { compute(start + margin) }
      }
      let wrong = expected.indices.first {
        got[$0 + margin].bitPattern != expected[$0].bitPattern
      }
      if let wrong {
        Issue.record(
          """
          \(name), \(problem), tiles of \(rows) rows: at \(wrong) expected \(expected[wrong]), \
          got \(got[wrong + margin])
          """, sourceLocation: sourceLocation)
      }
      let isUntouched = (got.prefix(margin) + got.suffix(margin)).allSatisfy { $0 == 12345 }
      #expect(
        isUntouched, "\(name), \(problem) wrote beside the result", sourceLocation: sourceLocation)
    }
    let bias = operands.outputBias
    compare(
      "convolution", geometry.plainConvolution(x.scalars, w.scalars, bias: bias.scalars)
    ) { target in
      var correlation = Correlation(
        of: x.storage, with: w.storage, bias: bias.storage, geometry, into: target)
      correlation.tileRows = rows
      correlation.compute()
    }
    let inputBias = operands.inputBias
    compare(
      "adjoint", geometry.plainAdjoint(y.scalars, w.scalars, bias: inputBias.scalars)
    ) { target in
      var correlation = Correlation(
        adjointOf: y.storage, with: w.storage, bias: inputBias.storage, geometry, into: target)
      correlation.tileRows = rows
      correlation.compute()
    }
    compare("weight gradient", geometry.plainWeights(x.scalars, y.scalars)) { target in
      var gradient = WeightGradient(of: x.storage, y.storage, geometry, into: target)
      gradient.tileRows = rows
      gradient.compute()
    }
    withExtendedLifetime(operands) {}
  }

  @Test("every number has the bits of plain loops", arguments: [8, 2], 1...4)
  func bits(tileRows: Int, part: Int) {
    var stream = RandomStream(seed: UInt64(part), for: "shapes")
    for _ in 0..<40 { Self.check(.random(using: &stream), tileRows: tileRows) }
  }

  /// Sums deeper than one pass, more rows than one block, more channels than a panel or a block has.
  static let large: [ConvolutionProblem] = [
    .init(
      batch: 2, height: 4, width: 4, inputs: 130, outputs: 35, kernelHeight: 5, kernelWidth: 5),
    .init(batch: 3, height: 9, width: 20, inputs: 3, outputs: 33, kernelHeight: 3, kernelWidth: 4),
    .init(
      batch: 1, height: 3, width: 3, inputs: 20, outputs: 300, kernelHeight: 2, kernelWidth: 2,
      stride: 2),
    .init(
      batch: 5, height: 14, width: 15, inputs: 17, outputs: 5, kernelHeight: 4, kernelWidth: 4,
      stride: 2, padding: .explicit(1)),
    .init(batch: 1, height: 30, width: 40, inputs: 1, outputs: 3, kernelHeight: 5, kernelWidth: 5),
    .init(
      batch: 40, height: 5, width: 6, inputs: 2, outputs: 1, kernelHeight: 3, kernelWidth: 4,
      stride: 2, padding: .explicit(2)),
    .init(
      batch: 17, height: 11, width: 10, inputs: 1, outputs: 8, kernelHeight: 5, kernelWidth: 5,
      stride: 2),
    .init(
      batch: 8, height: 4, width: 9, inputs: 12, outputs: 3, kernelHeight: 1, kernelWidth: 2,
      stride: 3, padding: .explicit(1)),
    .init(batch: 1, height: 2, width: 700, inputs: 2, outputs: 2, kernelHeight: 3, kernelWidth: 3),
  ]

  @Test("the same for shapes that are taken in parts", arguments: [8, 2], large)
  func parts(tileRows: Int, problem: ConvolutionProblem) {
    Self.check(problem, tileRows: tileRows)
  }

  /// Enough work for threads: in tiles, and in every way of taking few channels.
  static let laborious: [ConvolutionProblem] = [
    .init(
      batch: 4, height: 12, width: 12, inputs: 24, outputs: 40, kernelHeight: 3, kernelWidth: 3),
    .init(
      batch: 40, height: 28, width: 28, inputs: 1, outputs: 40, kernelHeight: 5, kernelWidth: 5,
      stride: 2),
    .init(
      batch: 40, height: 14, width: 14, inputs: 24, outputs: 2, kernelHeight: 3, kernelWidth: 3),
  ]

  @Test("one, two and three threads give the same bits", arguments: laborious)
  func threads(problem: ConvolutionProblem) throws {
    let geometry = try #require(problem.geometry)
    let operands = problem.operands(geometry)
    func results() -> [[Float]] {
      [
        Tensor.convolution(operands.x, operands.w, operands.outputBias, geometry).scalars,
        Tensor.convolutionAdjoint(operands.y, operands.w, operands.inputBias, geometry).scalars,
        Tensor.convolutionWeights(operands.x, operands.y, geometry).scalars,
      ]
    }
    let one = withThreads(1, results)
    for threads in 2...3 { #expect(withThreads(threads, results) == one, "\(threads) threads") }
  }

  @Test("the adjoint is one: ⟨x ∗ w, y⟩ = ⟨x, y ∗ᵀ w⟩ = ⟨w, x ⋆ y⟩")
  func adjointness() throws {
    func product(_ a: Tensor, _ b: Tensor) -> Double {
      zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    var stream = RandomStream(seed: 9, for: "shapes")
    for _ in 0..<100 {
      let problem = ConvolutionProblem.random(using: &stream)
      let geometry = try #require(problem.geometry)
      let operands = problem.operands(geometry)
      let (x, w, y) = (operands.x, operands.w, operands.y)
      let forward = product(.convolution(x, w, nil, geometry), y)
      let backward = product(x, .convolutionAdjoint(y, w, nil, geometry))
      let weights = product(w, .convolutionWeights(x, y, geometry))
      let size = product(.convolution(x, w, nil, geometry).squared(), .ones(y.shape)).squareRoot()
      #expect(abs(forward - backward) < 1e-5 * (size + 1), "\(problem)")
      #expect(abs(forward - weights) < 1e-5 * (size + 1), "\(problem)")
    }
  }

  @Test("numbers that are infinite or NaN come out where they went in, and nowhere else")
  func notFinite() {
    var images = [Float](repeating: 1, count: 5 * 5 * 3)
    images[(2 * 5 + 2) * 3 + 1] = .infinity
    let x = Tensor(shape: [1, 5, 5, 3], scalars: images)
    let y = x.conv2D(weight: .ones([3, 3, 3, 2]))
    for i in 0..<5 {
      for j in 0..<5 {
        let isNear = (1...3).contains(i) && (1...3).contains(j)
        #expect(y[0, i, j, 0].isFinite != isNear, "[\(i), \(j)]")
      }
    }
  }
}
