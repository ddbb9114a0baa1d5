import Charts
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// The chapter's pictures. Those of the last moment are drawn from the training itself; only samples of
/// digits are collected while it runs.
struct Pictures {
  /// What the subject's generator made of fixed noise at each moment so far; `nil` on the line.
  var frames: SampleFrames?
  private let latent: Tensor

  init(_ training: Training) {
    latent = training.fixedNoise
    if training.settings.recipe == .digits {
      frames = SampleFrames(steps: training.settings.steps, size: 64 * 784)
    }
  }

  /// Draws the samples of one moment and writes them as `samples-<step>.png`.
  mutating func add(_ training: Training, at step: Int, in run: Run) throws {
    guard let frames, frames.isMoment(step) else { return }
    let pixels = levels(of: training.twins[training.settings.subject])
    self.frames?.append(pixels, at: step)
    try run.record(samples: ImageGrid().image(of: digits(pixels)), at: step)
  }

  private func levels(of twin: Twin) -> [UInt8] {
    PixelRange.symmetric.levels(of: twin.finalGenerator(latent))
  }

  // MARK: - At the end

  struct Sheet {
    let name: String
    let caption: String
    let image: Image
  }

  func sheets(_ training: Training) -> [Sheet] {
    guard training.settings.recipe == .digits else { return [] }
    var order = RandomStream(seed: training.noise.seed, for: "shown")
    let real = PixelRange.symmetric.levels(of: training.data.sample(64, using: &order))
    let sides = [real] + training.twins.map(levels(of:))
    let labels = training.twins.map { $0.labels.description }.joined(separator: ", then with ")
    return [
      Sheet(
        name: "samples.png", caption: "64 samples at the end.",
        image: sheet(sides[training.settings.subject + 1]).scaled(by: 2)),
      Sheet(
        name: "comparison.png", caption: "Real on the left, then generated with \(labels).",
        image: ImageGrid(columns: sides.count, gap: 12).image(of: sides.map(sheet))),
    ]
  }

  private func sheet(_ pixels: [UInt8]) -> Image { ImageGrid().image(of: digits(pixels)) }

  /// Every moment, for the report.
  func filmstrip() throws -> [Report.Figure] {
    try (frames?.frames ?? []).map {
      .init("step \($0.step)", .png(try sheet($0.pixels).pngData()))
    }
  }
}

/// Levels as pictures of 28 × 28.
func digits(_ pixels: [UInt8]) -> [Image] {
  Image.tiles(width: 28, height: 28, channels: .gray, pixels: pixels)
}

/// A chart for the run's folder; `narrow` is a drawing for a phone.
struct Drawing {
  let name: String
  let caption: String
  let svg: String
  var narrow: String?
}

// MARK: - Charts of every recipe

extension Pictures {
  func charts(_ training: Training, judge: Judge, log: MetricLog) -> [Drawing] {
    let own =
      switch judge {
      case .formula(let p, let q): optimumCharts(training, p, q)
      case .distribution(let real): lineCharts(training, real, log)
      case .images: digitCharts(training, log)
      }
    return own + [logits(training)]
  }

  /// One look for a twin in every chart.
  static func ink(of twin: Int) -> Ink { [.gray, .green, .purple, .ochre, .blue][twin % 5] }

  /// The twins' logits, hard labels before smoothed ones.
  private func logits(_ training: Training) -> Drawing {
    let subject = training.settings.subject
    let inspections = Set([0, subject]).sorted().map {
      Inspection(of: training.twins[$0], in: training, count: 4_000)
    }
    let all = inspections.flatMap { $0.realLogits + $0.fakeLogits }.filter(\.isFinite).sorted()
    // All but the outermost thousandth.
    let low = Double(all.isEmpty ? -1 : all[all.count / 1000])
    let high = Double(all.isEmpty ? 1 : all[all.count - 1 - all.count / 1000])
    let range = low - 0.2...max(low, high) + 0.2
    let panels = inspections.map { inspection in
      var chart = Chart(
        "Labels \(inspection.labels)", x: Axis("logit of D", range: range), y: Axis("density"))
      chart.histogram(
        "real samples", samples: inspection.realLogits, bins: 50, range: range, ink: .blue)
      chart.histogram(
        "generated samples", samples: inspection.fakeLogits, bins: 50, range: range, ink: .orange)
      let label = Double(inspection.labels.real)
      let limit = log(label / (1 - label))
      if limit < range.upperBound { chart.rule(x: limit, label: String(format: "D = %g", label)) }
      return chart
    }
    func grid(_ columns: Int) -> String {
      ChartGrid(
        "How sure is D?", columns: columns, panels: panels, width: columns == 1 ? 380 : 960
      ).svg()
    }
    return Drawing(
      name: "logits.svg",
      caption: "The logits of D at the end, with hard labels and smoothed ones.",
      svg: grid(panels.count), narrow: grid(1))
  }

  func losses(_ training: Training, _ log: MetricLog) -> Drawing {
    let settings = training.settings
    var chart = Chart(
      "D's loss on real samples, and its floor", x: Axis("step"), y: Axis("loss", unit: "nats"))
    for index in training.twins.indices {
      let labels = settings.labels[index]
      let (steps, values) = log.series("lossDReal" + settings.suffix(of: index))
      chart.line(
        "labels \(labels)", x: steps, y: values, smoothing: 15, ink: Pictures.ink(of: index))
      if index == settings.subject {
        chart.rule(y: labels.realFloor, label: "floor: \(readable(Float(labels.realFloor)))")
      }
    }
    return Drawing(
      name: "losses.svg", caption: "A smoothed label leaves the loss a floor.", svg: chart.svg())
  }

  /// A column of the log for every twin, as lines.
  static func lines(
    _ chart: Chart, _ columns: [(metric: String, name: String)], _ training: Training,
    _ log: MetricLog, smoothing: Int = 1
  ) -> Chart {
    var chart = chart
    for index in training.twins.indices {
      for (metric, name) in columns {
        let (steps, values) = log.series(metric + training.settings.suffix(of: index))
        chart.line(
          "\(name)labels \(training.settings.labels[index])", x: steps, y: values,
          smoothing: smoothing, ink: columns.count == 1 ? ink(of: index) : nil)
      }
    }
    return chart
  }
}
