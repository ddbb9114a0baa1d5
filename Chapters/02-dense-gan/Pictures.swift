import Charts
import Datasets
import Images
import Runs
import Tensors

/// The chapter's pictures, collected while it runs.
struct Pictures {
  /// The noise of the samples that are shown, `[64, latentSize]`.
  private let latent: Tensor
  /// What the generator made of it at each moment so far.
  var frames: SampleFrames

  init(steps: Int, latent: Tensor) {
    self.latent = latent
    frames = SampleFrames(steps: steps, size: 64 * 784)
  }

  /// Draws the samples of one moment and writes them as `samples-<step>.png`.
  mutating func add(_ generator: Generator, at step: Int, in run: Run) throws {
    let pixels = PixelRange.symmetric.levels(of: generator(latent))
    frames.append(pixels, at: step)
    try run.record(samples: sheet(pixels), at: step)
  }

  private func sheet(_ pixels: [UInt8]) -> Image { ImageGrid().image(of: digits(pixels)) }

  // MARK: - At the end

  struct Sheet {
    let name: String
    let caption: String
    let image: Image
  }

  func sheets(_ training: Training, neighbours: Neighbours) throws -> [Sheet] {
    guard let last = frames.frames.last else { return [] }
    let real = training.images
    var order = RandomStream(seed: training.noise.seed, for: "shown")
    let shown = (0..<64).map { _ in order.next(below: real.count) }
    let sides = [
      sheet(PixelRange.symmetric.levels(of: real.tensor(shown))), sheet(last.pixels),
    ]
    var sheets = [
      Sheet(
        name: "samples.png", caption: "64 samples at the end.", image: sides[1].scaled(by: 2)),
      Sheet(
        name: "comparison.png", caption: "Real on the left, generated on the right.",
        image: ImageGrid(columns: 2, gap: 12).image(of: sides).scaled(by: 2)),
      Sheet(
        name: "progress.png",
        caption: "The same twelve noise vectors at eight moments, from the first to the last.",
        image: progress.scaled(by: 2)),
      Sheet(
        name: "walk.png",
        caption: "Six walks between two noise vectors: each row goes from one to another.",
        image: walk(training).scaled(by: 2)),
    ]
    if let nearest = neighbours.images(12) {
      let samples = neighbours.samples.slice(0..<nearest.shape[0])
      let pixels = PixelRange.unit.levels(of: .concatenation([samples, nearest]))
      sheets.append(
        Sheet(
          name: "neighbours.png",
          caption: "Samples above, the training image nearest to each below.",
          image: ImageGrid(columns: nearest.shape[0]).image(of: digits(pixels)).scaled(by: 2)))
    }
    return sheets
  }

  /// Eight moments as rows.
  private var progress: Image {
    ImageGrid(columns: 12).image(of: frames.selection.flatMap { digits($0.pixels).prefix(12) })
  }

  /// From one noise vector to another in twelve steps. Half-way between two normal vectors lies a
  /// shorter one, such as the generator has never seen; so normal noise keeps its variance on the way.
  private func walk(_ training: Training) -> Image {
    let latent = training.fixedNoise
    let rows = (0..<6).flatMap { row in
      (0..<12).map { step -> Tensor in
        let t = Float(step) / 11
        let between =
          latent.slice(2 * row..<2 * row + 1) * (1 - t) + latent.slice(2 * row + 1..<2 * row + 2)
          * t
        guard training.settings.latent == .normal else { return between }
        return between / ((1 - t) * (1 - t) + t * t).squareRoot()
      }
    }
    let samples = training.generator(.concatenation(rows))
    return ImageGrid(columns: 12).image(of: digits(PixelRange.symmetric.levels(of: samples)))
  }

  /// Every moment, for the report.
  func filmstrip() throws -> [Report.Figure] {
    try frames.frames.map { .init("step \($0.step)", .png(try sheet($0.pixels).pngData())) }
  }
}

// MARK: - Charts

extension Pictures {
  /// `narrow` is a drawing for a phone, one panel below the other.
  func charts(
    _ log: MetricLog
  ) -> [(name: String, caption: String, svg: String, narrow: String?)] {
    [
      (
        "quality.svg", "Quality and the losses: they tell different stories.",
        quality(log, columns: 2).svg(), quality(log, columns: 1).svg()
      ),
      (
        "accuracy.svg", "At one half D would be guessing; at 1 it would never be fooled.",
        accuracy(log).svg(), nil
      ),
    ]
  }

  private func quality(_ log: MetricLog, columns: Int) -> ChartGrid {
    let (steps, ratios) = log.series("frechetRatio")
    var above = Chart(
      "How far the samples are from real digits", x: Axis("step"),
      y: Axis("Fréchet distance ÷ trace", scale: .log))
    above.line("samples", x: steps, y: ratios, ink: .purple)
    above.rule(y: 0.13, label: "0.13: recognisable")
    var below = Chart("The losses", x: Axis("step"), y: Axis("loss", unit: "nats"))
    for (name, column, ink) in [
      ("discriminator", "lossD", Ink.green), ("generator", "lossG", Ink.orange),
    ] {
      let (steps, values) = log.series(column)
      below.line(name, x: steps, y: values, smoothing: 15, ink: ink)
    }
    below.rule(y: 1.386294, label: "ln 4: D at ½")
    below.rule(y: 0.693147, label: "ln 2: G at ½")
    return ChartGrid(
      "Does the loss tell quality?", columns: columns, panels: [above, below],
      width: columns == 1 ? 380 : 960)
  }

  private func accuracy(_ log: MetricLog) -> Chart {
    var chart = Chart(
      "How often D is right, and what it answers", x: Axis("step"),
      y: Axis("share", range: 0...1))
    for (name, column, ink) in [
      ("accuracy", "accuracy", Ink.green), ("D on real", "dReal", .blue),
      ("D on generated", "dFake", .orange),
    ] {
      let (steps, values) = log.series(column)
      chart.line(name, x: steps, y: values, smoothing: 15, ink: ink)
    }
    chart.rule(y: 0.5, label: "½: guessing")
    return chart
  }
}

/// Levels as pictures of 28 × 28.
func digits(_ pixels: [UInt8]) -> [Image] {
  Image.tiles(width: 28, height: 28, channels: .gray, pixels: pixels)
}
