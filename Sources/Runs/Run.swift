import Foundation
import Images
import Metrics
import Tensors

/// One run of a chapter: its folder, its log, its progress and its checkpoints. The training loop is
/// not here: it stands in the chapter, and goes through ``steps``.
public final class Run {
  public let chapter: String
  public let recipe: String
  public let options: RunOptions
  public let stepCount: Int
  public let batchSize: Int
  public let dataset: String
  public let folder: URL
  /// Everything that decides the result, by name: what a checkpoint must agree with.
  public let settings: KeyValuePairs<String, String>
  /// The settings that change while it goes on, by step: as typed, or as turned on a live page.
  public internal(set) var changes: [KnobChange]
  public internal(set) var log = MetricLog()
  /// See ``use(_:)``.
  public internal(set) var data: RunData?
  var toldLosses = 0
  /// Of the data, before a run was stopped and went on.
  var earlierLosses: [String] = []

  let lock: FolderLock
  /// Whether what a former run has left in the folder is out of the way.
  var hasTakenOver = false
  var events: EventWriter?
  var progress: Progress
  var firstStep = 0
  /// The step that is under way, or the last one.
  public internal(set) var step = 0
  /// The last step that has a checkpoint.
  public internal(set) var savedStep: Int?
  /// A checkpoint is due when the last is older: what takes hours is not lost with its last hour.
  var longestWithoutCheckpoint: Duration = .seconds(180)
  var lastSaving = ContinuousClock.now

  /// Makes the run's folder, locks it and says what will be done.
  ///
  /// - Parameters:
  ///   - settings: what decides the result beside chapter, recipe, preset and seed.
  ///   - secondsPerStep: what a step took when the chapter's figures were recorded, for an estimate
  ///     before the run starts.
  /// - Throws: ``RunFailure``: 73 when the folder cannot be made or written, another run has it, or one
  ///   is there that nobody has allowed to replace; 66 when there is none to go on with.
  public init(
    chapter: String, recipe: String, options: RunOptions, steps: Int, batchSize: Int,
    dataset: String, settings: KeyValuePairs<String, String>, secondsPerStep: Double
  ) throws {
    self.chapter = chapter
    self.recipe = recipe
    self.options = options
    stepCount = steps
    self.batchSize = batchSize
    self.dataset = dataset
    self.settings = settings
    changes = options.changes.sorted { $0.step < $1.step }
    if let threads = options.threads { Parallelism.threads = threads }
    let name = folderName(
      chapter: chapter, recipe: recipe, options: options,
      typed: Array(CommandLine.arguments.dropFirst()))
    let place = RunPlace(named: name, options)
    folder = place.folder
    progress = Progress(total: steps, isShown: !options.quiet && !options.json)
    try Run.makeFolder(folder, options)
    lock = try FolderLock(folder)
    try Run.refuseToReplace(place, options)
    if let note = place.note { options.quiet || options.json ? printError(note) : say(note) }
    StopSignal.watch()
    RunMemory.limit(chapter, typed: Array(CommandLine.arguments.dropFirst()))
    say(
      """
      \(chapter), recipe \(recipe), preset \(options.preset), seed \(options.seed): \
      \(steps) steps of \(batchSize) samples from \(dataset)
      about \(describe(seconds: secondsPerStep * Double(steps))), writing to \(folder.relativePath)/
      """)
  }

  /// A branch of another run: as if it had been typed with `--resume`, `--quiet` and this folder.
  init(branchOf run: Run, changes: [KnobChange], in folder: URL) throws {
    chapter = run.chapter
    recipe = run.recipe
    stepCount = run.stepCount
    batchSize = run.batchSize
    dataset = run.dataset
    settings = run.settings
    data = run.data
    var options = run.options
    options.out = folder.path
    (options.resume, options.overwrite, options.quiet, options.json) = (true, false, true, false)
    self.options = options
    self.changes = changes
    self.folder = folder
    progress = Progress(total: run.stepCount, isShown: false)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunFailure(.cannotWrite, "\(folder.relativePath): this folder cannot be made")
    }
    lock = try FolderLock(folder)
  }

  /// The steps of the training loop, up to ``stepCount``: from 1, or from the one after the
  /// checkpoint. Shows progress after each, and ends early when the process is asked to stop: a run that
  /// keeps checkpoints after a step that has one, for the signal may come behind its time.
  public var steps: some Sequence<Int> { steps(to: stepCount) }

  /// The same from the step after the last one that was done, up to `last`.
  ///
  /// - Parameter isWanted: asked before each step; whoever says no comes back for the rest.
  public func steps(
    to last: Int, while isWanted: @escaping () -> Bool = { true }
  ) -> some Sequence<Int> {
    let start = step
    return sequence(state: start) { [unowned self] step -> Int? in
      if step > start {
        RunMemory.stepIsDone()
        progress.show(step: step, losses: lastLosses)
      }
      let mayEnd = events == nil || step == firstStep || step == savedStep
      if step >= last || isStopped && mayEnd || !isWanted() { return nil }
      step += 1
      self.step = step
      return step
    }
  }

  /// Whether `step` is one of `count` evenly spread moments of the run; the last step always is.
  public func isMoment(_ step: Int, of count: Int) -> Bool {
    step % Swift.max(1, stepCount / count) == 0 || step == stepCount
  }

  /// Whether a signal has asked this process to stop, or `--stop-after` has.
  public var isStopped: Bool {
    StopSignal.number != 0 || options.stopAfter.map { step >= $0 } ?? false
  }

  /// Whether the digest of what is learnt after `step` has been asked for.
  public func isDigestDue(at step: Int) -> Bool { options.digestAt == step }

  /// The file that has the digest of what was learnt up to a step: sixteen hexadecimal digits.
  package static func digestName(at step: Int) -> String { "digest-\(step).txt" }

  /// Whether that was Ctrl-C: a reader who wants to look at what there is. Whatever else stops a process
  /// does not wait.
  public var isStoppedByReader: Bool { StopSignal.number == SIGINT }

  private func lastLosses() -> String {
    [Metric.lossD, .lossG].compactMap { metric in
      log.last(metric).map { " · \(metric.name) \(($0 * 1000).rounded() / 1000)" }
    }.joined()
  }

  /// Prints a line for the reader, unless `--quiet` or `--json` forbids it.
  public func say(_ line: String) {
    guard !options.quiet && !options.json else { return }
    print(line)
    fflush(nil)  // Before the progress on standard error, also in a pipe.
  }

  /// Writes a file of the run, whole or not at all.
  public func write(_ data: Data, as name: String) throws {
    try takeOver()
    lock.add(name)
    do {
      try WholeFile.save(data, to: folder.appendingPathComponent(name))
    } catch {
      throw RunFailure(
        .cannotWrite,
        "\(folder.relativePath)/\(name): cannot be written (\(error.reason)); what was there stays")
    }
  }

  public func write(_ text: String, as name: String) throws {
    try write(Data(text.utf8), as: name)
  }
}

// MARK: - Measurements

extension Run {
  /// Enters what was measured at `step` in the log and in the events for TensorBoard.
  public func record(_ measured: Measurements, at step: Int) throws {
    log.append(measured, at: step)
    for metric in measured.metrics {
      if let value = measured[metric] {
        try events?.scalar(Run.tag(metric), value, step: step)
      }
    }
  }

  /// Writes a sheet of samples of this moment as `samples-<step>.png`, and for TensorBoard.
  public func record(samples sheet: Image, at step: Int) throws {
    try write(sheet.pngData(), as: "samples-\(step).png")
    try events?.image("samples", sheet, step: step)
  }

  /// The name of a metric in TensorBoard: the published DCGAN code has its own for the losses.
  static func tag(_ metric: Metric) -> String {
    switch metric.name {
    case "lossD": "discriminator_loss"
    case "lossDReal": "discriminator_loss_on_real"
    case "lossDFake": "discriminator_loss_on_generated"
    case "lossG": "generator_loss"
    default: metric.name
    }
  }

  /// Stops a run that has diverged, before its numbers get into a checkpoint.
  ///
  /// - Throws: ``RunFailure`` (70) that names the first tensor of the first network with a number
  ///   that is infinite or not a number.
  public func requireFinite(
    _ networks: [(name: String, tensors: [Tensor])], at step: Int
  ) throws {
    for (name, tensors) in networks {
      guard let bad = tensors.firstIndex(where: { !$0.isFinite }) else { continue }
      try write(log.csv, as: "metrics.csv")
      let kept = savedStep.map { "the checkpoint of step \($0) is kept" } ?? "no checkpoint was due"
      throw RunFailure(
        .software,
        """
        step \(step): training has diverged: parameter \(bad) of the \(name), of shape \
        \(tensors[bad].shape), is not finite (\(kept)); lower a learning rate or a penalty
        """)
    }
  }
}
