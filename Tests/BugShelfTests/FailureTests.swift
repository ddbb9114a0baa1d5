import Datasets
import Metrics
import Runs
import Tensors
import Testing

@testable import BugShelf
@testable import Lessons

/// What a chapter's run would say of the shelf's mistakes, by what it measures. The shelf itself keeps
/// silent: there the learner says it.
@Suite struct FailureTests {
  /// What is said of each; nil where the numbers do not show it, and nobody could see it in the samples.
  private static func name(of fault: Fault) -> String? {
    switch fault {
    case .softmaxOfOne: "nobody learnt"
    case .labelsSwapped: "D is the wrong way round"
    case .lossSummed: "a learning rate is far too high"
    case .missingDetach, .reluOutput: "D won"
    // Of the last two by these numbers alone it is the same: G's loss is small, while D knows its samples.
    case .generatorSign, .imagesAsLogits, .sameNoise: "G is paid for being recognised"
    case .wrongParameters: "the discriminator never moved"
    case .discriminatorNotFrozen: "D calls everything real"
    case .pixelRange, .sigmoidTwice, .batchNormInCritic: "D cannot tell what the judge can"
    case .averagesLost, .inferenceInTraining: "batch norm's averages never moved"
    case .penaltyNotAdded: "nothing holds the critic's slope"
    // What it comes to: no chapter asks D about images that it was not trained on.
    case .oneRealBatch: "the samples are no better than noise"
    // The slope is held at a wrong height, on wrong points, or a weight lies beyond its limit by one step:
    // the samples come out as without it.
    case .normOverBatch, .epsilonPerPixel, .clipBeforeUpdate: nil
    // Digits all the same: what they were asked to be a chapter looks at in its sheet.
    case .classNeverAsked, .labelNotToD: nil
    case .kernelBelowStride: "D won"
    // On no shelf.
    case .saturatingLoss, .generatorDetached, .unevenKernel, .penaltyAtReal, .clipGradients: nil
    }
  }

  /// Plays a game, and judges its samples as the chapters do.
  private func failure(_ game: some Game) -> Failure? {
    var game = game
    func players(_ game: some Game) -> KeyValuePairs<String, any Layer> {
      ["generator": game.generator, "discriminator": game.discriminator]
    }
    let beginning = Beginning(of: players(game))
    var log = MetricLog()
    game.play(over: 1...game.steps, record: { log.append($0, at: $1) }, look: { _, _ in })
    var metrics = log.averages(log.columns, overLast: Findings.part)
    let line = (game as? LineGame)?.real ?? (game as? CriticGame).flatMap { $0.line }
    if let line {
      metrics.merge(LineJudge(line).glance(at: game.samples(4_000)))
    } else if let real = (game as? DigitsGame)?.digits.unseen ?? (game as? AskedGame)?.digits.unseen
      ?? (game as? CriticGame)?.digits?.unseen
    {
      let variety = Variety(real: SmallDigits.symmetric(real), fake: game.samples(500))
      metrics[.spread] = variety?.spread
    }
    if let game = game as? CriticGame, game.hold == .penalty {
      metrics[.penaltyWeight] = CriticGame.penaltyWeight
    }
    return .likeliest(by: beginning.evidence(of: players(game), metrics, log, steps: game.steps))
  }

  @Test("each mistake of the shelf is named by the failure that it leads to", arguments: Shelf.bugs)
  func named(_ bug: BugShelf.Bug) {
    let failure = failure(bug.game(repaired: false, seed: 1))
    #expect(failure?.name == Self.name(of: bug.fault), "\(bug): \(failure?.words ?? "silence")")
  }

  @Test("and the repaired games are silent")
  func silent() {
    var seen: Set<String> = []
    for bug in Shelf.bugs where seen.insert("\(bug.setup)").inserted {
      #expect(failure(bug.game(repaired: true, seed: 1))?.words == nil, "\(bug)")
    }
  }
}

extension CriticGame {
  fileprivate var line: Distribution? { data == .line ? numbers : nil }
}
