import Metrics
import Runs

/// A kind of failure: what it is called, where it is explained, and what shows it.
struct KindOfFailure: Sendable {
  let name: String
  let page: String
  let heading: String
  /// The numbers that show it, in a sentence; nil where they do not.
  let shown: @Sendable (Evidence) -> String?

  private init(
    _ name: String, in chapter: (page: String, heading: String) = KindOfFailure.lookUp,
    shown: @escaping @Sendable (Evidence) -> String?
  ) {
    self.name = name
    (page, heading) = chapter
    self.shown = shown
  }

  private static let lookUp = ("Chapters/01-toy-gan/README.md", "Which failure is it?")
  private static let heap = (
    "Chapters/01-toy-gan/README.md", "What goes wrong, and how you would notice"
  )
  private static let modes = (
    "Chapters/02-dense-gan/README.md", "What goes wrong, and how you would notice"
  )
  private static let dWins = ("Chapters/03-dcgan/README.md", "D wins")
  private static let penalty = (
    "Chapters/05-wgan/README.md", "Keeping the critic flat: a penalty"
  )
}

extension Failure {
  /// What most likely went wrong, by the numbers; nil for a run that shows nothing of the kind.
  ///
  /// The first that fits is the likeliest, as causes stand before what follows from them: a discriminator
  /// that never moved is also wrong, and one that wins leaves a generator that collapses.
  static func likeliest(by evidence: Evidence) -> Failure? {
    for kind in KindOfFailure.all {
      if let sentence = kind.shown(evidence) {
        return Failure(
          name: kind.name, sentence: sentence, page: kind.page, heading: kind.heading)
      }
    }
    return nil
  }
}

// The limits lie between what the recorded runs have (Figures/*/record.json, all seeds) and what trainings
// have that cannot succeed: the controls of all chapters, at the lessons' size and at a tenth of it.
//
// Of the bug shelf's mistakes the numbers that a run has do not show three: clipping before the update, ε for
// each pixel and a norm along the batch. The samples come out as good as without.
extension KindOfFailure {
  static let all = [
    nobodyMoved, discriminatorStill, generatorStill, averagesStill, wrongWayRound,
    criticWrongWayRound, everythingReal, recognised, nobodyAgainst, slopeFree, tooHighRate, won,
    tooShort, blind, away, heapOnTheLine, onePicture, forgot, clustersLeftOut, noise,
  ]

  // MARK: - Who moved. No limits: a rate of 0 leaves every bit.

  private static let nobodyMoved = KindOfFailure("nobody learnt") { run in
    guard run.generatorsWay == 0, run.opponentsWay == 0 else { return nil }
    return """
      After \(run.steps) steps every parameter of both players is what it was at first: the learning \
      rates are 0, or no gradient comes through.
      """
  }

  private static let discriminatorStill = KindOfFailure("the discriminator never moved") { run in
    guard run.opponentsWay == 0 else { return nil }
    return """
      After \(run.steps) steps every parameter of the \(run.opponent) is what it was at first, so \
      nobody taught the generator what is real: its rate is 0, or its optimiser has the parameters of \
      somebody else.
      """
  }

  private static let generatorStill = KindOfFailure("the generator never moved") { run in
    guard run.generatorsWay == 0 else { return nil }
    return """
      After \(run.steps) steps every parameter of the generator is what it was at first: its rate is \
      0, or no gradient comes to it.
      """
  }

  private static let averagesStill = KindOfFailure("batch norm's averages never moved") { run in
    guard run.averagesMoved == false else { return nil }
    return """
      After \(run.steps) steps the generator's averages of batch norm are what they were at first, and \
      the samples are made with those: it was trained in the inference phase, or a copy of it was.
      """
  }

  // MARK: - The game

  /// Recorded runs: D's answer on generated samples is at most 0.01 above that on real ones. With D's sign
  /// flipped, 0.42 above.
  private static let wrongWayRound = KindOfFailure("D is the wrong way round") { run in
    guard let real = run.value(.dReal), let fake = run.value(.dFake), fake > real + 0.3 else {
      return nil
    }
    return """
      D answers \(readable(fake)) on generated and \(readable(real)) on real samples, the opposite of \
      what it should: the labels are swapped, or D's step has the wrong sign.
      """
  }

  /// A critic's estimate over its slope is a distance. It is 0.02 below 0 in one recorded run, and 1.2 or more
  /// above in those that are far from their end; 2.3 and more below 0 with the critic's sign flipped.
  private static let criticWrongWayRound = KindOfFailure("the critic is the wrong way round") {
    run in
    guard let estimate = run.value(.criticEstimate), let slope = run.value(.gradientNormMean),
      estimate < -slope
    else { return nil }
    return """
      The critic's mean score is \(readable(-estimate)) higher on generated samples than on real ones, \
      the opposite of what it should: its step has the wrong sign, or none moves it but the clipping.
      """
  }

  /// Recorded runs: at most 0.6 on both. G's step, when it moves D too, takes both to 1.
  private static let everythingReal = KindOfFailure("D calls everything real") { run in
    guard let real = run.value(.dReal), let fake = run.value(.dFake), min(real, fake) > 0.85 else {
      return nil
    }
    return """
      D answers \(readable(real)) on real and \(readable(fake)) on generated samples. Perhaps G's step \
      moves D too, or an answer is no answer: a softmax of one number is 1.
      """
  }

  /// −ln 0.2 is 1.6: where D answers so, the loss of a G that plays against it is no less. The saturating
  /// loss is below 0.
  private static let recognised = KindOfFailure("G is paid for being recognised") { run in
    guard !run.hasRepeatedItself, let fake = run.value(.dFake), let loss = run.value(.lossG),
      fake < 0.2, (0..<0.5) ~= loss
    else { return nil }
    return """
      D answers \(readable(fake)) on generated samples, and G's loss is \(readable(loss)) all the \
      same: its label or its sign is wrong, it never asks D, or it learns by heart what fools D on noise \
      that repeats.
      """
  }

  /// At equilibrium the two losses are 2.08 together, and in recorded runs 1.6 or more.
  private static let nobodyAgainst = KindOfFailure(
    "the two do not play against each other"
  ) { run in
    guard !run.hasRepeatedItself, run.value(.dReal) != nil, let lossD = run.value(.lossD),
      let lossG = run.value(.lossG), lossG >= 0, lossD + lossG < 1
    else { return nil }
    return """
      D's loss is \(readable(lossD)) and G's \(readable(lossG)): opponents cannot both win. Perhaps \
      each has noise of its own that repeats, or labels that suit both.
      """
  }

  /// Where the penalty and the estimate W rest, the slope is 1 + W ⁄ 2λ (chapter 5), W the estimate over the slope.
  /// Recorded runs: 1.04 times that at most; with a penalty that is not added, 20 times.
  private static let slopeFree = KindOfFailure("nothing holds the critic's slope", in: penalty) {
    run in
    guard let weight = run.value(.penaltyWeight), let slope = run.value(.gradientNormMean),
      let estimate = run.value(.criticEstimate), slope > 3 * (1 + estimate / slope / (2 * weight))
    else { return nil }
    return """
      The critic's slope is \(readable(slope)) under a penalty that pulls it to 1: the penalty is \
      computed and not added, or its weight is too small.
      """
  }

  /// Two signs. D's loss, 1.4 at most in recorded runs, is that of answers that are sure and wrong. Or the
  /// samples are bad, and a player has come more than twice the length of its first parameters: 2.1 to 38
  /// with rates 20 to 1000 times too high, at most 0.8 in other failures.
  private static let tooHighRate = KindOfFailure("a learning rate is far too high") { run in
    if run.value(.dReal) != nil, let loss = run.value(.lossD), loss > 4 {
      return """
        D's loss is \(readable(loss)) at the end, where one that only guesses has 1.386: each step \
        goes too far, and the next has to undo it.
        """
    }
    let way = max(run.generatorsWay ?? 0, run.opponentsWay ?? 0)
    guard way > 2, run.discriminatorWon || run.isFarOff else { return nil }
    return """
      In \(run.steps) steps a player has come \(readable(way)) times the length of its first \
      parameters\(run.answers.map { ", and \($0)" } ?? "")\(run.quality.map { "; \($0)" } ?? "").
      """
  }

  private static let won = KindOfFailure("D won", in: dWins) { run in
    guard run.discriminatorWon, let answers = run.answers else { return nil }
    return
      "At the end \(answers). One that is so sure tells G next to nothing about what to change."
  }

  // MARK: - The samples

  /// In recorded runs the distance falls. With G's sign flipped it grows, 1.7 to 2000 times.
  private static let away = KindOfFailure("the samples went away from the real ones") { run in
    guard let (first, _, last) = run.course, last > 1.5 * first else { return nil }
    return """
      Their distance was \(readable(first)) at first and is \(readable(last)) at the end: G's step has the \
      wrong sign, or follows somebody who is wrong.
      """
  }

  private static let heapOnTheLine = KindOfFailure("G has collapsed", in: heap) { run in
    guard run.isHeap, let spread = run.value(.std), let distance = run.value(.w1) else {
      return nil
    }
    return """
      The generated numbers have the standard deviation \(readable(spread)) and lie \
      \(readable(distance)) from the real ones (W1): nearly all of them are one\
      \(run.answers.map { ", and \($0)" } ?? "").
      """
  }

  private static let tooShort = KindOfFailure("the run was too short") { run in
    guard
      run.isOff || run.digitsAreMissing || run.isOnePicture || run.clustersAreMissing
        || run.isFarOff
    else { return nil }
    // 0.02 and 0.05 after one step and ten; 0.15 or more in runs that have learnt anything. Clipping takes
    // a critic further than that at once.
    if let way = run.generatorsWay, way < 0.1 {
      return """
        In \(run.steps) step\(run.steps == 1 ? "" : "s") the generator has come no further than \
        \(readable(way)) times the length of its first parameters. (Or its rate is far too low.)
        """
    }
    guard let (first, middle, last) = run.course, last < 0.7 * first, last < 0.95 * middle else {
      return nil
    }
    return """
      The distance of the samples from real ones was \(readable(first)) at first, \(readable(middle)) \
      half-way and \(readable(last)) at the end: it was still falling.
      """
  }

  /// Where the judge sees noise, D's two answers are 0.1 apart or more in recorded runs. A critic's estimate
  /// over its slope is a distance too: near that of the samples, and a twentieth of it with batch norm.
  private static let blind = KindOfFailure("D cannot tell what the judge can") { run in
    guard run.isFarOff, let quality = run.quality else { return nil }
    if let answers = run.answers, let real = run.value(.dReal), let fake = run.value(.dFake),
      abs(real - fake) < 0.02
    {
      return """
        At the end \(answers), and \(quality). Perhaps D is shown other pictures than the judge, in \
        another range; or its last layer leaves it nothing to say.
        """
    }
    guard let estimate = run.value(.criticEstimate), let slope = run.value(.gradientNormMean),
      let distance = run.value(.w1), estimate < slope * distance / 4
    else { return nil }
    return """
      The critic's estimate is \(readable(estimate)) at a slope of \(readable(slope)), and the samples \
      are \(readable(distance)) away (W1). Batch norm in a critic hides what shifts a whole batch.
      """
  }

  private static let onePicture = KindOfFailure("G has collapsed", in: modes) { run in
    guard run.isOnePicture else { return nil }
    if let spread = run.value(.spread), spread < 0.1 {
      return """
        The samples are nearly all one picture: their variance is \(readable(spread)) times that of \
        the real ones.
        """
    }
    return run.value(.digitsCovered).map { "\(readable($0)) of the 10 classes are there." }
  }

  private static let forgot = KindOfFailure(
    "G has forgotten some of the classes", in: modes
  ) { run in
    guard run.digitsAreMissing, let digits = run.value(.digitsCovered) else { return nil }
    return "\(readable(digits)) of the 10 classes are there."
  }

  private static let clustersLeftOut = KindOfFailure(
    "G leaves out some of the clusters", in: modes
  ) { run in
    guard run.clustersAreMissing, let found = run.value(.modesCovered), found > 0,
      let all = run.value(.clusterCount)
    else { return nil }
    return "\(readable(found)) of the \(readable(all)) clusters have a sample."
  }

  private static let noise = KindOfFailure("the samples are no better than noise") { run in
    guard run.isFarOff, let quality = run.quality else { return nil }
    return "At the end \(quality)."
      + (run.value(.frechetRatio) == nil ? "" : " That of noise is near 1.")
  }
}
