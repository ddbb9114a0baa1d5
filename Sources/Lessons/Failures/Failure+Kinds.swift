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
// have that cannot succeed: the controls of chapters 1 to 3, at the lessons' size and at a tenth of it.
extension KindOfFailure {
  static let all = [
    nobodyMoved, discriminatorStill, generatorStill, wrongWayRound, everythingReal, recognised,
    nobodyAgainst, tooHighRate, won, heapOnTheLine, tooShort, onePicture, forgot, noise,
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
    guard let fake = run.value(.dFake), let loss = run.value(.lossG), fake < 0.2, (0..<0.5) ~= loss
    else { return nil }
    return """
      D answers \(readable(fake)) on generated samples, and G's loss is \(readable(loss)) all the \
      same: its label or its sign is wrong, or it learns by heart what fools D on noise that repeats.
      """
  }

  /// At equilibrium the two losses are 2.08 together, and in recorded runs 1.6 or more.
  private static let nobodyAgainst = KindOfFailure(
    "the two do not play against each other"
  ) { run in
    guard run.value(.dReal) != nil, let lossD = run.value(.lossD), let lossG = run.value(.lossG),
      lossG >= 0, lossD + lossG < 1
    else { return nil }
    return """
      D's loss is \(readable(lossD)) and G's \(readable(lossG)): opponents cannot both win. Perhaps \
      each has noise of its own that repeats, or labels that suit both.
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
    guard way > 2, run.discriminatorWon || run.isNoise || run.isElsewhere else { return nil }
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
    guard run.isOff || run.digitsAreMissing || run.isNoise || run.isOnePicture else { return nil }
    // 0.02 and 0.05 after one step and ten; 0.15 or more in runs that have learnt anything.
    let way = max(run.generatorsWay ?? 0, run.opponentsWay ?? 0)
    if way < 0.1 {
      return """
        In \(run.steps) step\(run.steps == 1 ? "" : "s") no player has come further than \
        \(readable(way)) times the length of its first parameters. (Or the rates are far too low.)
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

  private static let noise = KindOfFailure("the samples are no better than noise") { run in
    guard run.isNoise, let quality = run.quality else { return nil }
    return "At the end \(quality); that of noise is near 1."
  }
}
