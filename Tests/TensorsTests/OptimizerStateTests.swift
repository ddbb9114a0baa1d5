import Testing

@testable import Tensors

@Suite("What an optimiser remembers, and what it leaves alone") struct OptimizerStateTests {
  /// Runs twelve updates, and five and seven with a fresh optimiser that was given what the first
  /// remembered.
  private func resumed<Some: Optimizer>(
    _ fresh: Some, restore: (inout Some, Some) -> Void
  ) throws -> (whole: [[UInt32]], resumed: [[UInt32]]) {
    let gradients = try Reference.Optimizers.load().gradients.map(OptimizerTests.pair)
    let initial = OptimizerTests.pair(try Reference.Optimizers.load().initial)
    func bits(_ parameters: [Tensor]) -> [[UInt32]] {
      parameters.map { $0.scalars.map(\.bitPattern) }
    }
    var (parameters, optimizer) = (initial, fresh)
    for gradient in gradients { optimizer.update(&parameters, along: gradient) }
    let whole = bits(parameters)

    (parameters, optimizer) = (initial, fresh)
    for gradient in gradients[..<5] { optimizer.update(&parameters, along: gradient) }
    var second = fresh
    restore(&second, optimizer)
    // The first goes on: what the second was given must not change with it.
    var others = parameters
    optimizer.update(&others, along: gradients[0])
    for gradient in gradients[5...] { second.update(&parameters, along: gradient) }
    return (whole, bits(parameters))
  }

  @Test("SGD continues from its state with the same bits")
  func sgd() throws {
    let fresh = SGD(learningRate: 0.1, momentum: 0.6)
    let complete = try resumed(fresh) { $0.state = $1.state }
    #expect(complete.whole == complete.resumed)
    let nothing = try resumed(fresh) { _, _ in }
    #expect(nothing.whole != nothing.resumed)
  }

  @Test("RMSProp continues from its state and step with the same bits")
  func rmsProp() throws {
    let fresh = RMSProp(learningRate: 0.01, decay: 0.1)
    let complete = try resumed(fresh) {
      $0.state = $1.state
      $0.step = $1.step
    }
    #expect(complete.whole == complete.resumed)
    let stateOnly = try resumed(fresh) { $0.state = $1.state }
    #expect(stateOnly.whole != stateOnly.resumed, "the rate's decay counts steps")
    let stepOnly = try resumed(fresh) { $0.step = $1.step }
    #expect(stepOnly.whole != stepOnly.resumed)
  }

  @Test("Adam continues from its state and step with the same bits")
  func adam() throws {
    let fresh = Adam(learningRate: 0.01, beta1: 0.5)
    let complete = try resumed(fresh) {
      $0.state = $1.state
      $0.step = $1.step
    }
    #expect(complete.whole == complete.resumed)
    let stateOnly = try resumed(fresh) { $0.state = $1.state }
    #expect(stateOnly.whole != stateOnly.resumed, "the correction of the means counts steps")
    let stepOnly = try resumed(fresh) { $0.step = $1.step }
    #expect(stepOnly.whole != stepOnly.resumed)
  }

  /// Moves by the gradients before: as many as it has places for, in the order in which it met them.
  private struct Late<let places: Int>: Optimizer {
    static var memory: [String] { (0..<places).map { "\($0 + 1) before" } }
    var learningRate: Float = 1
    var state: [Tensor] = []
    var step = 0

    mutating func update(_ parameters: inout [Tensor], along gradients: [Tensor]) {
      apply(Rule(), to: &parameters, along: gradients)
    }

    struct Rule: UpdateRule {
      func callAsFunction(
        _ p: inout Vector, _ g: Vector, _ memory: inout InlineArray<places, Vector>
      ) {
        var next = g
        for place in 0..<places { (memory[place], next) = (next, memory[place]) }
        p -= next
      }
    }
  }

  @Test("an optimiser remembers as many numbers of each parameter as it has names for")
  func anyMemory() {
    func expect<let places: Int>(_ optimizer: Late<places>) {
      var optimizer = optimizer
      // More than a part of work, and a rest of a vector.
      let (long, short) = (Tensor.zeros([40_007]), Tensor.zeros([3]))
      var parameters = [long, short]
      #expect(
        optimizer.fullState(for: parameters).map(\.shape)
          == Array(repeating: [40_007], count: places) + Array(repeating: [3], count: places))
      for step in 1...5 {
        optimizer.update(
          &parameters,
          along: parameters.map { Tensor(repeating: Float(step), shape: $0.shape) })
      }
      let moved = -Float((1...5).dropLast(places).reduce(0, +))
      for parameter in parameters { #expect(parameter.scalars.allSatisfy { $0 == moved }) }
      #expect(optimizer.state.count == 2 * places)
      for (index, tensor) in optimizer.state.enumerated() {
        #expect(tensor.scalars.allSatisfy { $0 == Float(5 - index % places) })
      }
    }
    expect(Late<0>())
    expect(Late<1>())
    expect(Late<3>())
  }

  @Test("a copied optimiser is another optimiser")
  func copies() {
    var optimizer = SGD(learningRate: 0.1, momentum: 0.5)
    var parameters = [Tensor([1, 2])]
    optimizer.update(&parameters, along: [Tensor([1, 1])])
    let saved = optimizer
    optimizer.update(&parameters, along: [Tensor([1, 1])])
    #expect(saved.state[0].scalars == [1, 1])
    #expect(optimizer.state[0].scalars == [1.5, 1.5])
  }

  @Test("an update makes new tensors: what was read or computed before it keeps its numbers")
  func notInPlace() {
    var stream = RandomStream(seed: 1, for: "weights")
    var layer = Dense(inputs: 3, outputs: 2, using: &stream)
    let x = Tensor(rows: [[1, 2, 3]])
    let weight = layer.weight
    let numbers = weight.scalars
    let loss = layer(x).squared().sum()
    let before = layer.parameters
    let slopes = gradients(of: loss, withRespectTo: before)
    var optimizer = Adam(learningRate: 0.1)
    optimizer.update(&layer.parameters, along: slopes)
    #expect(layer.weight.scalars != numbers)
    #expect(weight.scalars == numbers)
    // The graph of the old loss reads the old weights.
    let again = gradients(of: loss, withRespectTo: before)
    #expect(again.map(\.scalars) == slopes.map(\.scalars))
    #expect(slopes[0].scalars.contains { $0 != 0 })
  }

  @Test("updated parameters begin a record of their own")
  func tracked() {
    var parameters = [Tensor([1, 2])]
    var optimizer = SGD(learningRate: 0.1)
    optimizer.update(&parameters, along: [Tensor([1, 1])])
    #expect(parameters[0].isTracked)
    #expect(gradients(of: parameters[0].sum(), withRespectTo: parameters)[0].scalars == [1, 1])
  }

  @Test("too few gradients stop with a sentence that quotes both counts")
  func wrongCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters = [Tensor([1]), Tensor([2]), Tensor([3])]
      var optimizer = SGD(learningRate: 0.1)
      optimizer.update(&parameters, along: [Tensor([1]), Tensor([1])])
    }
    expectSaid("2 gradients", "3 parameters", by: result)
  }

  @Test("a gradient of another shape stops with a sentence that quotes both")
  func wrongShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters = [Tensor.zeros([2, 3])]
      var optimizer = Adam(learningRate: 0.1)
      optimizer.update(&parameters, along: [.zeros([3, 2])])
    }
    expectSaid("[3, 2]", "[2, 3]", by: result)
  }

  @Test("a state of another list of parameters stops with a sentence, and writes nowhere")
  func wrongState() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var optimizer = SGD(learningRate: 0.1)
      var (small, large) = ([Tensor.zeros([2])], [Tensor.zeros([64, 64])])
      optimizer.update(&small, along: [.zeros([2])])
      optimizer.update(&large, along: [.zeros([64, 64])])
    }
    expectSaid("[2]", "[64, 64]", by: shape)
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var parameters = [Tensor.zeros([2])]
      var optimizer = Adam(learningRate: 0.1)
      optimizer.state = [.zeros([2])]
      optimizer.update(&parameters, along: [.zeros([2])])
    }
    expectSaid("1 tensors", "need 2", "mean square", by: count)
  }
}
