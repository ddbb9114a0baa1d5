import Datasets
import Lessons
import Metrics
import Tensors
import Testing
import WGAN

@testable import WGANCommand

/// The recipe `modern`, by the limits that part 4 promises; the runs that cannot have learnt are those of
/// the other recipes.
@Suite("Chapter 5: what pairs, R1 and R2 lead to")
struct ModernTests {
  private func line(_ seed: UInt64 = 1, _ change: (inout Recipe) -> Void = { _ in }) -> [String] {
    var recipe = Recipe.modern(on: .line, .lesson, steps: 1_500)
    change(&recipe)
    return Outcome(recipe, .line(bell), judge: LineJudge(bell), seed: seed)
      .violations([.w1: 0...0.15, .std: 0.8...1.2])
  }

  private func ring(_ change: (inout Recipe) -> Void = { _ in }) -> [String] {
    var recipe = Recipe.modern(on: .ring, .lesson, steps: 600)
    change(&recipe)
    return Outcome(recipe, .plane(.ring), judge: PlaneJudge(.ring))
      .violations([.modesCovered: 8...8, .highQuality: 0.3...1])
  }

  @Test("the bell curve in 1,500 steps", arguments: [1, 2, 3] as [UInt64])
  func bellCurve(seed: UInt64) {
    #expect(line(seed) == [])
  }

  @Test("eight clusters in 600 steps")
  func clusters() {
    #expect(ring() == [])
  }

  @Test("a run that cannot have learnt is rejected by the same checks", arguments: Fault.allCases)
  func faults(_ fault: Fault) {
    #expect(!line { fault.apply(to: &$0) }.isEmpty, "line")
    #expect(!ring { fault.apply(to: &$0) }.isEmpty, "ring")
  }

  // Broken on purpose: without the four, it fails.
  @Test("every fourth step has the penalties, with four times their weight")
  func fourth() {
    func losses(_ weight: Float) -> (losses: [Float], slope: Float) {
      var recipe = Recipe.modern(on: .ring, .quick)
      recipe.slopePenaltyWeight = weight
      recipe.criticPace = 0
      var training = Training(recipe, real: .plane(.ring), seed: 1)
      var losses: [Float] = []
      training.loop(over: 1...3) { losses.append($1.criticLosses[0].scalar) }
      // What the fourth step will see.
      var next = training
      let x = next.real.next(recipe.batchSize)
      let z = recipe.problem.latent(recipe.batchSize, using: &next.noise)
      let both = Tensor.concatenation([x, next.generator(z)]).tracked()
      let slope = squaredSlope(of: next.critic(both), at: both).scalar
      training.loop(over: 4...4) { losses.append($1.criticLosses[0].scalar) }
      return (losses, slope)
    }
    let (without, with) = (losses(0), losses(0.5))
    #expect(without.losses.prefix(3) == with.losses.prefix(3))
    // R1 + R2 = γ/2 · 2 · the mean over both.
    let added = with.losses[3] - without.losses[3]
    #expect(abs(added / (4 * 0.5 * with.slope) - 1) < 1e-3, "\(added), \(with.slope)")
  }

  @Test("samples are the average's, and looking at them leaves the players as they are")
  func average() {
    var recipe = Recipe.modern(on: .ring, .quick)
    func end(_ decay: Float?) -> Training {
      recipe.averageDecay = decay
      var training = Training(recipe, real: .plane(.ring), seed: 1)
      training.loop(over: 1...20) { _, _ in }
      return training
    }
    let (averaged, plain) = (end(0.9), end(nil))
    #expect(
      averaged.generator.parameters.map(\.scalars) == plain.generator.parameters.map(\.scalars))
    #expect(averaged.samples(9).scalars != plain.samples(9).scalars)
    // A decay of 0 forgets all but the last.
    #expect((plain.samples(9) - end(0).samples(9)).absoluteValue().max().scalar < 1e-5)
  }
}
