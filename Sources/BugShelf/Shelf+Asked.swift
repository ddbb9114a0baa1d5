import Metrics

extension Shelf {
  /// Cases in ``AskedGame``.
  static let onOrder: [Bug] = [
    Bug(
      fault: .classNeverAsked, setup: .asked,
      report:
        "It draws every digit that I ask for. My neighbour, who is 29, says that it does not.",
      look: "Look at the rows of samples.png one by one, and at asked.svg.",
      wrong: "return (0..<batch).map { _ in wishes.next(below: 9) }",
      right: "return (0..<batch).map { _ in wishes.next(below: 10) }",
      explanation: """
        The orders are drawn below 9, so nobody has ever asked for a nine while G learnt. Its weights for \
        that order are those of the first step. D knows real nines well, and is never shown a \
        generated one.
        """,
      evidence: """
        Nine rows are what they should be and the last is not. Averages over all digits hardly show it: \
        one has to look at each.
        """,
      symptom: Symptom(.askedLeast, .below, 0.3), telling: [.askedOnPixels, .frechetRatio],
      hints: [
        .labelNotToD: "then no row would be what was asked for, and here nine are.",
        .oneRealBatch: "the left halves of batch-1499.png and batch-1500.png differ.",
        .averagesLost: "the nine other digits are as good in use as in training.",
      ]),
    Bug(
      fault: .kernelBelowStride, setup: .asked,
      report: "It was to draw digits, and it draws a handful of stars. D finds them easy.",
      look: "Look at samples.png from near by, and at grid.svg.",
      wrong: "kernel = 1", right: "kernel = 4",
      explanation: """
        Each pixel of the map of 7 × 7 paints its pattern into the image, and the next one paints it two \
        pixels further on. A pattern of 1 × 1 leaves three of four pixels to nobody: they are the bias, \
        one number for all places and all digits. (A kernel of 1 is right where the stride is 1, for mixing \
        channels to colours.)
        """,
      evidence: """
        In every sample the same rows and columns have the same level, and in no real digit. No training \
        can change that, for no weight is there to be trained.
        """,
      symptom: Symptom(.grid, .above, 0.06), telling: [.askedOnPixels, .dFake, .frechetRatio],
      hints: [
        .unevenKernel: "that grid is faint and goes away, for every pixel is reached by a weight.",
        .averagesLost: "the right half of batch-1500.png has the dots as well.",
        .missingDetach:
          "D wins because every sample gives itself away: look at where its pixels lie.",
        .reluOutput: "between the dots the samples are nearly black: G is not held at grey.",
      ]),
    Bug(
      fault: .labelNotToD, setup: .asked,
      report: "I ask for a seven and get a three. I ask for a one and get the same three.",
      look: "Compare the rows of samples.png with one another, and look at asked.svg.",
      wrong: "return logits.mean(along: [1])",
      right: "return (logits * .oneHot(classes, classes: AskedGame.classCount)).sum(along: [1])",
      explanation: """
        G gets the order, and D answers about the picture alone: the mean of its ten answers does not know \
        what was asked for. A good three passes for a seven, so G gains nothing by listening.
        """,
      evidence: """
        The rows are alike: along a column the noise is the same, and so is the digit. One sample in ten is \
        what was asked for, and that is chance.
        """,
      symptom: Symptom(.askedOnPixels, .below, 0.3), telling: [.askedLeast, .frechetRatio],
      hints: [
        .classNeverAsked: "then nine of the rows would be what was asked for.",
        .sameNoise: "the right halves of batch-1499.png and batch-1500.png differ.",
        .wrongParameters: "D moves: see moveD.",
      ]),
  ]
}
