import Metrics

extension Shelf {
  /// Cases in ``CriticGame``.
  static let withCritics: [Bug] = [
    Bug(
      fault: .penaltyNotAdded, setup: .critic(on: .line, heldBy: .penalty),
      report: "The samples are all right, but my critic's estimate swings wildly, even below zero.",
      look: "Look at slopes.svg and penalty.svg.",
      wrong: "_ = lossD + CriticGame.penaltyWeight * penalty",
      right: "lossD += CriticGame.penaltyWeight * penalty",
      explanation: """
        The sum of loss and penalty is computed and goes nowhere; the critic is trained by the loss \
        alone. Nothing holds its slope, and a steeper critic always has the larger estimate.
        """,
      evidence: "The penalty is measured, it is huge, and the critic does not care.",
      symptom: Symptom(.gradientNormMean, .above, 3),
      telling: [.penalty, .criticEstimate, .w1],
      hints: [
        .normOverBatch: "then the penalty itself would be small.",
        .penaltyAtReal: "the slope at the real numbers is as steep as between.",
        .batchNormInCritic:
          "the samples have found the right place, so the critic sees where they are.",
      ]),
    Bug(
      fault: .normOverBatch, setup: .critic(on: .line, heldBy: .penalty),
      report: "Samples good, penalty small, but the critic's estimate is far below the distance.",
      look: "Look at slopes.svg from the first step on, and think of √200.",
      wrong: "squares = slopes.squared().sum(along: [0])",
      right: "squares = slopes.squared().sum(along: [1])",
      explanation: """
        The gradients are [batch, numbers in a sample]. Summed along axis 0 they give one norm for the \
        whole batch, and the penalty holds that one at 1: 200 samples share it, so that each has a \
        slope of about 1/√200 = 0.07. The estimate shrinks by the same factor. G is trained by \
        Adam, which makes up for it; gradient descent would crawl.
        """,
      evidence: """
        The slope stays below 0.07 = 1/√200, even while the samples are far off, and the penalty is \
        small all the same. Held as it should be, the slope would be near 1 then.
        """,
      symptom: Symptom(.gradientNormMean, .below, 0.2),
      telling: [.gradientNormReal, .penalty, .criticEstimate, .w1],
      hints: [
        .penaltyNotAdded: "the slope is held, only at the wrong height.",
        .batchNormInCritic:
          "the samples have found the right place, so the critic sees where they are.",
        .penaltyAtReal: "the slope is as small at the real numbers as between.",
      ]),
    Bug(
      fault: .batchNormInCritic, setup: .critic(on: .line, heldBy: .penalty),
      report: "The critic says the distance is as good as zero. The picture says otherwise.",
      look: "Look at samples.svg and estimate.svg: what does the critic not see?",
      wrong: "dense(width, hidden), BatchNorm(features: hidden), leaky,",
      right: "dense(width, hidden), leaky, dense(hidden, hidden), leaky, dense(hidden, 1),",
      explanation: """
        Real and generated numbers come in batches of their own, and batch norm takes from each its \
        mean and its spread: a batch that is shifted as a whole looks the same. And the penalty wants \
        a slope for each sample, while a normalised sample's score depends on its whole batch.
        """,
      evidence: """
        The generated numbers keep their distance from the real ones, and the estimate is near 0: the \
        critic cannot see where a batch lies.
        """,
      symptom: Symptom(.w1, .above, 0.5), telling: [.mean, .criticEstimate, .gradientNormMean],
      hints: [
        .normOverBatch: "a critic with a small slope still leads G to the right place.",
        .penaltyNotAdded: "the penalty is small.",
        .penaltyAtReal: "that would not hide from the critic where the numbers are.",
      ]),
    Bug(
      fault: .clipBeforeUpdate, setup: .critic(on: .line, heldBy: .clipping),
      report: "It trains well enough. Only a number in metrics.csv is not the one that I set.",
      look: "Look at weights.svg: the limit is 0.04.",
      wrong: "clip()\ndiscriminatorOptimizer.update(&discriminator.parameters, along: slopes)",
      right: "discriminatorOptimizer.update(&discriminator.parameters, along: slopes)\nclip()",
      explanation: """
        The weights are clipped, and then the update takes them out again, by up to a step. Wherever the \
        critic is used it is one that nothing has clipped. With the published learning rate, 5e-5 at \
        a limit of 0.01, that is hardly more than a blemish; the larger the rate beside the limit, \
        the less the limit means.
        """,
      evidence: "The largest weight lies above 0.04. After clipping it cannot.",
      symptom: Symptom(.weightMax, .above, 0.047), telling: [.gradientNormMean, .w1],
      hints: [
        .clipGradients: "with that the weights would know no limit at all.",
        .batchNormInCritic: "the samples have found the right place.",
      ]),
    Bug(
      fault: .epsilonPerPixel, setup: .critic(on: .digits, heldBy: .penalty),
      report: "Nothing looks wrong. My teacher says something is, and I should look in between.",
      look: "Look at between.png, the points at which the slope is penalised, and at detour.svg.",
      wrong: "epsilon = .uniform(real.shape, from: 0, to: 1, using: &shares)",
      right: "epsilon = .uniform([batch, 1], from: 0, to: 1, using: &shares)",
      explanation: """
        Each pixel gets a mixing share of its own, so the points fill the whole box between two images \
        instead of the line that joins them. It is that line on which the best critic has slope 1. In \
        a game this small you pay little or nothing for it: compare the numbers. But what is penalised is \
        not what the paper says, and no loss tells you.
        """,
      evidence: """
        The pictures in between are speckled. A mixture with one share for all pixels is a double \
        exposure, and lies on the straight line: its detour is 0.
        """,
      symptom: Symptom(.detour, .above, 0.1),
      telling: [.gradientNormMean, .criticEstimate, .frechetRatio],
      hints: [
        .penaltyAtReal: "then between.png would show real digits.",
        .normOverBatch: "the slope is held near 1.",
        .penaltyNotAdded: "the penalty is small, so somebody keeps it small.",
      ]),
  ]
}
