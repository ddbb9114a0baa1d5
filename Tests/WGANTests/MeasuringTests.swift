import Datasets
import Metrics
import Runs
import Tensors
import Testing

@testable import WGAN

/// What is read off a run, tried where the answer is known.
@Suite("Chapter 5: measuring a run")
struct MeasuringTests {
  private func training(_ problem: Problem, _ source: RealSamples.Source) -> Training {
    var settings = Settings(.gp, on: problem, preset: .quick)
    settings.width = 4
    return Training(settings, real: source, seed: 1)
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
    let metrics = training.criticMetrics().compactMapValues { $0 }
    #expect(abs(try #require(metrics["criticEstimate"]) - 8) < 0.2, "\(metrics)")
    #expect(abs(try #require(metrics["gradientNormMean"]) - 2) < 1e-4)
    #expect(try #require(metrics["gradientNormStd"]) < 1e-3)
  }

  @Test("samples that are judged come from noise of their own each")
  func distinct() {
    let training = training(.line, .line(.normal(mean: -1, standardDeviation: 1)))
    #expect(Set(training.evaluationSamples(600).scalars).count > 590)
  }

  @Test("every moment of a run is judged by the same noise and the same real samples")
  func same() {
    var training = training(.line, .line(.normal(mean: -1, standardDeviation: 1)))
    let (fake, real) = (training.evaluationSamples(9).scalars, training.real.shown(9).scalars)
    _ = training.real.next(5)
    _ = training.settings.latent(5, 1, using: &training.noise)
    #expect(training.evaluationSamples(9).scalars == fake)
    #expect(training.real.shown(9).scalars == real)
  }

  @Test("images are judged with pixels from 0 to 1, and trained with −1 to 1")
  func pixels() throws {
    let images = try Dataset.drawn.images(.train, as: ImageFormat(side: 28, channels: .gray))
    var training = training(.digits, .images(images))
    let samples = training.evaluationSamples(20)
    #expect(samples.scalars.allSatisfy { (0...1).contains($0) })
    #expect((0.3...0.7).contains(samples.mean().scalar), "an untrained generator's are gray")
    #expect(training.real.next(4).scalars.min() == -1)
  }

  @Test("a generator that is read again draws the same: parameters, averages and all")
  func file() throws {
    let images = try Dataset.drawn.images(.train, as: ImageFormat(side: 28, channels: .gray))
    var training = training(.digits, .images(images))
    training.loop(over: 1...2) { _, _ in }
    let (generator, _) = try readGenerator(training.generatorFile(), path: "file")
    let noise = training.fixedNoise
    #expect(generator(noise).scalars == training.generator(noise).scalars)
  }

  // C(x, y) = 3 x + y: scores climb to the right and upwards, and every gradient is (3, 1).
  @Test(
    "the picture of the plane: scores row by row from below, and gradients, not their negatives")
  func plane() {
    var training = training(.ring, .plane(.ring))
    training.critic = straight([3, 1])
    let pictures = Pictures(training)
    let numbers = pictures.planeNumbers(training)
    #expect(numbers.count == pictures.planeWidth)
    let slopes = numbers.suffix(4)
    #expect(zip(slopes, [3, 1, 3, 1]).allSatisfy { abs($0 - $1) < 1e-5 }, "\(slopes)")
    // One cell to the right is three times as far up the scores as one row up.
    let (right, up) = (numbers[1] - numbers[0], numbers[Pictures.cells] - numbers[0])
    #expect(right > 0 && abs(right / up - 3) < 1e-3)
  }

  private func log(_ distances: [Float], _ estimates: [Float]) -> MetricLog {
    var log = MetricLog(columns: ["w1", "criticEstimate"])
    for (index, pair) in zip(distances, estimates).enumerated() {
      log.append(["w1": pair.0, "criticEstimate": pair.1], at: index + 1)
    }
    return log
  }

  @Test("agreement is 1 if value and distance fall together, −1 if one climbs, whatever the scale")
  func agreement() {
    let falling: [Float] = [8, 7, 6, 5, 4, 3, 2, 1]
    #expect(Agreement(log(falling, falling.map { $0 * $0 }), distance: "w1").whole == 1)
    #expect(Agreement(log(falling, falling.map { -$0 }), distance: "w1").whole == -1)
    // At step 1 both are greatest; from step 2 on one falls and the other climbs.
    let late = Agreement(
      log([80, 7, 6, 5, 4, 3, 2, 1], [80, 1, 2, 3, 4, 5, 6, 7]), distance: "w1")
    #expect(late.late == -1)
    #expect((late.whole ?? -1) > -0.9)
  }

  @Test("what is left of a run without a moment in common tells nothing")
  func nothing() {
    var log = MetricLog(columns: ["w1", "criticEstimate"])
    log.append(["w1": 1], at: 1)
    log.append(["criticEstimate": 1], at: 2)
    #expect(Agreement(log, distance: "w1").whole == nil)
  }
}

@Suite("Chapter 5: options reach the settings")
struct OptionTests {
  private func settings(_ arguments: String...) throws -> Settings {
    try WGANChapter.parse(arguments).settings()
  }

  @Test("each option changes its setting and no other")
  func each() throws {
    let gp = try settings()
    #expect(gp.recipe == .gp && gp.problem == .digits && gp.networks == .dense)
    func changed(_ arguments: String...) throws -> [String] {
      let other = try WGANChapter.parse(arguments).settings()
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
    #expect(try settings("--batch-size", "9").batchSize == 9)
    #expect(try settings("--steps", "9").steps == 9)
    #expect(try settings("--recipe", "clip", "--clip-value", "0.3").clipValue == 0.3)
    #expect(try settings("--recipe", "gan", "--critic-norm", "batch").criticNorm == .batch)
  }

  @Test("a penalty or a clip value belongs to one recipe, and five critic steps to two")
  func recipes() {
    for recipe in Recipe.allCases {
      let settings = Settings(recipe, on: .digits, preset: .lesson)
      #expect((settings.clipValue != nil) == (recipe == .clip))
      #expect((settings.gradientPenaltyWeight > 0) == (recipe == .gp))
      #expect(settings.criticSteps == (recipe == .gp || recipe == .clip ? 5 : 1))
      #expect((settings.startSteps > 0) == (recipe == .clip))
    }
    let sides = Problem.allCases.map { Settings(.gp, on: $0, preset: .lesson).penaltySides }
    #expect(sides == [.one, .two, .two, .two, .two])
  }
}
