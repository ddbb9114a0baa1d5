import Tensors
import Testing

@testable import WGAN

@Suite("Chapter 5: the networks")
struct NetworkTests {
  private func networks(
    _ problem: Problem, _ change: (inout Settings) -> Void = { _ in }
  ) -> (generator: Sequential, critic: Sequential) {
    var settings = Settings(.gp, on: problem, preset: .lesson)
    change(&settings)
    var weights = RandomStream(seed: 1, for: "weights")
    return (makeGenerator(settings, using: &weights), makeCritic(settings, using: &weights))
  }

  /// The shapes after the layers that change it.
  private func shapes(through network: Sequential, from x: Tensor) -> [Shape] {
    var (x, shapes) = (x, [Shape]())
    for layer in network.layers {
      x = layer(x)
      let shape = Shape(Array(x.shape.dropFirst()))
      if shape != shapes.last { shapes.append(shape) }
    }
    return shapes
  }

  @Test("line and plane: numbers in, one score out")
  func small() {
    let line = networks(.line)
    #expect(shapes(through: line.generator, from: .zeros([2, 1])) == [[32], [1]])
    #expect(line.critic.parameterCount == 64 + 32 * 33 + 33)
    let plane = networks(.grid)
    #expect(shapes(through: plane.generator, from: .zeros([2, 2])) == [[128], [2]])
    #expect(shapes(through: plane.critic, from: .zeros([2, 2])) == [[128], [1]])
    #expect(plane.critic.parameterCount == 3 * 128 + 2 * 128 * 129 + 129)
  }

  @Test("digits, dense: z 32 → 128 → 256 → 784, and the critic 784 → 256 → 64 → 1")
  func dense() {
    let (generator, critic) = networks(.digits)
    #expect(shapes(through: generator, from: .zeros([2, 32])) == [[128], [256], [784]])
    #expect(shapes(through: critic, from: .zeros([2, 784])) == [[256], [64], [1]])
  }

  @Test("digits, convolutional: up by two transposed convolutions, down by three strides")
  func convolutional() {
    let (generator, critic) = networks(.digits) { ($0.networks, $0.width) = (.convolutional, 4) }
    #expect(
      shapes(through: generator, from: .zeros([2, 32]))
        == [[392], [7, 7, 8], [14, 14, 4], [28, 28, 2], [28, 28, 1]])
    #expect(
      shapes(through: critic, from: .zeros([2, 28, 28, 1]))
        == [[14, 14, 4], [7, 7, 8], [4, 4, 16], [256], [1]])
  }

  @Test("faces: 64 × 64 × 3 in four steps up and four down")
  func faces() {
    let (generator, critic) = networks(.faces) { $0.width = 2 }
    #expect(
      shapes(through: generator, from: .zeros([1, 64]))
        == [[256], [4, 4, 16], [8, 8, 8], [16, 16, 4], [32, 32, 2], [64, 64, 3]])
    #expect(
      shapes(through: critic, from: .zeros([1, 64, 64, 3]))
        == [[32, 32, 2], [16, 16, 4], [8, 8, 8], [4, 4, 16], [256], [1]])
  }

  @Test("no critic has batch norm unless it is asked for", arguments: Problem.allCases)
  func norm(problem: Problem) {
    #expect(networks(problem).critic.averages.isEmpty)
    #expect(!networks(problem) { $0.criticNorm = .batch }.critic.averages.isEmpty)
    // A mean and a variance for each layer but the first and the last: of digits' three, one.
    if problem == .digits {
      #expect(
        networks(problem) { $0.criticNorm = .batch }.critic.averages.map(\.shape) == [[64], [64]])
    }
  }

  @Test("the papers' figures")
  func papers() {
    let gp = Settings(.gp, on: .digits, preset: .paper)
    #expect((gp.gradientPenaltyWeight, gp.criticSteps, gp.batchSize) == (10, 5, 64))
    #expect((gp.criticRate, gp.generatorRate, gp.beta1) == (1e-4, 1e-4, 0))
    #expect(gp.penaltySides == .two && !gp.ratesFall && gp.criticNorm == .none)
    let clip = Settings(.clip, on: .digits, preset: .paper)
    #expect(clip.clipValue == 0.01 && clip.criticRate == 5e-5 && clip.generatorRate == 5e-5)
    #expect(clip.makeOptimizer(rate: 1) is RMSProp && gp.makeOptimizer(rate: 1) is Adam)
    #expect((1...26).map(clip.criticSteps(at:)) == [Int](repeating: 100, count: 25) + [5])
    #expect(Settings(.gan, on: .digits, preset: .paper).criticSteps == 1)
  }

  @Test("falling rates: all in the first half, then in a line to nearly nothing")
  func rates() {
    let settings = Settings(.gp, on: .line, preset: .lesson, steps: 100)
    #expect(settings.rateShare(at: 1) == 1 && settings.rateShare(at: 51) == 1)
    #expect(settings.rateShare(at: 76) == 0.5 && settings.rateShare(at: 100) == 0.02)
    #expect(Settings(.gp, on: .digits, preset: .lesson, steps: 100).rateShare(at: 100) == 1)
  }
}
