import Datasets
import Foundation
import Lessons
import Metrics
import Runs
import Tensors
import WGAN

/// Of images: sheets of samples, as in chapters 2 and 3.
struct ImageScene: Scene {
  private let viewer: any PictureViewer
  let criticCount: Int
  private var sheets: SampleSheets

  init(_ training: Training, _ format: ImageFormat, judge viewer: any PictureViewer) {
    self.viewer = viewer
    criticCount = training.recipe.networks.isDense ? 500 : 128
    sheets = SampleSheets(
      format, from: training.recipe.problem.latent, steps: training.recipe.steps,
      seed: training.noise.seed)
  }

  var judge: any Judge { viewer }

  func aside(_ samples: Tensor) -> Measurements {
    [.spread: viewer.variety(of: samples)[.spread]]
  }

  private var hasClasses: Bool { judge.distance == .frechetRatio }

  var distanceTitle: String {
    hasClasses ? "Fréchet distance ÷ trace" : judge.distance.title
  }

  var glanceCount: Int { hasClasses ? 1_000 : 500 }

  /// Pixels in 0…1.
  func judged(_ samples: Tensor) -> Tensor { (samples + 1) / 2 }

  mutating func visit(_ visit: inout Visit) { sheets.visit(&visit) }

  func isMoment(_ step: Int) -> Bool { sheets.isMoment(step) }

  mutating func add(_ training: Training, at step: Int, in run: Run) throws {
    try sheets.add({ training.finalGenerator($0) }, at: step, in: run)
  }

  func verdict(_ metrics: Measurements) -> String {
    guard hasClasses else {
      return
        "The samples' \(judge.distance.title) is \(metrics.readable(.pca50Frechet))."
    }
    return """
      \(metrics.readingSentence)The Fréchet ratio of the samples is \(metrics.readable(.frechetRatio)): 0 is perfect, above 1 \
      is noise. \(metrics.readable(.digitsCovered)) of the 10 classes are there.
      """
  }

  func pictures(_ training: Training) throws -> [Drawn] {
    try sheets.pictures(
      real: training.real.shown(64), training.finalGenerator(sheets.noise),
      enlarged: sheets.format == .digits ? 2 : 1)
  }

  func now(_ training: Training) throws -> [Drawn] {
    let samples = sheets.sheet(training.finalGenerator(sheets.noise).detached())
    let factor = sheets.format == .digits ? 2 : 1
    return [
      try Drawn("now.png", "Samples of noise that stays the same.", samples.scaled(by: factor))
    ]
  }

  func filmstrip(in folder: URL) -> [Report.Figure] { sheets.filmstrip(in: folder) }
}
