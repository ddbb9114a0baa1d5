import Datasets
import Lessons
import Runs
import Tensors
import Testing

@testable import LabelSmoothing
@testable import LabelSmoothingCommand

/// Ten steps, to the bit: whatever changes the arithmetic of training shows here first.
@Suite("Chapter 4: twins, and ten recorded steps")
struct TwinTests {
  private static let images = ImageSet.drawn(.train, count: 1000)

  static func training(
    _ name: RecipeName, _ labels: [Labels]? = nil, seed: UInt64 = 1
  ) -> Training {
    var recipe = name.recipe(.lesson)
    if let labels { recipe.labels = labels }
    let data =
      name == .digits
      ? RealData(images, batchSize: recipe.batchSize, seed: seed)
      : RealData(.normal(mean: -1, standardDeviation: 1), seed: seed)
    return Training(recipe, data: data, seed: seed)
  }

  private func tenSteps(
    _ name: RecipeName, _ labels: [Labels]? = nil, seed: UInt64 = 1, looking: Bool = false
  ) -> (training: Training, losses: [Float]) {
    var training = TwinTests.training(name, labels, seed: seed)
    var losses: [Float] = []
    training.loop(over: 1...10) { state, answers in
      losses.append(answers[state.recipe.subject].lossD.scalar)
      if looking {
        _ = Inspection(of: state.subject, in: state, count: 100)
        _ = state.subject.evaluationSamples(100, in: state)
      }
    }
    return (training, losses)
  }

  private func digest(_ twin: Twin) -> String {
    Tensors.digest(
      of: twin.generator.parameters + twin.generator.averages + twin.discriminator.parameters)
  }

  @Test("with hard labels the line is chapter 1's run, to the bit, and digits their recorded one")
  func hardTwins() {
    // The first is the digest that chapter 1's test records.
    #expect(digest(tenSteps(.line).training.twins[0]) == "2606b66782493b7f")
    #expect(digest(tenSteps(.digits).training.twins[0]) == "058af5b7da1b476a")
  }

  @Test("each recipe ends with its recorded digest", arguments: RecipeName.allCases)
  func recorded(recipe: RecipeName) {
    let (training, losses) = tenSteps(recipe)
    let digest = Tensors.digest(of: training.learnt)
    switch recipe {
    case .optimum:
      #expect(
        losses == [
          1.5879525, 1.1795733, 0.96223766, 0.89222044, 0.86089575, 0.8550271, 0.85354584,
          0.8815942, 0.84445566, 0.8435277,
        ])
      #expect(digest == "305c75ebfab286fe")
    case .line:
      #expect(
        losses == [
          1.6067965, 1.5673916, 1.5430741, 1.5035934, 1.4614072, 1.4388516, 1.3953757, 1.3575866,
          1.3430073, 1.307821,
        ])
      #expect(digest == "9d74d72f1ebc93b9")
    case .digits:
      #expect(
        losses == [
          1.1406682, 1.6649204, 2.1768823, 2.4871042, 2.6620016, 2.6415539, 2.5530815, 2.4134998,
          2.246869, 2.062195,
        ])
      #expect(digest == "ccf4ced56e66bedf")
    }
  }

  @Test("twins do not disturb each other, and differ in nothing but their labels")
  func independent() {
    let smoothed = Labels(real: 0.9)
    let pair = tenSteps(.line, [.hard, smoothed]).training.twins
    let alone = tenSteps(.line, [smoothed]).training.twins
    #expect(digest(pair[1]) == digest(alone[0]))
    #expect(digest(pair[1]) != digest(pair[0]))
    let equal = tenSteps(.line, [smoothed, smoothed]).training.twins
    #expect(digest(equal[0]) == digest(equal[1]))
    let fresh = TwinTests.training(.digits).twins
    #expect(digest(fresh[0]) == digest(fresh[1]), "twins begin alike")
  }

  @Test("equal seeds give equal bits, another seed gives others; looking changes nothing")
  func seeds() {
    for recipe in RecipeName.allCases {
      let first = Tensors.digest(of: tenSteps(recipe).training.learnt)
      #expect(Tensors.digest(of: tenSteps(recipe, looking: true).training.learnt) == first)
      #expect(Tensors.digest(of: tenSteps(recipe, seed: 2).training.learnt) != first)
    }
  }

  @Test("the loss that is handed out is the one of the logits, the penalty apart")
  func answers() {
    for name in RecipeName.allCases {
      var training = TwinTests.training(name)
      training.loop(over: 1...1) { state, answers in
        #expect(answers.count == state.twins.count)
        for (twin, said) in zip(state.twins, answers) {
          let loss = smoothedLoss(
            realLogits: said.real, fakeLogits: said.fake, labels: twin.labels)
          #expect(said.lossD.scalar == loss.scalar)
          #expect((said.lossG == nil) == (name == .optimum), "a frozen generator has no loss")
        }
      }
    }
  }

  @Test("a run looks at every twin's numbers, and reports the parameters of one")
  func networks() {
    let training = TwinTests.training(.line)
    #expect(
      training.networks.map(\.name) == [
        "discriminator of the labels 1 and 0", "generator of the labels 1 and 0",
        "discriminator of the labels 0.9 and 0", "generator of the labels 0.9 and 0",
      ])
    #expect(training.parameterCounts == ["generator": 321, "discriminator": 353])
  }

  @Test("a metric of a twin has a suffix, but for the subject's")
  func suffixes() {
    let recipe = Recipe.optimum(.quick)
    #expect(
      recipe.labels.indices.map { recipe.metric(.dMiddle, of: $0).name } == [
        "dMiddleHard", "dMiddle", "dMiddleReal875Fake0", "dMiddleReal750Fake0",
        "dMiddleReal875Fake125",
      ])
    #expect(recipe.metric(.dMiddle, of: 0).title == "D where p = q, labels 1 and 0")
    var alone = recipe
    alone.labels = [.hard]
    #expect(alone.metric(.dMiddle, of: 0).name == "dMiddle")
  }

  @Test("the networks have the shapes of chapters 1 and 2; optimum's generator learns nothing")
  func shapes() {
    for (recipe, generator, discriminator) in [
      (RecipeName.optimum, 0, 64 + 1_056 + 33), (.line, 321, 353), (.digits, 239_504, 217_473),
    ] {
      let twin = TwinTests.training(recipe).twins[0]
      #expect(twin.generator.parameterCount == generator)
      #expect(twin.discriminator.parameterCount == discriminator)
    }
    var unused = RandomStream(seed: 1, for: "weights")
    let frozen = Recipe.optimum(.quick, fakeMean: 3).makeGenerator(&unused)
    #expect(frozen(Tensor(rows: [[-1], [0], [2]])).scalars == [2, 3, 5])
  }

  @Test("presets: quick is shorter than lesson, paper longer; the labels stay")
  func presets() {
    for recipe in RecipeName.allCases {
      let all = [Preset.quick, .lesson, .paper].map { recipe.recipe($0) }
      #expect(all[0].steps < all[1].steps && all[1].steps < all[2].steps)
      #expect(all.allSatisfy { $0.labels == all[0].labels && $0.labels[0] == .hard })
      #expect(recipe.recipe(.lesson, 7).steps == 7)
    }
  }
}
