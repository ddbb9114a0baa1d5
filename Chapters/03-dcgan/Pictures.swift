import Charts
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// The chapter's pictures, collected while it runs.
struct Pictures {
  private let settings: Settings
  /// The noise of the samples that are shown, `[64, latentSize]`.
  private let latent: Tensor
  /// Twelve of the samples of each moment so far.
  var frames: SampleFrames

  init(_ training: Training) {
    settings = training.settings
    latent = training.fixedNoise
    frames = SampleFrames(steps: settings.steps, size: 12 * settings.pixelCount)
  }

  /// Draws the samples of one moment and writes them as `samples-<step>.png`.
  mutating func add(_ generator: Sequential, at step: Int, in run: Run) throws {
    let pixels = settings.pixelRange.levels(of: generator(latent))
    if frames.isMoment(step) { frames.append(pixels, at: step) }
    try run.record(samples: ImageGrid().image(of: settings.tiles(pixels)), at: step)
  }

  // MARK: - At the end

  struct Sheet {
    let name: String
    let caption: String
    let image: Image
  }

  func sheets(_ training: Training) -> [Sheet] {
    var order = RandomStream(seed: training.noise.seed, for: "shown")
    let shown = (0..<64).map { _ in order.next(below: training.images.count) }
    let range = settings.pixelRange
    let real = range.levels(of: training.images.tensor(shown, in: range))
    let fake = range.levels(of: training.generator(latent))
    let sides = [real, fake].map { ImageGrid().image(of: settings.tiles($0)) }
    let factor = settings.finalSize < 40 ? 2 : 1
    return [
      Sheet(name: "samples.png", caption: "64 samples at the end.", image: sides[1]),
      Sheet(
        name: "comparison.png", caption: "Real on the left, generated on the right.",
        image: ImageGrid(columns: 2, gap: 12).image(of: sides).scaled(by: factor)),
      Sheet(
        name: "progress.png",
        caption: "The same twelve noise vectors at eight moments, from the first to the last.",
        image: progress.scaled(by: factor)),
      Sheet(
        name: "walk.png",
        caption: "Six walks between two noise vectors: each row goes from one to another.",
        image: walk(training).scaled(by: factor)),
    ] + (settings.recipe == .mxnet64 ? [wanted(training)] : [])
  }

  /// Eight moments as rows.
  private var progress: Image {
    ImageGrid(columns: 12).image(of: frames.selection.flatMap { settings.tiles($0.pixels) })
  }

  /// From one noise vector to another in twelve steps; normal noise keeps its variance on the way.
  private func walk(_ training: Training) -> Image {
    let rows = (0..<6).flatMap { row in
      (0..<12).map { step -> Tensor in
        let t = Float(step) / 11
        let between =
          latent.slice(2 * row..<2 * row + 1) * (1 - t) + latent.slice(2 * row + 1..<2 * row + 2)
          * t
        guard settings.latent == .normal else { return between }
        return between / ((1 - t) * (1 - t) + t * t).squareRoot()
      }
    }
    let samples = training.generator(.concatenation(rows))
    return ImageGrid(columns: 12).image(of: settings.tiles(settings.pixelRange.levels(of: samples)))
  }

  /// What D wants changed: samples above; below each the gradient of the generator's loss with respect
  /// to it, standardised and with its sign turned, bright where D wants more; and below that the same
  /// summed over squares of 4 × 4 pixels, for the fine grain hides it.
  private func wanted(_ training: Training) -> Sheet {
    let samples = training.generator(latent.slice(0..<12)).detached().tracked()
    let loss = nonSaturatingLoss(fakeLogits: training.discriminator(samples))
    let wishes = -gradients(of: loss, withRespectTo: [samples])[0]
    let rows = [
      samples.detached(), standardised(wishes),
      standardised(wishes.sumPooled(by: 4).upsampled(by: 4)),
    ]
    let pixels = rows.flatMap { PixelRange.symmetric.levels(of: $0) }
    return Sheet(
      name: "wanted.png",
      caption:
        "Samples; what D wants changed, bright where it wants more; the same over squares of 4 × 4.",
      image: ImageGrid(columns: 12).image(of: settings.tiles(pixels)))
  }

  /// Each image with the mean 0; two standard deviations reach black and white.
  private func standardised(_ images: Tensor) -> Tensor {
    let centred = images - images.mean(along: [1, 2, 3])
    return centred / ((centred.squared().mean(along: [1, 2, 3]) + 1e-20).squareRoot() * 2)
  }

  /// Every moment, for the report: the sheets that the run has written.
  func filmstrip(in folder: URL) -> [Report.Figure] {
    frames.frames.compactMap { frame in
      let file = folder.appendingPathComponent("samples-\(frame.step).png")
      return (try? Data(contentsOf: file)).map { .init("step \(frame.step)", .png($0)) }
    }
  }

  func charts(_ log: MetricLog) -> [(name: String, caption: String, svg: String)] {
    var drift = Chart(
      "Who is winning?", x: Axis("step"), y: Axis("D's accuracy", range: 0...1),
      right: Axis("G's cross-entropy", unit: "nats"))
    let (steps, accuracy) = log.series("accuracy")
    drift.line("D's accuracy", x: steps, y: accuracy, smoothing: 15, ink: .green)
    let (lossSteps, losses) = log.series("lossG")
    drift.line(
      "G's cross-entropy", x: lossSteps, y: losses, smoothing: 15, ink: .orange, on: .right)
    let hasClasses = log.last("frechetRatio") != nil
    var quality = Chart(
      "How far the samples are from real images", x: Axis("step"),
      y: Axis(
        hasClasses ? "Fréchet distance ÷ trace" : "Fréchet distance on 50 components", scale: .log))
    let (qualitySteps, values) = log.series(hasClasses ? "frechetRatio" : "pca50Frechet")
    quality.line("samples", x: qualitySteps, y: values, ink: .orange)
    if hasClasses { quality.rule(y: 0.13, label: "0.13: recognisable") }
    var four = Chart("The four losses", x: Axis("step"), y: Axis("cross-entropy", unit: "nats"))
    for (name, title, ink) in [
      ("lossD", "D", Ink.green), ("lossDReal", "D on real", .blue),
      ("lossDFake", "D on generated", .purple), ("lossG", "G", .orange),
    ] {
      let (steps, values) = log.series(name)
      four.line(title, x: steps, y: values, smoothing: 15, ink: ink)
    }
    return [
      ("quality.svg", "The distance of the samples from real images.", quality.svg()),
      ("drift.svg", "D's accuracy and G's loss drift apart as D wins.", drift.svg()),
      ("losses.svg", "D's loss, its two parts, and G's.", four.svg()),
    ]
  }
}

extension Settings {
  var pixelCount: Int { finalSize * finalSize * channels }

  /// Levels as pictures.
  func tiles(_ pixels: [UInt8]) -> [Image] {
    Image.tiles(
      width: finalSize, height: finalSize, channels: channels == 1 ? .gray : .rgb, pixels: pixels)
  }
}
