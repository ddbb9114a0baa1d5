import Testing

@testable import Tensors

@Suite("Learning-rate schedules") struct ScheduleTests {
  static let schedules: [(name: String, rate: LearningRate)] = [
    ("staircase", .exponential(initial: 0.2, factor: 0.95, period: 250, staircase: true)),
    ("continuous", .exponential(initial: 0.2, factor: 0.95, period: 250, staircase: false)),
    ("linearSecondHalf", .linear(initial: 0.2, from: 500, to: 1000)),
  ]

  @Test("the rate is the reference's", arguments: schedules.indices)
  func reference(index: Int) throws {
    let (name, rate) = Self.schedules[index]
    let reference = try #require(
      try Reference.Optimizers.load().schedules.first { $0.name == name })
    #expect(reference.steps.count == 11)
    for (step, factor) in zip(reference.steps, reference.factors) {
      // 0.2 and 0.95 are float32 (relative 6e-8 at most, four times where the power is the fourth).
      #expect(abs(Double(rate(step)) - 0.2 * factor) <= 4e-7 * 0.2 * factor, "step \(step)")
    }
  }

  @Test("a staircase falls once a period, and a curve at every step")
  func steps() {
    let staircase = Self.schedules[0].rate
    let curve = Self.schedules[1].rate
    #expect(Set((250..<500).map { staircase($0) }).count == 1)
    for step in 0..<600 { #expect(curve(step + 1) < curve(step)) }
  }

  @Test("a constant rate is constant, and a line stays at 0 after its end")
  func ends() {
    #expect(LearningRate.constant(0.1)(0) == 0.1)
    #expect(LearningRate.constant(0.1)(1_000_000) == 0.1)
    #expect(Self.schedules[2].rate(5000) == 0)
  }

  @Test("impossible schedules stop with a sentence")
  func impossible() async {
    let period = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRate.exponential(initial: 0.1, factor: 0.5, period: 0, staircase: true)
    }
    expectSaid("period", by: period)
    let line = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRate.linear(initial: 0.1, from: 5, to: 5)
    }
    expectSaid("linear", by: line)
  }
}

@Suite("The moving average of parameters") struct MovingAverageTests {
  @Test("follows the reference along an SGD trajectory")
  func reference() throws {
    let reference = try Reference.Optimizers.load()
    let path = try reference.named("sgd").trajectory
    var average = MovingAverage(
      of: OptimizerTests.pair(reference.initial), decay: reference.average.decay)
    for (step, parameters) in path.enumerated() {
      average.update(with: OptimizerTests.pair(parameters.map { Float($0) }))
      let got = average.parameters.flatMap(\.scalars)
      for (a, b) in zip(got, reference.average.trajectory[step]) {
        // Eleven updates of numbers up to 2, half a unit in the last place each.
        #expect(abs(Double(a) - b) < 1e-6, "update \(step)")
      }
    }
    // The test is worth nothing if the average stands still.
    let moved = zip(average.parameters.flatMap(\.scalars), reference.initial)
    #expect(moved.contains { abs($0 - $1) > 1e-3 })
  }

  @Test("neither moves the parameters nor holds on to their records")
  func detached() {
    let parameters = [Tensor([1, 2]).tracked()]
    var average = MovingAverage(of: parameters, decay: 0.5)
    average.update(with: [Tensor([3, 6]).tracked()])
    #expect(average.parameters[0].scalars == [2, 4])
    #expect(parameters[0].scalars == [1, 2])
    #expect(average.parameters[0].isTracked)
    let loss = average.parameters[0].sum()
    #expect(gradients(of: loss, withRespectTo: parameters)[0].scalars == [0, 0])
  }

  @Test("parameters of another number or shape stop with a sentence that quotes both")
  func wrongParameters() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var average = MovingAverage(of: [Tensor([1]), Tensor([2])], decay: 0.5)
      average.update(with: [Tensor([1])])
    }
    expectSaid("[[1]]", "[[1], [1]]", by: count)
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var average = MovingAverage(of: [Tensor([1, 2])], decay: 0.5)
      average.update(with: [Tensor([1])])
    }
    expectSaid("[[1]]", "[[2]]", by: shape)
  }
}
