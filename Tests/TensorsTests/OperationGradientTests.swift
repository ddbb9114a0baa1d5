import Testing

@testable import Tensors

/// An operation, and where to check its gradients.
struct Operation: Sendable, CustomTestStringConvertible {
  /// The values to check at, none of them near 0: of both signs, positive, or all well apart.
  enum Points { case signed, positive, distinct }

  let name: String
  let shapes: [Shape]
  var points = Points.signed
  /// Where the derivative jumps: a difference across a kink is no derivative.
  var kinks: [Float] = []
  let function: @Sendable ([Tensor]) -> Tensor

  init(
    _ name: String, _ shapes: Shape..., points: Points = .signed, kinks: [Float] = [],
    _ function: @escaping @Sendable ([Tensor]) -> Tensor
  ) {
    (self.name, self.shapes, self.points, self.kinks) = (name, shapes, points, kinks)
    self.function = function
  }

  var testDescription: String {
    "\(name) of \(shapes.map(\.description).joined(separator: ", "))"
  }

  func values() -> [Tensor] {
    var stream = RandomStream(seed: 11, for: testDescription)
    return shapes.map { shape in
      let order = stream.permutation(of: shape.scalarCount)
      let sizes = Tensor.uniform(shape, from: 0.7, to: 1.4, using: &stream).scalars
      let scalars = order.indices.map { index -> Float in
        var value: Float =
          switch points {
          case .signed: order[index] % 2 == 0 ? sizes[index] : -sizes[index]
          case .positive: sizes[index]
          case .distinct: 0.1 * Float(order[index]) - 1.23
          }
        if kinks.contains(where: { abs($0 - value) < 0.05 }) { value += 0.1 }
        return value
      }
      return Tensor(shape: shape, scalars: scalars)
    }
  }

  /// The squares of the gradients of Σ c y²: a function of first derivatives, whose own gradient
  /// needs the second. Squaring y gives linear operations a second derivative too.
  func squaredGradients(_ inputs: [Tensor]) -> Tensor {
    let output = function(inputs)
    var stream = RandomStream(seed: 12, for: "weights")
    let weights = Tensor.uniform(output.shape, from: 0.5, to: 1, using: &stream)
    let gradients = gradients(
      of: (output.squared() * weights).sum(), withRespectTo: inputs, differentiable: true)
    return .concatenation(gradients.map { $0.squared().reshaped(to: [$0.scalarCount]) })
  }
}

extension Operation {
  static let arithmetic: [Operation] = {
    let pairs: [(Shape, Shape)] = [
      ([3, 4], [3, 4]), ([3, 4], []), ([], [3, 4]), ([5, 6], [6]), ([6], [5, 6]),
      ([5, 6], [1, 6]),
      ([17, 6], [6]), ([3, 16], [16]), ([5, 6], [5, 1]), ([5, 1], [5, 6]), ([5, 1], [1, 6]),
      ([2, 3, 4], [3, 4]), ([2, 3, 4], [4]), ([4], [2, 3, 4]), ([2, 3, 4], [2, 1, 4]),
      ([2, 1, 4], [3, 1]), ([1, 1], [1]), ([2, 1, 2], [2, 1]),
    ]
    return pairs.flatMap { a, b in
      [
        Operation("+", a, b) { $0[0] + $0[1] }, Operation("−", a, b) { $0[0] - $0[1] },
        Operation("×", a, b) { $0[0] * $0[1] }, Operation("÷", a, b) { $0[0] / $0[1] },
      ]
    }
  }()

  static let functions: [Operation] = [
    Operation("x + 2", [7]) { $0[0] + 2 }, Operation("2 + x", [7]) { 2 + $0[0] },
    Operation("x − 2", [7]) { $0[0] - 2 }, Operation("2 − x", [7]) { 2 - $0[0] },
    Operation("x × 3", [7]) { $0[0] * 3 }, Operation("3 × x", [7]) { 3 * $0[0] },
    Operation("x ÷ 3", [7]) { $0[0] / 3 }, Operation("3 ÷ x", [7]) { 3 / $0[0] },
    Operation("−x", [7]) { -$0[0] },
    Operation("exp", [3, 5]) { $0[0].exp() },
    Operation("log", [3, 5], points: .positive) { $0[0].log() },
    Operation("squareRoot", [3, 5], points: .positive) { $0[0].squareRoot() },
    Operation("squared", [3, 5]) { $0[0].squared() },
    Operation("absoluteValue", [3, 5]) { $0[0].absoluteValue() },
    Operation("tanh", [3, 5]) { $0[0].tanh() },
    Operation("sigmoid", [3, 5]) { $0[0].sigmoid() },
    Operation("softplus", [3, 5]) { $0[0].softplus() },
    Operation("relu", [3, 5]) { $0[0].relu() },
    Operation("leakyReLU", [3, 5]) { $0[0].leakyReLU() },
    Operation("leakyReLU(0.3)", [3, 5]) { $0[0].leakyReLU(slope: 0.3) },
    Operation("leakyReLU(-0.5)", [3, 5]) { $0[0].leakyReLU(slope: -0.5) },
    Operation("clipped", [3, 5], kinks: [-1, 0.9]) { $0[0].clipped(to: -1...0.9) },
  ]

  static let reductions: [Operation] = {
    let subsets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]
    let along: [Operation] = subsets.flatMap { axes in
      [
        Operation("sum\(axes)", [2, 3, 4]) { $0[0].sum(along: axes) },
        Operation("mean\(axes)", [2, 3, 4]) { $0[0].mean(along: axes) },
        Operation("variance\(axes)", [2, 3, 4]) { $0[0].variance(along: axes) },
        Operation("max\(axes)", [2, 3, 4], points: .distinct) { $0[0].max(along: axes) },
      ]
    }
    return along + [
      Operation("sum", [3, 4]) { $0[0].sum() }, Operation("mean", [3, 4]) { $0[0].mean() },
      Operation("max", [3, 4], points: .distinct) { $0[0].max() },
      Operation("sum", []) { $0[0].sum() },
    ]
  }()

  static let moves: [Operation] = {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    let permutations = orders.map { order in
      Operation("permuted\(order)", [2, 3, 4]) { $0[0].permuted(order) }
    }
    let along = [0, 1, 2].flatMap { axis in
      [
        Operation("slice along \(axis)", [3, 4, 3]) { $0[0].slice(1..<2, along: axis) },
        Operation("padded along \(axis)", [2, 3, 2]) {
          $0[0].padded(before: 2, after: 1, along: axis)
        },
        Operation("concatenation along \(axis)", [2, 2, 2], [2, 2, 2], [2, 2, 2]) {
          .concatenation([$0[0], $0[1].slice(0..<1, along: axis), $0[2], $0[0]], along: axis)
        },
      ]
    }
    return permutations + along + [
      Operation("reshaped", [3, 4]) { $0[0].reshaped(to: [2, 1, 6]) },
      Operation("flattened", [2, 3, 2]) { $0[0].flattened() },
      Operation("broadcast", [3, 1]) { $0[0].broadcast(to: [2, 3, 4]) },
      Operation("broadcast", []) { $0[0].broadcast(to: [2, 3]) },
    ]
  }()

  static let products: [Operation] =
    [5, 18].flatMap { n in
      [
        Operation("matmul", [3, 4], [4, n]) { $0[0].matmul($0[1]) },
        Operation("matmul ᵀ·", [4, 3], [4, n]) { $0[0].matmul($0[1], transposed: true) },
        Operation("matmul ·ᵀ", [3, 4], [n, 4]) { $0[0].matmul($0[1], otherTransposed: true) },
        Operation("matmul ᵀᵀ", [4, 3], [n, 4]) {
          $0[0].matmul($0[1], transposed: true, otherTransposed: true)
        },
        Operation("dense", [3, 4], [4, n], [n]) { $0[0].dense(weight: $0[1], bias: $0[2]) },
      ]
    } + [Operation("x xᵀ", [3, 4]) { $0[0].matmul($0[0], otherTransposed: true) }]

  static let convolutions: [Operation] =
    [
      Operation("conv2D", [2, 4, 5, 2], [3, 3, 2, 3]) { $0[0].conv2D(weight: $0[1]) },
      Operation("conv2D + bias, stride 2", [2, 5, 4, 1], [4, 3, 1, 2], [2]) {
        $0[0].conv2D(weight: $0[1], bias: $0[2], stride: 2)
      },
      Operation("conv2D, valid, stride 2", [1, 6, 5, 2], [2, 2, 2, 2]) {
        $0[0].conv2D(weight: $0[1], stride: 2, padding: .valid)
      },
      Operation("conv2D, explicit", [1, 4, 4, 2], [4, 4, 2, 2]) {
        $0[0].conv2D(weight: $0[1], stride: 2, padding: .explicit(1))
      },
      Operation("x ∗ x", [2, 2, 2, 2]) { $0[0].conv2D(weight: $0[0]) },
      Operation("transposedConv2D + bias, stride 2", [2, 2, 3, 2], [4, 3, 3, 2], [3]) {
        $0[0].transposedConv2D(weight: $0[1], bias: $0[2], stride: 2)
      },
      Operation("transposedConv2D, valid", [1, 2, 2, 3], [3, 2, 1, 3]) {
        $0[0].transposedConv2D(weight: $0[1], padding: .valid)
      },
      Operation("transposedConv2D, explicit, stride 3", [1, 3, 2, 2], [4, 4, 2, 2]) {
        $0[0].transposedConv2D(weight: $0[1], stride: 3, padding: .explicit(1))
      },
      Operation("upsampledTransposedConv2D", [1, 2, 2, 2], [3, 3, 2, 2], [2]) {
        $0[0].upsampledTransposedConv2D(weight: $0[1], bias: $0[2], factor: 2)
      },
      Operation("upsampled", [2, 2, 3, 2]) { $0[0].upsampled(by: 2) },
      Operation("sumPooled", [1, 6, 3, 2]) { $0[0].sumPooled(by: 3) },
    ]

  static let losses: [Operation] =
    [0, 1, 0.9].map { label in
      Operation("sigmoidCrossEntropy(label: \(label))", [4, 2]) {
        sigmoidCrossEntropy(logits: $0[0], label: label)
      }
    } + [
      Operation("sigmoidCrossEntropy", [4, 2], [4, 2]) {
        sigmoidCrossEntropy(logits: $0[0], labels: $0[1])
      }
    ]

  static let all = arithmetic + functions + reductions + moves + products + convolutions + losses
}

@Suite("gradients of operations")
struct OperationGradientTests {
  @Test("the gradient agrees with central differences", arguments: Operation.all)
  func first(_ operation: Operation) {
    expectGradient(of: operation.name, at: operation.values(), operation.function)
  }

  @Test(
    "the gradient of squared gradients agrees with central differences of gradients",
    arguments: Operation.all)
  func second(_ operation: Operation) {
    expectGradient(
      of: "squared gradient of \(operation.name)", at: operation.values(),
      operation.squaredGradients)
  }

  /// The third derivative of f, a function of each scalar alone.
  private func third(_ x: Tensor, _ f: (Tensor) -> Tensor) -> [Float] {
    let x = x.tracked()
    var y = f(x)
    for _ in 0..<3 {
      y = gradients(of: y.sum(), withRespectTo: [x], differentiable: true)[0]
    }
    return y.scalars
  }

  @Test("third derivatives are the textbook's: 24x for x⁴, −2 (1 − t²)(1 − 3t²) for t = tanh x")
  func thirdOrder() {
    let x = Tensor([-1.5, -0.3, 0.2, 0.7, 2])
    let tanh = zip(third(x) { $0.tanh() }, x.tanh().scalars)
    for (got, t) in tanh { #expect(abs(got - -2 * (1 - t * t) * (1 - 3 * t * t)) < 1e-6) }
    for f in [{ $0.squared().squared() }, { $0 * $0 * $0 * $0 }] as [(Tensor) -> Tensor] {
      for (got, x) in zip(third(x, f), x.scalars) { #expect(abs(got - 24 * x) < 1e-4) }
    }
    for (got, y) in zip(third(x) { $0.exp() }, x.exp().scalars) { #expect(got == y) }
  }

  @Test("at a kink the derivative is what the documentation says")
  func kinks() {
    func slope(_ x: Float, _ f: (Tensor) -> Tensor) -> Float {
      let x = Tensor(x).tracked()
      return gradients(of: f(x), withRespectTo: [x])[0].scalar
    }
    #expect(slope(0) { $0.relu() } == 0)
    #expect(slope(0) { $0.leakyReLU(slope: 0.2) } == 0.2)
    #expect(slope(0) { $0.absoluteValue() } == 0)
    #expect(slope(-1) { $0.clipped(to: -1...1) } == 1)
    #expect(slope(1) { $0.clipped(to: -1...1) } == 1)
    #expect(slope(1.001) { $0.clipped(to: -1...1) } == 0)
  }

  @Test("several greatest scalars share the gradient of the maximum equally")
  func ties() {
    let x = Tensor(rows: [[1, 3, 3], [2, 2, 2], [0, -1, 5]]).tracked()
    let gradient = gradients(of: x.max(along: [1]).sum(), withRespectTo: [x])[0]
    let third = Float(1) / 3
    #expect(gradient.scalars == [0, 0.5, 0.5, third, third, third, 0, 0, 1])
  }
}
