import Foundation
import Lessons
import Metrics
import Runs
import Tensors
import WGAN

/// What a problem shows of a run: how good the samples are, and what is drawn of its moments.
protocol Scene: Remembering {
  var judge: any Judge { get }
  /// The judge's distance, as a chart names it.
  var distanceTitle: String { get }
  /// How many samples it takes to tell quickly.
  var glanceCount: Int { get }
  /// How many samples the critic is asked about.
  var criticCount: Int { get }
  /// What the generator makes, as the judge is shown it.
  func judged(_ samples: Tensor) -> Tensor

  /// What else tells what went wrong.
  func aside(_ samples: Tensor) -> Measurements

  func isMoment(_ step: Int) -> Bool
  mutating func add(_ training: Training, at step: Int, in run: Run) throws

  /// How good the samples are, in a sentence.
  func verdict(_ metrics: Measurements) -> String
  func pictures(_ training: Training) throws -> [Drawn]
  /// What a live page shows of a step.
  func now(_ training: Training) throws -> [Drawn]
  func filmstrip(in folder: URL) -> [Report.Figure]
}

extension Scene {
  var glanceCount: Int { Training.judgedCount }
  var criticCount: Int { Training.judgedCount }
  func judged(_ samples: Tensor) -> Tensor { samples }
  func aside(_ samples: Tensor) -> Measurements { [:] }
  func filmstrip(in folder: URL) -> [Report.Figure] { [] }
}

extension Training {
  /// How many samples are judged at the end: PacGAN's number.
  static let judgedCount = 2_500

  /// Samples to look at. Their noise comes from a stream of its own, so that looking never changes the
  /// run.
  func samples(_ count: Int) -> Tensor {
    recipe.problem.latent(count, for: "evaluation", seed: noise.seed).inParts(of: 250) {
      finalGenerator($0).detached()
    }
  }
}
