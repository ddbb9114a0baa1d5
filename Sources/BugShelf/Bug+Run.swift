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
    try play(
      game(repaired: repaired, seed: seed), repaired: repaired,
      RunOptions(seed: seed, out: out ?? folder(repaired: repaired), quiet: quiet))
  }

  /// `07`, which stands in order in a list of files.
  private var name: String { number < 10 ? "0\(number)" : "\(number)" }

  /// Where a run is written unless told otherwise.
  func folder(repaired: Bool) -> String { "Runs/bug-\(name)" + (repaired ? "-repaired" : "") }

  private func play(
    _ game: some Game, repaired: Bool, _ options: RunOptions
  ) throws -> URL {
    var game = game
    let run = try Run(
      chapter: "bug", recipe: repaired ? "\(name), repaired" : name, options: options,
      steps: game.steps, batchSize: game.batch,
      dataset: game.dataset, settings: game.facts, secondsPerStep: secondsPerStep)
    // A game that is repaired has nothing to complain of.
    let words =
      repaired
      ? (before: "The game of bug \(number), with the line as it should be.", after: "")
      : (before: "\"\(report)\"", after: look)
    run.say(words.before)
    let steps = run.steps
    var batches: [Report.Figure] = []
    try game.play(over: steps, record: { try run.record($0, at: $1) }) { game, turn in
      guard game.showsImages else { return }
      // The last two follow each other: what should differ from step to step can be compared.
      guard [1, game.steps / 2, game.steps - 1, game.steps].contains(turn.step) else { return }
      let picture = try sheet(of: turn).pngData()
      let file = "batch-\(turn.step).png"
      try run.write(picture, as: file)
      batches.append(
        .init("step \(turn.step) · \(file): what D saw, real and generated", .png(picture)))
    }
    if run.isStopped {
      throw RunFailure(.stopped, "stopped early, and nothing is kept: type the command again")
    }
    try finish(run, game, batches, outcome: [words.before, words.after])
    if !repaired { run.say(words.after) }
    run.say("All of it is in \(run.folder.relativePath)/: open report.html.")
    return run.folder
  }

  /// Measured on two cores.
  private var secondsPerStep: Double {
    switch kind {
    case .line: 0.3e-3
    case .digits: 1.5e-3
    case .asked: 1.2e-3
    case .penalised: 3e-3
    case .clipped: 1.5e-3
    }
  }

  private func finish(
    _ run: Run, _ game: some Game, _ batches: [Report.Figure], outcome: [String]
  ) throws {
    var figures: [Report.Figure] = []
    func add(_ picture: Report.Picture, _ caption: String, as name: String) throws {
      try run.write(picture.data, as: name)
      // The hints and the complaints speak of files.
      figures.append(.init(caption.isEmpty ? name : "\(name): \(caption)", picture))
    }
    if let chart = game.sampleChart {
      try add(.chart(chart), "the samples at the end.", as: "samples.svg")
    } else {
      let samples = game.sampleSheet
      try add(
        .png(try sheet(samples.images, columns: samples.columns).scaled(by: 3).pngData()),
        samples.caption, as: "samples.png")
    }
    if game.showsImages, let points = game.penalisedPoints {
      try add(
        .png(try sheet(points).scaled(by: 3).pngData()), "where the slope was penalised last.",
        as: "between.png")
    }
    for curves in Curves.all {
      guard let chart = curves.chart(run.log) else { continue }
      try add(.chart(chart), "", as: curves.file)
    }
    try run.finish(
      metrics: run.log.averages(run.log.columns, overLast: Findings.part),
      parameters: [
        "generator": game.generator.parameterCount,
        "discriminator": game.discriminator.parameterCount,
      ],
      digest: digest(of: game.generator.parameters + game.discriminator.parameters),
      outcome: outcome.filter { !$0.isEmpty }.joined(separator: "\n"), figures: figures,
      filmstrip: batches)
  }
}
