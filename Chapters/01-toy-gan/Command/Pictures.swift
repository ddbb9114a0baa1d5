import Charts
import Datasets
import Lessons
import Metrics
import Runs
import Tensors
import ToyGAN

/// The chapter's pictures, collected while it runs.
struct Pictures: Remembering {
  /// As it is now: on a live page it may be moved.
  var real: Distribution
  private let grid: [Float]
  private var frames: Frames

  /// What is drawn of one moment.
  private struct Moment {
    let step: Int
    /// NaN for numbers that are not finite.
    let w1: Float
    let std: Float
    /// On the grid.
    let real: [Float]
    let density: [Float]
    let answers: [Float]
  }

  init(real: Distribution, steps: Int) {
    self.real = real
    let range = real.plotRange
    let low = Swift.min(range.lowerBound, -5.5)
    let high = Swift.max(range.upperBound, 5.5)
    grid = (0...160).map { Float(low + (high - low) * Double($0) / 160) }
    // Some sixty moments, close together at the beginning, when most happens, and the last step.
    let moments = Set((1...60).map { max($0, steps * $0 * $0 / 3600) } + [0, steps])
    frames = Frames(at: moments.filter { $0 <= steps }.sorted(), width: 2 + 3 * grid.count)
  }

  mutating func visit(_ visit: inout Visit) { frames.visit(&visit) }

  func isMoment(_ step: Int) -> Bool { frames.isMoment(step) }

  mutating func add(
    _ samples: Tensor, _ measured: Measurements, of training: Training, at step: Int
  ) {
    let moment = moment(samples, measured, of: training, at: step)
    frames.append(
      [moment.w1, moment.std] + moment.real + moment.density + moment.answers, at: step)
  }

  private func moment(
    _ samples: Tensor, _ measured: Measurements, of training: Training, at step: Int
  ) -> Moment {
    Moment(
      step: step, w1: measured[.w1] ?? .nan, std: measured[.std] ?? .nan,
      real: grid.map { Float(real.density(at: Double($0))) },
      density: density(of: samples.scalars, over: grid), answers: answers(of: training))
  }

  private func moment(_ frame: Frames.Frame) -> Moment {
    func part(_ index: Int) -> [Float] {
      Array(frame.numbers[(2 + index * grid.count)..<(2 + (index + 1) * grid.count)])
    }
    return Moment(
      step: frame.step, w1: frame.numbers[0], std: frame.numbers[1],
      real: part(0), density: part(1), answers: part(2))
  }

  func draw(
    _ training: Training, _ samples: Tensor, _ measured: Measurements, log: MetricLog
  ) -> [Drawn] {
    let moments = frames.frames.map(moment)
    guard let last = moments.last else { return [] }
    let animation = Animation(
      frames: moments.map { moment in
        var chart = densities(moment, title: "What the generator makes, and what D says of it")
        addAnswers(of: moment, to: &chart)
        return chart
      },
      captions: moments.map { "step \($0.step) · W₁ \(rounded($0.w1))" }, secondsPerFrame: 0.2)
    let end = moment(samples, measured, of: training, at: last.step)
    return [
      Drawn(
        "training.svg",
        "The generated density moves, and D's answers with it."
          + (training.average == nil
            ? "" : " It is the generator of the moment, not yet averaged."),
        .animation(animation)),
      Drawn(
        "w1.svg", "The distance of the generated numbers from the real ones. This is quality.",
        distance(log)),
      Drawn(
        "losses.svg", "The losses beside their values at the equilibrium. This is not quality.",
        losses(log)),
      Drawn(
        "discriminator.svg", "D at the end beside the best D for these two densities.",
        discriminator(end)),
      Drawn("map.svg", "What the generator makes of each z.", map(training)),
      Drawn(
        "trap.svg", "D near one half proves nothing: compare both sides.",
        "Does D = ½ mean success?", trap(log, end)),
    ]
  }

  /// A dozen moments one by one, for the report: of the generator of the moment, which is not the one that
  /// the verdict is about if parameters are averaged.
  func filmstrip(isAveraged: Bool) -> [Report.Figure] {
    frames.selection(13).map(moment).map { moment in
      var chart = densities(moment, title: "Step \(moment.step)")
      addAnswers(of: moment, to: &chart)
      return .init(
        "step \(moment.step) · W₁ \(rounded(moment.w1))"
          + (isAveraged ? ", before averaging" : ""), .chart(chart))
    }
  }

  /// Real and generated density on fixed axes. A collapsed generator's spike leaves the picture.
  private func densities(_ frame: Moment, title: String) -> Chart {
    var chart = Chart(
      title, x: Axis("x", range: Double(grid[0])...Double(grid[grid.count - 1])),
      y: Axis("density", range: 0...0.8))
    chart.area("real p(x)", x: grid, y: frame.real, ink: .blue)
    chart.line("generated q(x)", x: grid, y: frame.density, ink: .orange)
    return chart
  }

  /// Puts D over the densities, on an axis of its own.
  private func addAnswers(of frame: Moment, to chart: inout Chart) {
    chart.right = Axis("D(x)", range: 0...1)
    chart.line("D(x)", x: grid, y: frame.answers, ink: .green, on: .right)
    chart.rule(y: 0.5, label: "D = ½", on: .right)
  }

  /// A thousand numbers that stand for the real ones.
  private var quantiles: [Float] {
    (0..<1000).map { Float(real.quantile(at: (Double($0) + 0.5) / 1000)) }
  }

  /// D at each point of the grid, for a number that came with a batch of real ones.
  private func answers(of training: Training) -> [Float] {
    let batch = Tensor(shape: [1000, 1], scalars: quantiles)
    let points = Tensor(shape: [grid.count, 1], scalars: grid)
    return training.discriminator.logits(points, among: batch).sigmoid().scalars
  }

  private func discriminator(_ frame: Moment) -> Chart {
    var chart = densities(frame, title: "D at the end, and the best D there is")
    addAnswers(of: frame, to: &chart)
    let best = zip(frame.real, frame.density).map { p, q in p + q > 1e-4 ? p / (p + q) : .nan }
    chart.line("D* = p ⁄ (p + q)", x: grid, y: best, ink: .purple, on: .right)
    return chart
  }

  private func map(_ training: Training) -> Chart {
    let z = (0...200).map { Float($0) / 100 - 1 }
    let x = training.finalGenerator(Tensor(shape: [z.count, 1], scalars: z)).scalars
    var chart = Chart(
      "How the generator maps noise to numbers", x: Axis("z", range: -1...1),
      y: Axis("x", range: Double(grid[0])...Double(grid[grid.count - 1])))
    chart.line("G(z)", x: z, y: x, ink: .orange)
    chart.line(
      "an exact map", x: z,
      y: z.map { [real] in
        abs($0) < 1 ? Float(real.quantile(at: Double($0 + 1) / 2)) : .nan
      }, ink: .blue)
    return chart
  }

  /// What a live page shows of a step: both densities, D beside the best D, and where D sends a dozen of the
  /// generator's numbers.
  func now(_ training: Training, _ samples: Tensor, _ measured: Measurements) -> [Drawn] {
    let moment = moment(samples, measured, of: training, at: 0)
    var chart = discriminator(moment)
    (chart.width, chart.height) = (560, 380)
    chart.title = "W₁ \(rounded(moment.w1)), standard deviation \(rounded(moment.std))"
    let points = samples.slice(0..<12).tracked()
    let batch = Tensor(shape: [1000, 1], scalars: quantiles)
    let logits = training.discriminator.logits(points, among: batch)
    // The slope of log D, which is what G follows.
    let slopes = gradients(of: logits.sigmoid().log().sum(), withRespectTo: [points])[0].scalars
    let heights = points.scalars.indices.map { 0.03 + 0.012 * Float($0) }
    chart.arrows(
      "where log D rises", x: points.scalars, y: heights,
      toX: zip(points.scalars, slopes).map { $0 + $1.clamped(to: 2) }, toY: heights, ink: .ochre)
    return [
      Drawn(
        "now.svg", "What is real, what G makes, what D says of it, and where it sends samples.",
        chart),
      Drawn("map.svg", "What the generator makes of each z.", map(training)),
    ]
  }

  private func losses(_ log: MetricLog) -> Chart {
    var chart = Chart("Losses", x: Axis("step"), y: Axis("loss", unit: "nats"))
    for (name, column, ink) in [
      ("discriminator", Metric.lossD, Ink.green), ("generator", Metric.lossG, Ink.orange),
    ] {
      let (steps, values) = log.series(column)
      chart.line(name, x: steps, y: values, smoothing: 9, ink: ink)
    }
    chart.rule(y: 1.386294, label: "ln 4, D's loss when D = ½")
    chart.rule(y: 0.693147, label: "ln 2, G's loss when D = ½")
    return chart
  }

  private func distance(_ log: MetricLog) -> Chart {
    let (steps, values) = log.series(.w1)
    var chart = Chart(
      "Distance of the generated numbers from the real ones", x: Axis("step"),
      y: Axis("Wasserstein-1", scale: .log))
    let (liveSteps, live) = log.series(.w1Unaveraged)
    chart.line("generator", x: liveSteps, y: live, ink: .orange)
    chart.line("with averaged parameters", x: steps, y: values, ink: .purple)
    // The median of 400 samples of 10,000 from the real distribution N(−1, 1) itself.
    if real == .normal(mean: -1, standardDeviation: 1) {
      chart.rule(y: 0.012, label: "10,000 real numbers: 0.012")
    }
    return chart
  }

  /// What D says beside what is there: the two need not agree.
  private func trap(_ log: MetricLog, _ frame: Moment) -> [Chart] {
    var says = Chart("What D says", x: Axis("step"), y: Axis("mean answer", range: 0...1))
    for (name, column, ink) in [
      ("D on real", Metric.dReal, Ink.blue), ("D on generated", .dFake, .orange),
    ] {
      let (steps, values) = log.series(column)
      says.line(name, x: steps, y: values, ink: ink)
    }
    says.rule(y: 0.5, label: "½")
    let makes = densities(frame, title: "What G makes: std \(rounded(frame.std))")
    return [says, makes]
  }
}

/// A number for a caption.
private func rounded(_ value: Float) -> String {
  value.isFinite ? "\((value * 1000).rounded() / 1000)" : "not finite"
}

extension Float {
  fileprivate func clamped(to limit: Float) -> Float { Swift.min(Swift.max(self, -limit), limit) }
}
