import Tensors
import Testing
import WGAN

@testable import WGANCommand

@Suite("Chapter 5: the networks")
struct NetworkTests {
  private func networks(
    _ problem: Problem, width: Int? = nil, named name: String? = nil, norm: CriticNorm = .none
  ) -> (generator: Sequential, critic: Sequential) {
    var networks = Recipe.gp(on: problem, .lesson).networks
    if let other = name.flatMap(problem.networks(named:)) { networks = other }
    if let width { networks.width = width }
    var weights = RandomStream(seed: 1, for: "weights")
    return (
      networks.generator(from: problem.latent, using: &weights),
      networks.critic(norm: norm, using: &weights)
    )
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
    let (generator, critic) = networks(.digits, width: 4, named: "convolutional")
    #expect(
      shapes(through: generator, from: .zeros([2, 32]))
        == [[392], [7, 7, 8], [14, 14, 4], [28, 28, 2], [28, 28, 1]])
    #expect(
      shapes(through: critic, from: .zeros([2, 28, 28, 1]))
        == [[14, 14, 4], [7, 7, 8], [4, 4, 16], [256], [1]])
  }

  @Test("faces: 64 × 64 × 3 in four steps up and four down")
  func faces() {
    let (generator, critic) = networks(.faces, width: 2)
    #expect(
      shapes(through: generator, from: .zeros([1, 64]))
        == [[256], [4, 4, 16], [8, 8, 8], [16, 16, 4], [32, 32, 2], [64, 64, 3]])
    #expect(
      shapes(through: critic, from: .zeros([1, 64, 64, 3]))
        == [[32, 32, 2], [16, 16, 4], [8, 8, 8], [4, 4, 16], [256], [1]])
  }

  @Test("no critic has batch norm unless it is asked for", arguments: ProblemName.allCases)
  func norm(name: ProblemName) {
    let problem = name.problem
    #expect(networks(problem).critic.averages.isEmpty)
    #expect(!networks(problem, norm: .batch).critic.averages.isEmpty)
    // A direction for each weight.
    let spectral = networks(problem, norm: .spectral).critic
    #expect(spectral.averages.count == spectral.parameters.count / 2)
    // A mean and a variance for each layer but the first and the last: of digits' three, one.
    if name == .digits {
      #expect(
        networks(problem, norm: .batch).critic.averages.map(\.shape) == [[64], [64]])
    }
  }

  @Test("the papers' figures")
  func papers() {
    let gp = Recipe.gp(on: .digits, .paper)
    #expect((gp.gradientPenaltyWeight, gp.criticSteps, gp.batchSize) == (10, 5, 64))
    #expect((gp.criticRate, gp.generatorRate, gp.beta1) == (1e-4, 1e-4, 0))
    #expect(gp.penaltySides == .two && !gp.ratesFall && gp.criticNorm == .none)
    let clip = Recipe.clip(on: .digits, .paper)
    #expect(clip.clipValue == 0.01 && clip.criticRate == 5e-5 && clip.generatorRate == 5e-5)
    #expect(clip.makeOptimizer(rate: 1) is RMSProp && gp.makeOptimizer(rate: 1) is Adam)
    #expect((1...26).map(clip.criticSteps(at:)) == [Int](repeating: 100, count: 25) + [5])
    #expect(Recipe.gan(on: .digits, .paper).criticSteps == 1)
  }

  @Test("falling rates: all in the first half, then in a line to nearly nothing")
  func rates() {
    let recipe = Recipe.gp(on: .line, .lesson, steps: 100)
    #expect(recipe.rateShare(at: 1) == 1 && recipe.rateShare(at: 51) == 1)
    #expect(recipe.rateShare(at: 76) == 0.5 && recipe.rateShare(at: 100) == 0.02)
    #expect(Recipe.gan(on: .digits, .lesson, steps: 100).rateShare(at: 100) == 1)
    #expect(Recipe.modern(on: .digits, .lesson, steps: 100).rateShare(at: 76) == 0.5)
  }
}
