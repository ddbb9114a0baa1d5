import Datasets
import Lessons
import Runs
import Tensors
import Testing
import WGAN

@testable import WGANCommand

/// Ten steps, to the bit: whatever changes the arithmetic of training shows here first.
@Suite("Chapter 5: ten recorded steps")
struct TrajectoryTests {
  private func training(
    _ name: RecipeName, _ problem: ProblemName, seed: UInt64 = 1,
    _ change: (inout Recipe) -> Void = { _ in }
  ) throws -> Training {
    var recipe = name.recipe(on: problem.problem, .quick)
    recipe.batchSize = 8
    recipe.networks.width = recipe.problem.hasImages ? 4 : 16
    (recipe.startSteps, recipe.startCriticSteps) = name == .clip ? (2, 7) : (0, 0)
    change(&recipe)
    let source: RealSamples.Source =
      switch recipe.problem.real {
      case .numbers(let real): .line(real)
      case .points(let mixture): .plane(mixture)
      case .images(let format, let drawing):
        .images(try Dataset.drawn.images(.train, as: format, drawing: drawing))
      }
    return Training(recipe, real: source, seed: seed)
  }

  private func run(_ start: Training, looking: Bool = false) -> (loss: Float, digest: String) {
    var (training, loss) = (start, Float.nan)
    training.loop(over: 1...10) { state, answers in
      loss = answers.criticLosses.last?.scalar ?? .nan
      if looking {
        _ = state.samples(10)
        _ = state.criticMetrics(2_500)
      }
    }
    return (loss, digest(of: training.learnt))
  }

  @Test(
    "each recipe and problem ends with its recorded loss and digest",
    arguments: [
      (RecipeName.gp, ProblemName.line, -0.25768387 as Float, "95f24176b7364723"),
      (.clip, .line, -0.009536795, "a0a5163e56144369"),
      (.gan, .ring, 1.3028257, "ba4a5b6edc6b6693"),
      (.lsgan, .grid, 2.592389, "6b7d8eaa2516d002"), (.gp, .digits, -31.83477, "2a57d8ba9613207a"),
      (.gp, .faces, -17.719017, "cb9f641584941bdd"), (.hinge, .ring, 1.9264413, "51ecbe890c0b122e"),
      (.modern, .line, 0.8868375, "6b61e88cb7616769"),
      (.modern, .digits, 0.04304539, "a14e4bb9a589afd2"),
      (.modern, .faces, 0.36430582, "32b2bffb6d8caf4e"),
    ])
  func recorded(recipe: RecipeName, problem: ProblemName, loss: Float, expected: String) throws {
    let got = run(try training(recipe, problem))
    #expect(got.loss == loss)
    #expect(got.digest == expected)
  }

  @Test("equal seeds give equal bits, another seed gives others; looking changes nothing")
  func seeds() throws {
    let first = run(try training(.gp, .ring)).digest
    #expect(run(try training(.gp, .ring), looking: true).digest == first)
    #expect(run(try training(.gp, .ring, seed: 2)).digest != first)
  }

  @Test("k critic steps for one of the generator, and more at the start")
  func criticSteps() throws {
    var training = try training(.clip, .line) { $0.criticSteps = 3 }
    var losses: [Int] = []
    training.loop(over: 1...4) { _, answers in losses.append(answers.criticLosses.count) }
    #expect(losses == [7, 7, 3, 3])
    #expect(training.criticOptimizer.step == 7 + 7 + 3 + 3)
    #expect(training.generatorOptimizer.step == 4)
  }

  @Test("both rates fall, each from its own")
  func rates() throws {
    var training = try training(.gp, .line) { $0.steps = 10 }
    var step = 0
    training.loop(over: 1...10) { state, _ in
      step += 1
      let share = state.recipe.rateShare(at: step)
      #expect(state.criticOptimizer.learningRate == 3e-3 * share)
      #expect(state.generatorOptimizer.learningRate == 3e-4 * share)
      #expect((share < 1) == (step > 6))
    }
  }

  @Test("a clipped critic's weights lie within ±c after every step")
  func clipping() throws {
    var training = try training(.clip, .line)
    training.loop(over: 1...5) { state, _ in
      let largest = state.critic.parameters.map { $0.absoluteValue().max().scalar }.max() ?? .nan
      #expect(largest <= 0.1)
    }
  }
}
