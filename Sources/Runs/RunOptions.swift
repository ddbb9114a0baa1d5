import ArgumentParser
import Foundation
import Tensors

/// How much of a chapter to run.
public enum Preset: String, CaseIterable, ExpressibleByArgument, Codable, Sendable {
  /// What tests run: at most some 20 seconds on two cores.
  case quick
  /// What a class runs: at most some 5 minutes, and the result convinces.
  case lesson
  /// The size of the published source.
  case paper
}

/// The options that every chapter has, under the same names.
public struct RunOptions: ParsableArguments {
  @Option(help: "How much to run: quick, lesson or paper.")
  public var preset = Preset.lesson

  @Option(
    parsing: .unconditional, help: "Which random numbers to draw. Equal seeds give equal bits.")
  public var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "Generator updates, in place of the preset's.")
  public var steps: Int?

  @Option(parsing: .unconditional, help: "Samples in a batch, in place of the recipe's.")
  public var batchSize: Int?

  @Option(
    help: """
      The folder to write. (default: Runs/<chapter>-<recipe>-<preset>-seed<N>, and the other options; beside \
      a finished run -2, -3, …)
      """)
  public var out: String?

  @Flag(help: "Continue the run in its folder from its last checkpoint.")
  public var resume = false

  @Flag(help: "Replace the run that is in the folder.")
  public var overwrite = false

  @Option(
    parsing: .unconditional,
    help: """
      Steps between checkpoints, of which there is one every three minutes too. (default: a tenth of the \
      steps)
      """)
  public var checkpointEvery: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Stop after this step with a checkpoint, as a signal would: rates fall as in the whole run, and \
      --resume goes on. (default: the last step)
      """)
  public var stopAfter: Int?

  /// What `workbook record` asks for and `workbook verify` compares: the first steps of a run that takes
  /// hours, under the schedules of the whole.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write the digest of what is learnt after this step to digest-<step>.txt.",
      visibility: .hidden))
  public var digestAt: Int?

  @Option(
    parsing: .unconditional,
    help: "Threads; the result does not depend on it. (default: one for each core)")
  public var threads: Int?

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp(
      "Change a setting while the run goes on: after step 400, for one. May be given several times.",
      valueName: "step:knob=value"),
    transform: KnobChange.init(typed:))
  public var changes: [KnobChange] = []

  @Flag(help: "Print nothing but errors.")
  public var quiet = false

  @Flag(help: "Print summary.json to standard output, and nothing else.")
  public var json = false

  public init() {}

  /// As if typed with these and `--overwrite`, and all others left out.
  public init(seed: UInt64, out: String, quiet: Bool = false) {
    (preset, self.seed, steps, batchSize) = (.lesson, seed, nil, nil)
    (self.out, resume, overwrite, checkpointEvery, threads) = (out, false, true, nil, nil)
    (changes, stopAfter, digestAt) = ([], nil, nil)
    (self.quiet, json) = (quiet, false)
  }

  public func validate() throws {
    if let steps, steps < 1 || steps > 100_000_000 {
      throw ValidationError("--steps \(steps): give a number from 1 to 100000000")
    }
    if let batchSize, batchSize < 2 || batchSize > 1 << 20 {
      throw ValidationError("--batch-size \(batchSize): give a number from 2 to 1048576")
    }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads \(threads): give a number from 1 to 1024")
    }
    if let checkpointEvery, checkpointEvery < 1 {
      throw ValidationError("--checkpoint-every \(checkpointEvery): give a number from 1")
    }
    for (name, step) in [("--stop-after", stopAfter), ("--digest-at", digestAt)] {
      if let step, step < 1 { throw ValidationError("\(name) \(step): give a number from 1") }
    }
    if resume && overwrite {
      throw ValidationError(
        "--resume goes on with a run, --overwrite replaces it: give one of them")
    }
    if let out, out.isEmpty { throw ValidationError("--out: give the path of a folder") }
  }
}
