import Metrics

extension Shelf {
  /// Cases in ``LineGame``.
  static let onTheLine: [Bug] = [
    Bug(
      fault: .softmaxOfOne, setup: .line,
      report: "My losses are the straightest lines of the whole class.",
      look: "Look at answers.svg and moves.svg: what does D say, and who moves?",
      wrong: "return logits.exp() / logits.exp().sum(along: [1])  // [batch, 1] has one class",
      right: "return logits.sigmoid()",
      explanation: """
        A softmax divides among classes. With one output there is one class, and e^l / e^l is 1 \
        whatever the logit: D answers 1 to everything, and the derivative of a constant is 0. A \
        softmax needs two outputs; with one, the answer is a sigmoid's.
        """,
      evidence: """
        D answers exactly 1 on real and on generated numbers from the first step, and neither \
        network moves. G's loss is 0, as good as it can be, although G has learnt nothing.
        """,
      symptom: Symptom(.moveD, .below, 0.001), telling: [.moveG, .dReal, .dFake, .lossD],
      hints: [
        .wrongParameters: "G does not move either.",
        .sigmoidTwice: "a second sigmoid would keep D's answers below 0.731; here they are 1.",
        .labelsSwapped: "swapped labels set both networks in motion; here nothing moves.",
      ]),
    Bug(
      fault: .labelsSwapped, setup: .line,
      report: "Both losses went down to almost zero. Has everybody won?",
      look: "Look at answers.svg: which of the two curves should be the upper one?",
      wrong: "return crossEntropy(realLogits, label: 0) + crossEntropy(fakeLogits, label: 1)",
      right: "return crossEntropy(realLogits, label: 1) + crossEntropy(fakeLogits, label: 0)",
      explanation: """
        D learns to say 1 on generated numbers and 0 on real ones. G goes where D says 1, as it \
        should, and that is now as far from the real numbers as it can get. Both reach their goals.
        """,
      evidence: """
        Losses of two opponents cannot both vanish. D's answers show why they do: near 1 on generated \
        and near 0 on real numbers.
        """,
      symptom: Symptom(.dFake, .above, 0.75), telling: [.dReal, .lossD, .lossG, .w1],
      hints: [
        .generatorSign:
          "in that case D would be right: near 1 on real, near 0 on generated numbers.",
        .discriminatorNotFrozen: "D's own loss is small: it says what it was trained to say.",
        .missingDetach:
          "D's step dragging G along would leave G with a large loss; here it is small.",
      ]),
    Bug(
      fault: .lossSummed, setup: .plainLine,
      report: "It works with Adam on my neighbour's machine. Mine explodes.",
      look: "Look at the first row of metrics.csv: what should D's loss be before it has learnt?",
      wrong: "return sigmoidCrossEntropy(logits: logits, label: label) * Float(batch)",
      right: "return sigmoidCrossEntropy(logits: logits, label: label)",
      explanation: """
        The sum over a batch of 200 is 200 times the mean, and so is its gradient: gradient descent \
        takes steps 200 times too long. Adam divides by the gradient's size and would not notice.
        """,
      evidence: """
        Before anything is learnt D answers about one half, and its loss should be about ln 4 = 1.386. \
        The first row of metrics.csv has some 200 times that.
        """,
      symptom: Symptom(.lossD, .above, 20), telling: [.moveD, .w1],
      hints: [
        .labelsSwapped: "swapped labels leave the loss near 1.4 in the first step.",
        .generatorSign: "a wrong sign in G's loss leaves D's near 1.4 in the first step.",
      ]),
    Bug(
      fault: .missingDetach, setup: .line,
      report: "G does learn something, but each time it gets worse.",
      look: "Look at losses.svg and moves.svg: G moves. Who else might be moving it?",
      wrong:
        "update([\\.discriminator, \\.generator], by: \\.discriminatorOptimizer, against: lossD)",
      right: "update([\\.discriminator], by: \\.discriminatorOptimizer, against: lossD)",
      explanation: """
        D's loss falls when generated numbers are easier to recognise. Its step updates both \
        networks, so twice a step G is moved to be recognised, and once to fool D. In this \
        workbook a missing `detached()` alone is harmless, because the call names who moves; with an \
        optimiser that holds all parameters it is this mistake.
        """,
      evidence: """
        D wins: its answers part. G's loss is far above ln 2 and stays there although G moves in \
        every step. It is moved against itself.
        """,
      symptom: Symptom(.lossG, .above, 3), telling: [.dReal, .dFake, .moveG, .w1],
      hints: [
        .generatorSign: "with that G's own loss would be small; here it is large.",
        .generatorDetached: "G does move: see moveG.",
        .wrongParameters: "D does move: see moveD.",
      ]),
    Bug(
      fault: .generatorSign, setup: .line,
      report: "D and G get along so well that both losses are zero.",
      look: "Look at answers.svg: is D right? And who, then, is wrong?",
      wrong: "return crossEntropy(fakeLogits, label: 0)",
      right: "return crossEntropy(fakeLogits, label: 1)",
      explanation: """
        G's loss is small when D answers 0 on its numbers: G works to be recognised, and D to \
        recognise it. The two are no opponents. G runs away from the real numbers.
        """,
      evidence: """
        D's answers are the right ones, near 1 on real and near 0 on generated numbers. G's loss is \
        near 0 all the same: it rewards what D's does.
        """,
      symptom: Symptom(.dFake, .below, 0.2), telling: [.dReal, .lossD, .lossG, .w1],
      hints: [
        .labelsSwapped: "with that D's answers would be the wrong way round; they are right.",
        .missingDetach: "G's own loss is near 0: nobody pulls against it.",
        .saturatingLoss: "a flat loss would leave G where it began; here it has run away.",
      ]),
    Bug(
      fault: .wrongParameters, setup: .line,
      report: "G ends up somewhere, always far off, and D does not mind.",
      look: "Look at moves.svg first.",
      wrong: "update([\\.generator], by: \\.discriminatorOptimizer, against: lossD)",
      right: "update([\\.discriminator], by: \\.discriminatorOptimizer, against: lossD)",
      explanation: """
        D's optimiser was given G's parameters. D stays as it was made, at random; G is moved three \
        times a step, along D's loss twice and along its own once.
        """,
      evidence: "D's parameters do not move, in no step at all. G's do.",
      symptom: Symptom(.moveD, .below, 0.001), telling: [.moveG, .lossD, .w1],
      hints: [
        .softmaxOfOne: "D's answers are not 1, and G moves.",
        .generatorDetached: "G moves; it is the other that stands still.",
        .missingDetach: "with that D would move as well.",
      ]),
  ]
}
