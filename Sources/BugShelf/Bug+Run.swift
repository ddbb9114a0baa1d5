import Foundation
import Runs
import Tensors

extension Bug {
  /// Plays the game and writes its folder: curves, samples, `metrics.csv`, `summary.json`, `report.html`.
  /// Nothing in it names the mistake.
  ///
  /// - Parameters:
  ///   - repaired: whether the line is as it should be.
  ///   - out: the folder; by default `Runs/bug-07`, or `Runs/bug-07-repaired`.
  /// - Returns: the folder.
  /// - Throws: ``RunFailure``: 73 if the folder cannot be written, 75 if a signal stops the run.
  @discardableResult
  public func run(
    repaired: Bool = false, seed: UInt64 = 1, out: String? = nil, quiet: Bool = false
  ) throws -> URL {
    let name = number < 10 ? "0\(number)" : "\(number)"
    let folder = out ?? "Runs/bug-\(name)" + (repaired ? "-repaired" : "")
    return try play(
      game(repaired: repaired, seed: seed), name: repaired ? "\(name), repaired" : name,
      RunOptions(seed: seed, out: folder, quiet: quiet))
  }

  private func play(_ game: some Game, name: String, _ options: RunOptions) throws -> URL {
    var game = game
    let run = try Run(
      chapter: "bug", recipe: name, options: options, steps: game.steps, batchSize: game.batch,
      dataset: game.dataset, settings: game.facts, secondsPerStep: secondsPerStep)
    run.say("\"\(report)\"")
    let steps = run.steps
    var batches: [Report.Figure] = []
    try game.play(over: steps, record: { try run.record($0, at: $1) }) { game, turn in
      guard game.showsImages else { return }
      // The last two follow each other: what should differ from step to step can be compared.
      guard [1, game.steps / 2, game.steps - 1, game.steps].contains(turn.step) else { return }
      let picture = try sheet(of: turn).pngData()
      try run.write(picture, as: "batch-\(turn.step).png")
      batches.append(.init("D's batch in step \(turn.step): real, generated", .png(picture)))
    }
    if run.isStopped {
      throw RunFailure(.stopped, "stopped early, and nothing is kept: type the command again")
    }
    try finish(run, game, batches)
    return run.folder
  }

  /// Measured on two cores.
  private var secondsPerStep: Double {
    switch kind {
    case .line: 0.3e-3
    case .digits: 1.5e-3
    case .penalised: 3e-3
    case .clipped: 1.5e-3
    }
  }

  private func finish(_ run: Run, _ game: some Game, _ batches: [Report.Figure]) throws {
    var figures: [Report.Figure] = []
    func add(_ svg: String, _ caption: String, as name: String) throws {
      try run.write(svg, as: name)
      figures.append(.init(caption, .svg(svg)))
    }
    func add(_ png: Data, _ caption: String, as name: String) throws {
      try run.write(png, as: name)
      figures.append(.init(caption, .png(png)))
    }
    if let chart = game.sampleChart {
      try add(chart.svg(), "The samples at the end.", as: "samples.svg")
    } else {
      try add(
        try sheet(game.samples(64)).scaled(by: 3).pngData(),
        "64 samples at the end, as a user gets them.", as: "samples.png")
    }
    if game.showsImages, let points = game.penalisedPoints {
      try add(
        try sheet(points).scaled(by: 3).pngData(), "Where the slope was penalised last.",
        as: "between.png")
    }
    for curves in Curves.all {
      guard let chart = curves.chart(run.log) else { continue }
      try add(chart.svg(), "", as: curves.file)
    }
    try run.finish(
      metrics: run.log.averages(run.log.columns, overLast: Findings.part),
      parameters: [
        "generator": game.generator.parameterCount,
        "discriminator": game.discriminator.parameterCount,
      ],
      digest: digest(of: game.generator.parameters + game.discriminator.parameters),
      outcome: "\"\(report)\"\n\(look)", figures: figures, filmstrip: batches)
    run.say("\(look)\nAll of it is in \(run.folder.relativePath)/: open report.html.")
  }
}

extension Game {
  /// Whether a sample is a picture.
  var showsImages: Bool { generator.parameters.last?.scalarCount == SmallDigits.pixelCount }
}
