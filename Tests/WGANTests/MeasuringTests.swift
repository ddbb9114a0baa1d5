import Datasets
import Foundation
import Lessons
import Metrics
import Runs
import Tensors
import TestSupport
import Testing
import WGAN

@testable import WGANCommand

/// What is read off a run, tried where the answer is known.
@Suite("Chapter 5: measuring a run")
struct MeasuringTests {
  private func training(_ problem: Problem, _ source: RealSamples.Source) -> Training {
    var recipe = Recipe.gp(on: problem, .quick)
    recipe.networks.width = 4
    return Training(recipe, real: source, seed: 1)
  }

  /// A network of one layer: x · weights, or z · weights + bias.
  private func straight(_ weights: [Float], outputs: Int = 1, bias: Float = 0) -> Sequential {
    var unused = RandomStream(seed: 0, for: "weights")
    var layers = Sequential([
      Dense(inputs: weights.count / outputs, outputs: outputs, using: &unused)
    ])
    layers.parameters = [
      Tensor(shape: [weights.count / outputs, outputs], scalars: weights).tracked(),
      Tensor(shape: [outputs], scalars: [Float](repeating: bias, count: outputs)).tracked(),
    ]
    return layers
  }

  // Real samples are N(−1, 1), generated ones all 3: a critic C(x) = −2 x scores them 2 and −6.
  @Test("the critic's value is its mean on real less that on generated samples")
  func estimate() throws {
    var training = training(.line, .line(.normal(mean: -1, standardDeviation: 1)))
    training.critic = straight([-2])
    training.generator = straight([0], bias: 3)
    let metrics = training.criticMetrics(2_500)
    #expect(abs(try #require(metrics[.criticEstimate]) - 8) < 0.2, "\(metrics)")
    #expect(abs(try #require(metrics[.gradientNormMean]) - 2) < 1e-4)
    #expect(try #require(metrics[.gradientNormStd]) < 1e-3)
  }

  @Test("samples that are judged come from noise of their own each")
  func distinct() {
    let training = training(.line, .line(.normal(mean: -1, standardDeviation: 1)))
    #expect(Set(training.samples(600).scalars).count > 590)
  }

  @Test("every moment of a run is judged by the same noise and the same real samples")
  func same() {
    var training = training(.line, .line(.normal(mean: -1, standardDeviation: 1)))
    let (fake, real) = (training.samples(9).scalars, training.real.shown(9).scalars)
    _ = training.real.next(5)
    _ = training.recipe.problem.latent(5, using: &training.noise)
    #expect(training.samples(9).scalars == fake)
    #expect(training.real.shown(9).scalars == real)
  }

  @Test("images are judged with pixels from 0 to 1, and trained with −1 to 1")
  func pixels() throws {
    let images = try Dataset.drawn.images(.train, as: ImageFormat(side: 28, channels: .gray))
    var training = training(.digits, .images(images))
    let judge = try PictureJudge(.drawn, unseen: images)
    let samples = ImageScene(training, .digits, judge: judge).judged(training.samples(20))
    #expect(samples.scalars.allSatisfy { (0...1).contains($0) })
    #expect((0.3...0.7).contains(samples.mean().scalar), "an untrained generator's are gray")
    #expect(training.real.next(4).scalars.min() == -1)
  }

  @Test("a generator that is read again draws the same: parameters, averages and all")
  func file() throws {
    let images = try Dataset.drawn.images(.train, as: ImageFormat(side: 28, channels: .gray))
    var training = training(.digits, .images(images))
    training.loop(over: 1...2) { _, _ in }
    let kept = WGANGenerator(training.finalGenerator, training.recipe)
    let folder = try TemporaryFolder()
    try kept.described.file().data().write(to: folder.file("generator"))
    let again = try WGANGenerator(contentsOf: folder.file("generator").path)
    let noise = kept.latent(64, for: "test", seed: 1)
    #expect(again.network(noise).scalars == training.finalGenerator(noise).scalars)
    #expect(again.network(noise).scalars != training.generator(noise).scalars, "not averaged")
  }

  // C(x, y) = 3 x + y: scores climb to the right and upwards, and every gradient is (3, 1).
  @Test(
    "the picture of the plane: scores row by row from below, and gradients, not their negatives")
  func plane() {
    var training = training(.ring, .plane(.ring))
    training.critic = straight([3, 1])
    let numbers = PlaneScene(.ring, steps: 10).numbers(training)
    #expect(numbers.count == 24 * 24 + 4 * 100)
    let slopes = numbers.suffix(4)
    #expect(zip(slopes, [3, 1, 3, 1]).allSatisfy { abs($0 - $1) < 1e-5 }, "\(slopes)")
    // One cell to the right is three times as far up the scores as one row up.
    let (right, up) = (numbers[1] - numbers[0], numbers[PlaneScene.cells] - numbers[0])
    #expect(right > 0 && abs(right / up - 3) < 1e-3)
  }

  // Of real points 98.9 % lie within 3σ, and the judge's own are as near to them as can be.
  @Test("the plane's judge finds real points real, and a single cluster far away")
  func planeJudge() throws {
    let judge = PlaneJudge(.ring)
    let perfect = judge.glance(at: judge.real)
    #expect(perfect[.slicedW1] == 0 && perfect[.modesCovered] == 8)
    #expect((0.98...0.995).contains(try #require(perfect[.highQuality])))
    let one = judge.glance(at: .zeros([100, 2]) + Tensor([1, 0]))
    #expect(one[.modesCovered] == 1 && one[.highQuality] == 1)
    #expect(try #require(one[.slicedW1]) > 0.5)
  }

  @Test("a critic's numbers are told in the words of its losses")
  func words() {
    let losses = RecipeName.allCases.map(\.words.lossD.title)
    #expect(
      losses == [
        "Loss of the critic", "Loss of the critic", "Loss of the discriminator",
        "Loss of the discriminator", "Loss of the critic", "Loss of the critic",
      ])
    #expect(RecipeName.lsgan.words.lossD.reference != RecipeName.gan.words.lossD.reference)
    #expect(RecipeName.gp.words.estimate.sentence.contains("Wasserstein"))
    #expect(RecipeName.gan.words.estimate.reference.contains("No distance"))
    // The words differ, and the name in files does not.
    #expect(Set(RecipeName.allCases.map(\.words.estimate)).count == 1)
  }

  private func log(_ distances: [Float], _ estimates: [Float]) -> MetricLog {
    var log = MetricLog()
    for (index, pair) in zip(distances, estimates).enumerated() {
      log.append([.w1: pair.0, .criticEstimate: pair.1], at: index + 1)
    }
    return log
  }

  @Test("agreement is 1 if value and distance fall together, −1 if one climbs, whatever the scale")
  func together() {
    let falling: [Float] = [8, 7, 6, 5, 4, 3, 2, 1]
    #expect(agreement(log(falling, falling.map { $0 * $0 }), with: .w1)[.criticQuality] == 1)
    #expect(agreement(log(falling, falling.map { -$0 }), with: .w1)[.criticQuality] == -1)
    // At step 1 both are greatest; from step 2 on one falls and the other climbs.
    let late = agreement(
      log([80, 7, 6, 5, 4, 3, 2, 1], [80, 1, 2, 3, 4, 5, 6, 7]), with: .w1)
    #expect(late[.criticQualityLate] == -1)
    #expect((late[.criticQuality] ?? -1) > -0.9)
  }

  @Test(
    "a clock agrees with whatever falls, as well as a critic that knows, and not with what climbs")
  func clock() {
    let falling: [Float] = [8, 7, 6, 5, 4, 3, 2, 1]
    let rest = agreement(log(falling, falling), with: .w1)
    #expect(rest[.stepQuality] == 1 && rest[.stepQualityLate] == 1 && rest[.criticQuality] == 1)
    let climbing = agreement(log(falling.reversed(), falling.reversed()), with: .w1)
    #expect(climbing[.stepQuality] == -1 && climbing[.criticQuality] == 1)
    // Samples get better and then worse again: a critic that follows beats the clock.
    let turning: [Float] = [4, 3, 2, 1, 5, 6, 7, 8]
    let both = agreement(log(turning, turning), with: .w1)
    #expect(both[.criticQuality] == 1 && (both[.stepQuality] ?? 1) < 0)
    // What the critic says does not move the clock.
    #expect(
      agreement(log(turning, falling), with: .w1)[.stepQuality] == both[.stepQuality])
  }

  @Test("what is left of a run without a moment in common tells nothing")
  func nothing() {
    var log = MetricLog()
    log.append([.w1: 1], at: 1)
    log.append([.criticEstimate: 1], at: 2)
    #expect(agreement(log, with: .w1)[.criticQuality] == nil)
    #expect(agreement(log, with: .w1)[.stepQuality] == nil)
  }
}

@Suite("Chapter 5: options reach the recipe")
struct OptionTests {
  private func recipe(_ arguments: String...) throws -> Recipe {
    try WGANCommand.parse(arguments).chosen()
  }

  @Test("each option changes its part and no other")
  func each() throws {
    let gp = try recipe()
    #expect(gp.name == "gp" && gp.problem.name == "digits" && gp.networks.name == "dense")
    func changed(_ arguments: String...) throws -> [String] {
      let other = try WGANCommand.parse(arguments).chosen()
      return zip(gp.facts, other.facts).filter { $0.value != $1.value }.map {
        "\($1.key): \($1.value)"
      }
    }
    #expect(try changed("--critic-steps", "7") == ["criticSteps: 7"])
    #expect(
      try changed("--start-critic-steps", "9") == ["start: 9 critic steps at 25 steps"])
    #expect(try changed("--penalty-weight", "3") == ["gradientPenaltyWeight: 3.0"])
    #expect(try changed("--penalty-sides", "one") == ["penaltySides: one"])
    #expect(try changed("--width", "6") == ["networks: dense, width 6"])
    #expect(try changed("--networks", "convolutional") == ["networks: convolutional, width 16"])
    #expect(try changed("--critic-rate", "0.25") == ["criticRate: 0.25"])
    #expect(try changed("--generator-rate", "0.25") == ["generatorRate: 0.25"])
    #expect(try changed("--beta1", "0.25") == ["beta1: 0.25"])
    #expect(try changed("--no-falling-rates") == ["ratesFall: false"])
    #expect(try changed("--average", "0.5") == ["averageDecay: 0.5"])
    #expect(try changed("--average", "0") == ["averageDecay: none"])
    #expect(try changed("--critic-norm", "spectral") == ["criticNorm: spectral"])
    #expect(
      try recipe("--recipe", "modern", "--penalty-weight", "0.5").slopePenaltyWeight == 0.5)
    #expect(try recipe("--batch-size", "9").batchSize == 9)
    #expect(try recipe("--steps", "9").steps == 9)
    #expect(try recipe("--recipe", "clip", "--clip-value", "0.3").clipValue == 0.3)
    #expect(try recipe("--recipe", "gan", "--critic-norm", "batch").criticNorm == .batch)
  }

  @Test("a penalty or a clip value belongs to one recipe, and five critic steps to three")
  func recipes() {
    for name in RecipeName.allCases {
      let recipe = name.recipe(on: .digits, .lesson)
      #expect(recipe.name == name.rawValue)
      #expect((recipe.clipValue != nil) == (name == .clip))
      #expect((recipe.gradientPenaltyWeight > 0) == (name == .gp))
      #expect((recipe.slopePenaltyWeight > 0) == (name == .modern))
      #expect((recipe.averageDecay != nil) == (name == .gp || name == .modern))
      #expect(recipe.criticNorm == (name == .hinge ? .spectral : .none))
      #expect(recipe.criticSteps == ([.gp, .clip, .hinge].contains(name) ? 5 : 1))
      #expect((recipe.startSteps > 0) == (name == .clip))
    }
    let problems = ProblemName.allCases.map(\.problem)
    #expect(problems.map(\.name) == ProblemName.allCases.map(\.rawValue))
    let sides = problems.map { Recipe.gp(on: $0, .lesson).penaltySides }
    #expect(sides == [.one, .two, .two, .two, .two])
  }
}
