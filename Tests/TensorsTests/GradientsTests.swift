import Testing

@testable import Tensors

/// Counts how often a gradient is carried back through it, and to which operand.
private final class Spy {
  var visits: [Int] = []

  /// x y, recorded as an operation that reports to this spy.
  func product(_ x: Tensor, _ y: Tensor) -> Tensor {
    .recorded((x.detached() * y.detached()).storage, x.shape, x, y, keeping: .inputs) {
      [self] record, v, index in
      visits.append(index)
      return v * record[1 - index]
    }
  }
}

@Suite("gradients(of:withRespectTo:)")
struct GradientsTests {
  let x = Tensor([1, 2, 3]).tracked()
  let w = Tensor([5, 7, 9]).tracked()

  @Test("only what is asked for is computed")
  func onlyWhatIsAsked() {
    let spy = Spy()
    let inner = spy.product(x, w)
    let loss = spy.product(inner, w.squared()).sum()
    #expect(gradients(of: loss, withRespectTo: [x])[0].scalars == [125, 343, 729])
    #expect(spy.visits == [0, 0])
    spy.visits = []
    _ = gradients(of: loss, withRespectTo: [w])
    #expect(spy.visits.sorted() == [0, 1, 1])
    spy.visits = []
    _ = gradients(of: loss, withRespectTo: [inner])
    #expect(spy.visits == [0])
  }

  @Test("a branch that the target does not reach is not differentiated, whatever is in it")
  func poisonedBranch() {
    // The derivative of the root at 0 is infinite, and 0 · ∞ is not a number.
    let poison = (w * 0).squareRoot() * 0
    let loss = (x * 2 + poison).sum()
    #expect(gradients(of: loss, withRespectTo: [x])[0].scalars == [2, 2, 2])
    #expect(gradients(of: loss, withRespectTo: [w])[0].scalars.allSatisfy { $0.isNaN })
  }

  @Test("what the output does not depend on has the gradient zero, in its own shape")
  func notReached() {
    let other = Tensor.ones([2, 4]).tracked()
    let results = gradients(of: x.sum(), withRespectTo: [other, x])
    #expect(results[0].shape == [2, 4])
    #expect(results[0].scalars.allSatisfy { $0 == 0 })
    #expect(results[1].scalars == [1, 1, 1])
    let constant = gradients(of: Tensor(3), withRespectTo: [x])[0]
    #expect(constant.scalars == [0, 0, 0])
  }

  // Cotangents are written over where nothing else holds them. These are held by somebody else.

  @Test(
    "a cotangent is not written over while the caller or another branch needs it",
    arguments: [Activation.relu, .leakyReLU(slope: 0.5)])
  func shared(_ activation: Activation) {
    let slope: Float = activation == .relu ? 0 : 0.5
    let z = Tensor([-1, 2, -3]).tracked()
    // Given by the caller.
    let cotangent = Tensor([1, 2, 3])
    let given = gradients(of: activation(z), withRespectTo: [z], cotangent: cotangent)
    #expect(given[0].scalars == [slope, 2, 3 * slope])
    #expect(cotangent.scalars == [1, 2, 3])
    // Of a sum, which sends both operands the same one.
    let both = gradients(
      of: ((activation(z) + x) * w).sum(), withRespectTo: [z, x])
    #expect(both[0].scalars == [5 * slope, 7, 9 * slope])
    #expect(both[1].scalars == [5, 7, 9])
    // Of a tensor that is itself asked for.
    let inner = activation(z)
    let asked = gradients(of: (inner * w).sum(), withRespectTo: [z, inner])
    #expect(asked[0].scalars == [5 * slope, 7, 9 * slope])
    #expect(asked[1].scalars == [5, 7, 9])
    // Of one that is used twice, so that a sum of cotangents is taken.
    let twice = gradients(of: (inner * w).sum() + inner.sum(), withRespectTo: [inner, z])
    #expect(twice[0].scalars == [6, 8, 10])
    #expect(twice[1].scalars == [6 * slope, 8, 10 * slope])
  }

  @Test("a sum of cotangents leaves the first of them alone where another operand has it too")
  func sharedSum() {
    let a = Tensor([1, 1, 1]).tracked()
    let b = Tensor([2, 2, 2]).tracked()
    // In one of the two orders a receives the cotangent that b holds, and then another.
    for loss in [
      ((a + b) * w).sum() + (a * x).sum(), (a * x).sum() + ((a + b) * w).sum(),
    ] {
      let results = gradients(of: loss, withRespectTo: [a, b])
      #expect(results[0].scalars == [6, 9, 12])
      #expect(results[1].scalars == [5, 7, 9])
    }
  }

  @Test("detached() cuts the graph")
  func detached() {
    let y = x.squared()
    let loss = (y.detached() * x).sum()
    #expect(gradients(of: loss, withRespectTo: [x])[0].scalars == [1, 4, 9])
    #expect(!y.detached().isTracked)
    #expect(gradients(of: y.detached().sum(), withRespectTo: [x])[0].scalars == [0, 0, 0])
  }

  @Test("a tensor that is used several times gathers all its contributions")
  func usedSeveralTimes() {
    let loss = (x * x * x + x).sum()
    #expect(gradients(of: loss, withRespectTo: [x])[0].scalars == [4, 13, 28])
    // A ladder of diamonds has 2³⁰ paths, and is walked once.
    var y = Tensor(1).tracked()
    let first = y
    for _ in 0..<30 { y = y + y }
    #expect(gradients(of: y, withRespectTo: [first])[0].scalar == 0x1p30)
  }

  @Test("a cotangent gives the vector–Jacobian product")
  func cotangent() {
    let v = Tensor([1, -1, 0.5])
    let y = x.squared() * w
    let product = gradients(of: y, withRespectTo: [x], cotangent: v)[0]
    #expect(product.scalars == [10, -28, 27])
    // One row of the Jacobian at a time gives the same.
    for row in 0..<3 {
      var unit: [Float] = [0, 0, 0]
      unit[row] = 1
      let gradient = gradients(of: y, withRespectTo: [x], cotangent: Tensor(unit))[0]
      #expect(gradient[row] * v[row] == product[row])
      #expect(gradient.scalars.filter { $0 != 0 }.count == 1)
    }
  }

  @Test("two graphs joined by a cotangent give the gradient of the whole")
  func joined() {
    let middle = (x * w).tracked()
    let upper = gradients(of: middle.squared().sum(), withRespectTo: [middle])[0]
    let joined = gradients(of: x * w, withRespectTo: [x], cotangent: upper)[0]
    let whole = gradients(of: (x * w).squared().sum(), withRespectTo: [x])[0]
    #expect(joined.scalars == whole.scalars)
  }

  @Test("gradients are taken with respect to intermediate tensors, and the output itself")
  func intermediate() {
    let y = x * w
    let loss = y.squared().sum()
    let results = gradients(of: loss, withRespectTo: [y, loss, x])
    #expect(results[0].scalars == [10, 28, 54])
    #expect(results[1].scalar == 1)
    #expect(results[2].scalars == [50, 196, 486])
  }

  @Test("one target may be computed from another, in any order, and asked for twice")
  func targetBehindTarget() {
    let y = x.squared()
    let z = y * w
    let loss = z.sum()
    let expected: [[Float]] = [[10, 28, 54], [5, 7, 9], [1, 1, 1]]
    #expect(gradients(of: loss, withRespectTo: [x, y, z]).map(\.scalars) == expected)
    #expect(gradients(of: loss, withRespectTo: [z, y, x]).map(\.scalars) == expected.reversed())
    #expect(
      gradients(of: loss, withRespectTo: [x, x]).map(\.scalars) == [expected[0], expected[0]])
  }

  @Test("a call leaves nothing behind: the next one gives the same")
  func nothingLeftBehind() {
    let y = x * w
    let loss = y.squared().sum()
    let once = gradients(of: loss, withRespectTo: [x, y]).map(\.scalars)
    _ = gradients(of: loss, withRespectTo: [w])
    _ = gradients(of: y.sum(), withRespectTo: [x], differentiable: true)
    #expect(gradients(of: loss, withRespectTo: [x, y]).map(\.scalars) == once)
  }

  @Test("results are recorded when they are to be differentiable, and only then")
  func recordedOnlyWhenAsked() {
    let loss = (x * x * w).exp().sum()
    let plain = gradients(of: loss, withRespectTo: [x, w])
    #expect(plain.allSatisfy { !$0.isTracked })
    let recorded = gradients(of: loss, withRespectTo: [x, w], differentiable: true)
    #expect(recorded.allSatisfy { $0.isTracked })
    #expect(zip(plain, recorded).allSatisfy { $0.scalars == $1.scalars })
    let seed = Tensor([1, 1, 1]).tracked()
    #expect(!gradients(of: x * w, withRespectTo: [x], cotangent: seed)[0].isTracked)
  }

  @Test("a differentiable result depends on its cotangent too")
  func throughTheCotangent() {
    let v = Tensor([1, 2, 4]).tracked()
    let product = gradients(of: x * w, withRespectTo: [x], cotangent: v, differentiable: true)[0]
    #expect(gradients(of: product.sum(), withRespectTo: [v])[0].scalars == w.scalars)
  }

  @Test("results of untracked tensors are not recorded")
  func untracked() {
    let (a, b) = (Tensor([1, 2]), Tensor([3, 4]))
    #expect(!(a * b + a.exp()).sum().isTracked)
    #expect((a.tracked() * b).isTracked)
    #expect((a * b.tracked()).isTracked)
    #expect(Tensor.concatenation([a, b.tracked()]).isTracked)
  }

  @Test("a gradient penalty reaches the weights: ∇θ of (‖∇x D(x)‖ − 1)²")
  func gradientPenalty() {
    var stream = RandomStream(seed: 3, for: "penalty")
    let points: [Tensor] = [
      .normal([4, 3], using: &stream), .normal([3, 5], using: &stream),
      .normal([5], using: &stream), .normal([5, 1], using: &stream),
    ]
    expectGradient(of: "gradient penalty", at: points) { point in
      let hidden = point[0].dense(weight: point[1], bias: point[2])
      let scores = (hidden.tanh() + hidden.leakyReLU()).matmul(point[3])
      let slopes = gradients(of: scores.sum(), withRespectTo: [point[0]], differentiable: true)[0]
      return (slopes.squared().sum(along: [1]).squareRoot() - 1).squared()
    }
  }
}
