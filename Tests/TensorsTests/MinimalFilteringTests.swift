import Testing

@testable import Tensors

@Suite("minimal filtering")
struct MinimalFilteringTests {
  private static func random(using stream: inout RandomStream) -> ConvolutionProblem {
    var problem = ConvolutionProblem.random(using: &stream)
    (problem.batch, problem.inputs, problem.outputs) = (
      1 + stream.next(below: 6), [16, 32, 48][stream.next(below: 3)],
      [16, 32, 48][stream.next(below: 3)]
    )
    return problem
  }

  private static func plans(_ geometry: ConvolutionGeometry) -> [MinimalPlan] {
    MinimalAxis.Tiling.allCases.map {
      MinimalPlan(geometry, MinimalAxis(geometry.height, $0), MinimalAxis(geometry.width, $0))
    }
  }

  /// The convolution, the adjoint and the gradient of the weights.
  private static func results(
    _ plan: MinimalPlan, _ x: Tensor, _ w: Tensor, _ y: Tensor, _ outputBias: Tensor,
    _ inputBias: Tensor, tileRows: Int = TileChoice.rows
  ) -> [[Float]] {
    func filled(_ shape: Shape, _ compute: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
      var numbers = [Float](repeating: 12345, count: shape.scalarCount + 32)
      numbers.withUnsafeMutableBufferPointer {
        if let start = $0.baseAddress { compute(start + 16) }
      }
      #expect((numbers.prefix(16) + numbers.suffix(16)).allSatisfy { $0 == 12345 })
      return Array(numbers[16..<16 + shape.scalarCount])
    }
    let geometry = plan.geometry
    return [
      filled(geometry.outputShape) {
        var correlation = MinimalCorrelation(
          of: x.storage, with: w.storage, bias: outputBias.storage, plan, into: $0)
        correlation.tileRows = tileRows
        correlation.compute()
      },
      filled(geometry.inputShape) {
        var correlation = MinimalCorrelation(
          adjointOf: y.storage, with: w.storage, bias: inputBias.storage, plan, into: $0)
        correlation.tileRows = tileRows
        correlation.compute()
      },
      filled(geometry.weightShape) {
        var gradient = MinimalWeightGradient(of: x.storage, y.storage, plan, into: $0)
        gradient.tileRows = tileRows
        gradient.compute()
      },
    ]
  }

  /// Whole numbers, whose sums float32 holds exactly, whatever their order: only the thirds, fifteenths and their
  /// products of larger tiles are rounded.
  private static func whole(_ shape: Shape, _ stream: inout RandomStream) -> Tensor {
    Tensor(
      shape: shape, scalars: (0..<shape.scalarCount).map { _ in Float(stream.next(below: 9)) - 4 })
  }

  @Test("with whole numbers, all three readings are those of plain loops", arguments: 1...4)
  func plain(part: Int) throws {
    var stream = RandomStream(seed: UInt64(part), for: "shapes")
    for _ in 0..<12 {
      let problem = Self.random(using: &stream)
      let geometry = try #require(problem.geometry)
      let x = Self.whole(geometry.inputShape, &stream)
      let w = Self.whole(geometry.weightShape, &stream)
      let y = Self.whole(geometry.outputShape, &stream)
      let outputBias = Self.whole([problem.outputs], &stream)
      let inputBias = Self.whole([problem.inputs], &stream)
      let expected = [
        geometry.plainConvolution(x.scalars, w.scalars, bias: outputBias.scalars),
        geometry.plainAdjoint(y.scalars, w.scalars, bias: inputBias.scalars),
        geometry.plainWeights(x.scalars, y.scalars),
      ]
      for plan in Self.plans(geometry) {
        let got = Self.results(plan, x, w, y, outputBias, inputBias)
        for reading in 0..<3 {
          let error = zip(got[reading], expected[reading]).map { abs($0 - $1) }.max() ?? 0
          #expect(error < 0.1, "reading \(reading) of \(problem): \(error)")
        }
      }
    }
  }

  @Test("tiles of eight rows and of two give the same bits, and one thread, two and three")
  func bits() throws {
    let problem = ConvolutionProblem(
      batch: 21, height: 12, width: 9, inputs: 48, outputs: 80, kernelHeight: 5, kernelWidth: 4,
      stride: 2)
    let geometry = try #require(problem.geometry)
    let o = problem.operands(geometry)
    for plan in Self.plans(geometry) {
      func results(_ tileRows: Int) -> [[Float]] {
        Self.results(plan, o.x, o.w, o.y, o.outputBias, o.inputBias, tileRows: tileRows)
      }
      let one = withThreads(1) { results(8) }
      #expect(withThreads(1) { results(2) } == one)
      for threads in 2...3 { #expect(withThreads(threads) { results(8) } == one) }
    }
  }

  /// One whose gradient of the weights is a sum of several.
  private static let summed = ConvolutionProblem(
    batch: 26, height: 24, width: 18, inputs: 48, outputs: 32, kernelHeight: 5, kernelWidth: 4,
    stride: 2)

  @Test("all three readings have the same bits, however many sums a block has")
  func blocks() throws {
    let geometry = try #require(Self.summed.geometry)
    let o = Self.summed.operands(geometry)
    for tiling in MinimalAxis.Tiling.allCases {
      let (y, x) = (MinimalAxis(geometry.height, tiling), MinimalAxis(geometry.width, tiling))
      func results(_ sums: Int) throws -> [[Float]] {
        let plan = MinimalPlan(geometry, y, x, sumsInBlock: sums)
        try #require(plan.imagesInSum < geometry.batch)
        return Self.results(plan, o.x, o.w, o.y, o.outputBias, o.inputBias)
      }
      for sums in 2...3 { #expect(try results(sums) == results(1)) }
    }
  }

  @Test(
    "the gradients of images and weights that are computed together have the bits of each alone")
  func together() throws {
    var problem = Self.summed
    (problem.inputs, problem.outputs) = (64, 64)
    let geometry = try #require(problem.geometry)
    guard case .minimal(let plan) = FilterChoice(geometry) else {
      Issue.record("takes the direct kernels")
      return
    }
    try #require(plan.imagesInSum < geometry.batch)
    let o = problem.operands(geometry)
    let (x, w, y) = (o.x.tracked(), o.w.tracked(), o.y.tracked())
    func check(_ result: Tensor, _ images: Tensor, _ cotangent: Tensor) {
      let names = operations {
        let both = gradients(of: result, withRespectTo: [images, w], cotangent: cotangent)
        for (one, input) in zip(both, [images, w]) {
          let alone = gradients(of: result, withRespectTo: [input], cotangent: cotangent)[0]
          // Not within the expectation, which would list how half a million numbers differ.
          let areEqual = one.scalars == alone.scalars
          #expect(areEqual)
        }
      }.map(\.name)
      #expect(names.prefix(2).contains("convolutionWeights") && names.count == 4)
    }
    check(.convolution(x, w, nil, geometry), x, o.y)
    check(.convolutionAdjoint(y, w, nil, geometry), y, o.x)
  }

  /// kernel, stride, size: products along the axis in small tiles and in large ones, and those of taps that meet
  /// the image.
  static let counts: [(kernel: Int, stride: Int, size: Int, small: Int, large: Int, taps: Int)] = [
    (4, 2, 64, 86, 86, 126), (4, 2, 32, 42, 42, 62), (4, 2, 16, 22, 22, 30), (4, 2, 8, 10, 10, 14),
    (5, 2, 14, 23, 20, 32), (5, 2, 7, 13, 11, 16), (3, 1, 16, 32, 24, 46), (1, 1, 5, 5, 5, 5),
  ]

  @Test("as few products as there are outputs and taps less one, tile by tile", arguments: counts)
  func fewer(_ count: (kernel: Int, stride: Int, size: Int, small: Int, large: Int, taps: Int))
    throws
  {
    let axis = try #require(
      ConvolutionAxis(input: count.size, kernel: count.kernel, stride: count.stride, padding: .same)
    )
    #expect(MinimalAxis(axis, .small).productCount == count.small)
    #expect(MinimalAxis(axis, .large).productCount == count.large)
    #expect(axis.meetings == count.taps)
  }

  /// The columns of what `sums` does to six numbers.
  private static func matrix(_ sums: (SixVectors) -> SixVectors) -> [[Float]] {
    (0..<6).map { column in
      func number(_ index: Int) -> Vector { Vector(repeating: index == column ? 1 : 0) }
      let six = sums(
        SixVectors(number(0), number(1), number(2), number(3), number(4), number(5)))
      return [six.a[0], six.b[0], six.c[0], six.d[0], six.e[0], six.f[0]]
    }
  }

  @Test("four outputs of three taps in six products, with errors 2.7 times those of a direct sum")
  func large() throws {
    let axis = try #require(ConvolutionAxis(input: 6, kernel: 3, stride: 1, padding: .valid))
    let forms = MinimalAxis(axis, .large).forms
    let pixels = Self.matrix(SixPixels.rows)
    let outputs = Self.matrix(SixOutputs.rows)
    var taps = [[Float]](repeating: [0, 0, 0], count: 6)
    for (form, terms) in forms.enumerated() {
      for term in terms { taps[form][term.index] = term.factor }
    }
    func squares(_ numbers: [Float]) -> Float { numbers.reduce(0) { $0 + $1 * $1 } }
    for output in 0..<4 {
      // The fourth output is also the sixth number.
      func factor(_ point: Int) -> Float {
        outputs[output][point] + (output == 3 ? outputs[5][point] : 0)
      }
      for pixel in 0..<6 {
        for tap in 0..<3 {
          let sum = (0..<6).reduce(Float(0)) { $0 + factor($1) * taps[$1][tap] * pixels[pixel][$1] }
          #expect(abs(sum - (pixel == output + tap ? 1 : 0)) < 1e-6)
        }
      }
      let error = (0..<6).reduce(Float(0)) { sum, point in
        sum + factor(point) * factor(point) * squares(taps[point])
          * squares(pixels.map { $0[point] })
      }
      #expect((error / 3).squareRoot() < 2.7)
    }
  }

  @Test("few channels stay with the direct kernels, and what saves no products")
  func choice() throws {
    func isMinimal(_ size: Int, _ kernel: Int, _ stride: Int, _ inputs: Int, _ outputs: Int) throws
      -> Bool
    {
      let axis = try #require(
        ConvolutionAxis(input: size, kernel: kernel, stride: stride, padding: .same))
      let geometry = ConvolutionGeometry(
        batch: 2, height: axis, width: axis, inputs: inputs, outputs: outputs)
      if case .minimal = FilterChoice(geometry) { return true }
      return false
    }
    #expect(try isMinimal(32, 4, 2, 64, 128))
    #expect(try isMinimal(8, 4, 2, 256, 512))
    #expect(try isMinimal(14, 5, 2, 64, 128))
    #expect(try !isMinimal(28, 5, 2, 1, 64))
    #expect(try !isMinimal(64, 4, 2, 3, 64))
    #expect(try !isMinimal(4, 4, 2, 512, 1024))
    #expect(try !isMinimal(64, 1, 1, 64, 64))
    #expect(try !isMinimal(32, 4, 2, 40, 72))
  }
}
