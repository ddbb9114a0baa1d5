import Metrics

extension Shelf {
  /// Cases in ``DigitsGame``.
  static let withDigits: [Bug] = [
    Bug(
      fault: .imagesAsLogits, setup: .digits(),
      report: "G's loss falls as smoothly as in a textbook. My digits are a bit bright.",
      look: "Look at samples.png, and at the value that G's loss comes to rest at.",
      wrong: "lossG = sigmoidCrossEntropy(logits: images, label: 1)",
      right: "lossG = sigmoidCrossEntropy(logits: discriminator(images), label: 1)",
      explanation: """
        The cross-entropy takes each pixel for a logit and wants it large. White is the largest that \
        tanh can make. D is not asked: nothing that it knows reaches G.
        """,
      evidence: """
        Every pixel is white, D recognises every sample, and G's loss falls to 0.313 all the same: \
        that is −log σ(1), the cross-entropy of a "logit" of 1.
        """,
      symptom: Symptom(.pixelMean, .above, 0.5), telling: [.lossG, .dFake, .frechetRatio],
      hints: [
        .reluOutput: "a ReLU could not be stopped at 1, and would not make everything white.",
        .pixelRange: "the real images in batch-1500.png are as they should be.",
        .generatorSign: "white everywhere is more than being recognised takes.",
      ]),
    Bug(
      fault: .pixelRange, setup: .digits(),
      report: "The losses are fine and the shapes too, but the digits look as if in fog.",
      look: "Look at batch-1500.png: D's last batch, real on the left, generated on the right.",
      wrong: "return levels / 255", right: "return (levels - 127.5) / 127.5",
      explanation: """
        The real pixels go from 0 to 1, and 0, in the range of tanh, is middle grey. G learns what it \
        is shown. The game is fair, and it is about other pictures than you think.
        """,
      evidence: """
        The real images of the batch are grey where they should be black. D's answers are even: G does \
        well by the pictures that D is shown.
        """,
      symptom: Symptom(.frechetRatio, .above, 0.8), telling: [.pixelMean, .dReal, .dFake],
      hints: [
        .reluOutput: "then only the generated images would have no black, and D would win.",
        .averagesLost: "the generated half of batch-1500.png is as foggy as samples.png.",
        .imagesAsLogits: "the samples are no plain white; D's answers do reach G.",
      ]),
    Bug(
      fault: .reluOutput, setup: .digits(),
      report: "D is unbeatable. I have tried three seeds.",
      look: "Look at pixels.svg, and compare the two halves of batch-1500.png.",
      wrong: "lastOfG = .relu", right: "lastOfG = .tanh",
      explanation: """
        Real images are mostly −1, black. A ReLU makes nothing below 0, so D needs no more than one \
        look at the background. Pushed down from 0, a ReLU has no slope, and its pixels stay.
        """,
      evidence: """
        No generated pixel is below 0, and the real images have black backgrounds: a difference that no \
        training can take away.
        """,
      symptom: Symptom(.lossG, .above, 3), telling: [.pixelMin, .pixelMean, .dFake],
      hints: [
        .pixelRange: "the real half of batch-1500.png is as it should be.",
        .missingDetach: "G need not be moved against itself here: look at its smallest pixel.",
        .inferenceInTraining: "that slows G down, and still leaves it black to paint with.",
      ]),
    Bug(
      fault: .oneRealBatch, setup: .digits(batch: 16),
      report:
        "Batches of 16, all else as in class. D is sure of the real digits. Is that not good?",
      look: "Look at answers.svg, and compare the left halves of the batch pictures.",
      wrong: "indices = indicesOfFirst", right: "indices = order.next()",
      explanation: """
        A batch drawn before the loop is the only one. D learns its 16 pictures by heart, and calls \
        generated whatever else it sees; all that G can learn is those 16.
        """,
      evidence: """
        D's answers on real digits that it was not trained on are near 0: it knows its own by heart. The \
        left half of every batch picture shows the same 16.
        """,
      symptom: Symptom(.dUnseen, .below, 0.25), telling: [.dReal, .dFake, .frechetRatio],
      hints: [
        .sameNoise: "the left halves repeat, the real ones; and G's loss is large.",
        .pixelRange: "unseen digits are scaled as the others are; D rejects them all the same.",
        .averagesLost: "samples.png and the right half of the last batch are of one quality.",
      ]),
    Bug(
      fault: .discriminatorNotFrozen, setup: .digits(),
      report: "G fools D every time and the samples are still rubbish.",
      look: "Look at answers.svg and losses.svg: can D want to give these answers?",
      wrong: "update([\\.generator, \\.discriminator], by: \\.generatorOptimizer, against: lossG)",
      right: "update([\\.generator], by: \\.generatorOptimizer, against: lossG)",
      explanation: """
        G's loss is small when D answers 1 on generated images. Its step moves D too, and the shortest \
        way to a small loss is a D that says so. D's own step has to repair that, and cannot.
        """,
      evidence: """
        D answers near 1 on generated images and its own loss is far above ln 4: no D that is trained by \
        its own loss alone would rest there. Somebody else trains it.
        """,
      symptom: Symptom(.lossD, .above, 4), telling: [.dReal, .dFake, .lossG, .frechetRatio],
      hints: [
        .labelsSwapped:
          "with that D would answer near 0 on real images, and its loss would be small.",
        .softmaxOfOne: "D's answers began near one half, and both networks move.",
        .wrongParameters: "D moves, more than it should: see moveD.",
      ]),
    Bug(
      fault: .averagesLost, setup: .digits(),
      report: "In training I saw something like digits. What I draw afterwards is much noisier.",
      look: "Compare samples.png with the right half of batch-1500.png.",
      wrong: "var generator = generator\nreturn generator(z, phase: .training)",
      right: "return generator(z, phase: .training)",
      explanation: """
        In training batch norm uses the batch's mean and variance, and afterwards its moving averages. \
        Here a copy of the generator makes the batch, and its averages go away with it: the \
        original's are still 0 and 1, those of the first step.
        """,
      evidence: """
        The same parameters make good images in the training phase and worse ones in use. What differs \
        between the two phases is the averages.
        """,
      symptom: Symptom(.frechetRatio, .above, 0.41),
      telling: [.frechetInTraining, .dReal, .dFake],
      hints: [
        .inferenceInTraining:
          "then the batches of the training would be no better than samples.png.",
        .sameNoise: "the right halves of batch-1499.png and batch-1500.png differ.",
        .oneRealBatch: "D answers on unseen digits as on its own.",
      ]),
    Bug(
      fault: .sigmoidTwice, setup: .digits(),
      report: "D loss 1.386, G loss 0.693, D one half: equilibrium! Only the samples disagree.",
      look: "Look at answers.svg: how low does D's answer on generated images ever get?",
      wrong: "lastOfD = .sigmoid", right: "lastOfD = .identity",
      explanation: """
        The loss applies a sigmoid to D's output, and D ends in one already. σ of a number between 0 and 1 \
        lies between 0.5 and 0.731: D cannot say "generated". Pressed towards 0, its own sigmoid \
        goes flat, and takes the gradients with it.
        """,
      evidence: """
        D's answer on generated images falls to one half and never below it. The losses are those of the \
        equilibrium, ln 4 and ln 2, to three digits; a real equilibrium trembles.
        """,
      symptom: Symptom(.moveD, .below, 0.02), telling: [.dReal, .dFake, .lossD, .lossG],
      hints: [
        .softmaxOfOne: "with that D would answer 1, and nobody would move at all.",
        .saturatingLoss: "D has not got ahead: it cannot say anything but one half.",
        .inferenceInTraining: "a G that learns slowly would let D get ahead.",
      ]),
    Bug(
      fault: .sameNoise, setup: .digits(batch: 16, steps: 1400),
      report: "Both losses keep falling. I thought this was a zero-sum game.",
      look: "Compare the right halves of batch-1399.png and batch-1400.png, place by place.",
      wrong: "noise = RandomStream(seed: seed, for: \"noise\")",
      right: "",
      explanation: """
        The stream of random numbers is made anew in each step, so it begins again: the same 16 noise \
        vectors for D's step, and the same other 16 for G's. D learns by heart what G makes of the \
        first, G how to fool D on the second. They have stopped playing against each other. Made once, \
        before the loop, the stream goes on.
        """,
      evidence: """
        Both losses are small. And the generated halves of two batches in succession are the same, \
        picture by picture.
        """,
      symptom: Symptom(.lossG, .below, 0.3), telling: [.lossD, .dFake, .frechetRatio],
      hints: [
        .labelsSwapped: "with that D's answers on generated images would be near 1.",
        .generatorSign: "with that the samples would be nothing like digits.",
        .oneRealBatch: "the left halves of the batch pictures change.",
      ]),
    Bug(
      fault: .inferenceInTraining, setup: .digits(steps: 700),
      report: "It learns, only much more slowly than my neighbour's.",
      look: "Look at units.svg: what does batch norm promise of its output?",
      wrong: "return generator(z)  // in the inference phase",
      right: "return generator(z, phase: .training)",
      explanation: """
        In the inference phase batch norm divides by its moving averages. They begin at mean 0 and \
        variance 1, and only the training phase moves them: the layer passes its input through. What \
        is left is a generator without batch norm.
        """,
      evidence: """
        After batch norm, in training, a unit's values have the standard deviation γ, which begins at 1 \
        and hardly moves. Here they have another.
        """,
      symptom: Symptom(.unitStd, .below, 0.84), telling: [.frechetRatio, .frechetInTraining],
      hints: [
        .averagesLost: "the batches of the training are no better than samples.png.",
        .saturatingLoss: "D has not got far ahead of G.",
        .sameNoise: "the right halves of batch-699.png and batch-700.png differ.",
      ]),
  ]
}
