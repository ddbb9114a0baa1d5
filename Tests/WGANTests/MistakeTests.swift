import Datasets
import Tensors
import Testing
import WGAN

@testable import WGANCommand

/// The mistakes that are often made with a WGAN, each made on purpose, and caught by the chapter's own
/// checks. What the chapter does passes them.
@Suite("Chapter 5: frequent mistakes")
struct MistakeTests {
  /// A penalty with the parts that a mistake changes left open.
  private func penalty(
    shares: @escaping (Tensor, inout RandomStream) -> Tensor = interpolationShares,
    axes: [Int] = [1], recorded: Bool = true
  ) -> Check.Penalty {
    { critic, real, fake, stream in
      let epsilon = shares(real, &stream)
      let x = (epsilon * real + (1 - epsilon) * fake).detached().tracked()
      let slopes = gradients(
        of: critic(x).sum(), withRespectTo: [x], differentiable: recorded)[0]
      let norms = slopes.flattened().squared().sum(along: axes).squareRoot()
      return (norms - 1).squared().mean()
    }
  }

  private func expect(_ mistakes: [String], _ words: String, _ location: SourceLocation) {
    #expect(
      mistakes.contains { $0.contains(words) }, "\(mistakes)", sourceLocation: location)
  }

  @Test("the chapter's penalty passes")
  func penaltyPasses() {
    let mistakes = Check.mistakes(inPenalty: { critic, real, fake, stream in
      gradientPenalty(
        critic: critic, real: real, fake: fake,
        epsilon: interpolationShares(for: real, using: &stream)
      ).penalty
    })
    #expect(mistakes == [])
    #expect(Check.mistakes(inPenalty: penalty()) == [], "and so does the one that is changed below")
  }

  @Test("ε for a pixel in place of ε for a sample")
  func pixels() {
    let wrong = penalty(shares: { real, stream in .uniform(real.shape, using: &stream) })
    expect(Check.mistakes(inPenalty: wrong), "not for a pixel", #_sourceLocation)
  }

  @Test("one ε for the whole batch")
  func batch() {
    let wrong = penalty(shares: { _, stream in .uniform([1, 1, 1, 1], using: &stream) })
    expect(Check.mistakes(inPenalty: wrong), "the same ε", #_sourceLocation)
  }

  @Test("a penalty at real points only")
  func realOnly() {
    let wrong = penalty(shares: { _, _ in .ones([1, 1, 1, 1]) })
    expect(Check.mistakes(inPenalty: wrong), "real samples only", #_sourceLocation)
  }

  @Test("the norm over the wrong axis", arguments: [[0], [0, 1]])
  func axis(axes: [Int]) {
    expect(
      Check.mistakes(inPenalty: penalty(axes: axes)), "over all numbers of one sample",
      #_sourceLocation)
  }

  @Test("a penalty whose gradient is not recorded")
  func unrecorded() {
    expect(
      Check.mistakes(inPenalty: penalty(recorded: false)), "does not reach", #_sourceLocation)
  }

  @Test("the chapter's loss passes; a sigmoid, a logarithm, a hinge or a wrong sign does not")
  func losses() {
    #expect(Check.mistakes(inLoss: { wassersteinLoss(realScores: $0, fakeScores: $1) }) == [])
    expect(
      Check.mistakes(inLoss: { $1.sigmoid().mean() - $0.sigmoid().mean() }), "a sigmoid",
      #_sourceLocation)
    expect(
      Check.mistakes(inLoss: { minimaxLoss(realScores: $0, fakeScores: $1) }), "a logarithm",
      #_sourceLocation)
    expect(
      Check.mistakes(inLoss: { (1 - $0).relu().mean() + (1 + $1).relu().mean() }), "a hinge loss",
      #_sourceLocation)
    expect(
      Check.mistakes(inLoss: { wassersteinLoss(realScores: $1, fakeScores: $0) }), "the sign",
      #_sourceLocation)
    expect(
      Check.mistakes(inLoss: { leastSquaresLoss(realScores: $0, fakeScores: $1) }), "number added",
      #_sourceLocation)
  }

  @Test("batch norm in the critic", arguments: [ProblemName.grid, .digits, .faces])
  func batchNorm(problem: ProblemName) {
    for norm in CriticNorm.allCases {
      var weights = RandomStream(seed: 1, for: "weights")
      var critic = Recipe.gan(on: problem.problem, .quick).networks.critic(
        norm: norm, using: &weights)
      let samples = Tensor.normal(
        problem == .faces ? [8, 64, 64, 3] : [8, problem == .grid ? 2 : 784], using: &weights)
      let mistakes = Check.mistakes(inCritic: { critic($0, phase: .training) }, on: samples)
      if norm == .none {
        #expect(mistakes == [])
      } else {
        expect(mistakes, "batch norm in the critic", #_sourceLocation)
      }
    }
  }

  @Test("a sigmoid at the critic's end")
  func sigmoid() {
    var weights = RandomStream(seed: 1, for: "weights")
    let critic = Recipe.gp(on: .ring, .quick).networks.critic(using: &weights)
    let samples = Tensor.normal([8, 2], using: &weights)
    expect(
      Check.mistakes(inCritic: { critic($0).sigmoid() }, on: samples), "a sigmoid ends",
      #_sourceLocation)
  }

  // MARK: - Steps

  private enum Slip { case none, neverAdded, clippedBefore }

  /// A step of the critic as the chapter makes it, or with a slip.
  private func step(_ slip: Slip) -> (inout Training) -> Void {
    { training in
      let recipe = training.recipe
      let x = training.real.next(recipe.batchSize)
      let z = recipe.problem.latent(recipe.batchSize, using: &training.noise)
      let fake = training.generator(z).detached()
      let critic = training.critic
      var loss = wassersteinLoss(realScores: critic(x), fakeScores: critic(fake))
      let (penalty, _) = gradientPenalty(
        critic: { critic($0) }, real: x, fake: fake,
        epsilon: interpolationShares(for: x, using: &training.shares))
      if slip != .neverAdded { loss += recipe.gradientPenaltyWeight * penalty }
      let slopes = gradients(of: loss, withRespectTo: critic.parameters)
      func clip() {
        guard let clipValue = recipe.clipValue else { return }
        training.critic.parameters = clipped(training.critic.parameters, to: clipValue)
      }
      if slip == .clippedBefore { clip() }
      training.criticOptimizer.update(&training.critic.parameters, along: slopes)
      if slip != .clippedBefore { clip() }
    }
  }

  private func training(_ recipe: Recipe) -> Training {
    Training(recipe, real: .line(.normal(mean: -1, standardDeviation: 1)), seed: 1)
  }

  @Test("the chapter's step passes")
  func stepPasses() {
    let own = { (training: inout Training) in training.loop(over: 1...1) { _, _ in } }
    #expect(Check.mistakes(inStep: own, of: training) == [])
    #expect(Check.mistakes(inStep: step(.none), of: training) == [])
  }

  @Test("a penalty that is computed but never added")
  func neverAdded() {
    expect(
      Check.mistakes(inStep: step(.neverAdded), of: training), "never added", #_sourceLocation)
  }

  @Test("weights that are clipped before the update")
  func clippedBefore() {
    expect(
      Check.mistakes(inStep: step(.clippedBefore), of: training), "clip after the update",
      #_sourceLocation)
  }
}
