import Datasets
import Lessons
import Metrics
import Runs
import Tensors
import Testing

@testable import DenseGAN
@testable import DenseGANCommand

/// Whether a generator draws digits, by the limits that this chapter promises.
///
/// The same check is given trained generators and ones that cannot be: an untrained generator, a
/// frozen discriminator, a frozen generator, and one that climbs its loss. It must tell them apart.
private struct Outcome {
  let glance: Measurements

  init(_ recipe: Recipe, on data: Real, seed: UInt64 = 1) throws {
    var training = Training(recipe, images: data.training, seed: seed)
    training.loop(over: 1...recipe.steps) { _, _ in }
    glance = data.judge.glance(at: training.evaluationSamples(), asked: training.labels)
  }

  var ratio: Float { glance[.frechetRatio] ?? .infinity }

  /// What is not as it should be; empty for success.
  func violations(ratio: Float, digits: Int, divergence: Float) -> [String] {
    let (found, kl) = (glance[.digitsCovered] ?? 0, glance[.classKL] ?? .infinity)
    return [
      ("Fréchet ratio \(self.ratio)", self.ratio < ratio),
      ("\(found) digits", found >= Float(digits)),
      ("KL \(kl)", kl < divergence),
    ].filter { !$0.1 }.map(\.0)
  }
}

/// A data set and its judge, made once.
private struct Real {
  let training: ImageSet
  let judge: DigitJudge

  init(_ dataset: Dataset) throws {
    training = try dataset.images(.train)
    judge = try DigitJudge(dataset, labelled: training, unseen: dataset.images(.test)) { _ in }
  }

  nonisolated(unsafe) static let drawn = Result { try Real(.drawn) }
  nonisolated(unsafe) static let mnist = Result { try Real(.mnist) }
  static let hasMNIST = (try? Dataset.mnist.images(.test)) != nil
}

@Suite("Chapter 2: what training leads to", .serialized)
struct ConvergenceTests {
  // The numbers of a seed are exact, so these tests do not fail by chance.
  @Test("half of the lesson draws all ten digits, and most of them can be read")
  func lesson() throws {
    let outcome = try Outcome(Recipe.steady(.lesson, steps: 5_000), on: Real.drawn.get())
    #expect(outcome.violations(ratio: 0.015, digits: 10, divergence: 0.1) == [])
    #expect(outcome.glance[.legible] ?? 0 > 0.7)
  }

  @Test("a generator that is asked draws what it is asked for, and not the next digit")
  func asked() throws {
    var recipe = Recipe.steady(.lesson, steps: 2_000)
    recipe.conditional = true
    let data = try Real.drawn.get()
    var training = Training(recipe, images: data.training, seed: 1)
    training.loop(over: 1...recipe.steps) { _, _ in }
    let samples = training.evaluationSamples()
    let labels = try #require(training.labels)
    let right = data.judge.glance(at: samples, asked: labels)
    let wrong = data.judge.glance(at: samples, asked: labels.map { ($0 + 1) % 10 })
    #expect(right[.asked] ?? 0 > 0.95 && right[.legible] ?? 0 > 0.8, "\(right)")
    #expect(wrong[.asked] ?? 1 < 0.05)
  }

  @Test(
    "2,500 steps at equal rates draw all ten digits of MNIST",
    .enabled(if: Real.hasMNIST, "skipped: no MNIST at WORKBOOK_DATA"))
  func mnist() throws {
    var recipe = Recipe.batchnorm(.lesson, steps: 2_500)
    recipe.discriminatorPace = 1
    let outcome = try Outcome(recipe, on: Real.mnist.get())
    #expect(outcome.violations(ratio: 0.18, digits: 10, divergence: 0.3) == [])
  }

  enum Fault: CaseIterable {
    case none, untrained, frozenDiscriminator, frozenGenerator, flippedSign
  }

  // A thousand steps are enough to tell.
  @Test("a run that cannot have learnt is rejected by the same check", arguments: Fault.allCases)
  func faults(_ fault: Fault) throws {
    var recipe = Recipe.batchnorm(.lesson, steps: 1_000)
    switch fault {
    case .none: break
    case .untrained: recipe.steps = 1
    case .frozenDiscriminator: recipe.discriminatorPace = 0
    case .frozenGenerator: recipe.generatorPace = 0
    case .flippedSign: recipe.generatorPace = -1
    }
    let outcome = try Outcome(recipe, on: Real.drawn.get())
    let violations = outcome.violations(ratio: 0.3, digits: 9, divergence: 0.3)
    if fault == .none {
      #expect(violations == [])
    } else {
      #expect(violations.count >= 2)
      #expect(outcome.ratio > 0.8, "\(outcome.ratio)")
    }
  }
}
