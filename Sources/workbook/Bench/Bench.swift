import ArgumentParser
import Foundation
import Runs
import Tensors

/// Times whole training steps and matrix products on this machine, beside other libraries if wanted.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time training steps, also beside PyTorch, TensorFlow and JAX.",
    discussion: """
      W1  the 1-D toy GAN of chapter 1: two discriminator steps and one generator step, SGD
      W2  the dense GAN on 28 x 28 images: one step of each, Adam
      W3  keras28 of chapter 3: 28 x 28 digits, dropout, upsampling, RMSprop
      W4  mxnet64 of chapter 3: 64 x 64 images of one channel, Adam
      W5  faces64 of chapter 3: 64 x 64 colour images, one step of D and five of G, Adam
      W6  the penalised critic of chapter 5: five critic steps and one generator step, Adam
      W6b  the same with clipped weights, RMSprop
      gemm  a matrix product, 1024 x 1024 x 1024

      Each workload runs in a process of its own, and each library with --compare; they play a round in \
      turn and sleep in between. A row tells the median over the rounds of a step's time, the best time, \
      the rate, the most memory, the time from the start of the process to the end of its first step, \
      how many processors were busy with something else (near 0 on a quiet machine), and how many times \
      longer than ours the step took: the median of the ratios within a round, and their range.

      The rate counts multiply-adds of matrix products and convolutions, with every tap, as is usual, \
      also those on padding or on repeated pixels, which are left out here: so the share of the peak rate \
      of fused multiply-adds, which is measured between the rounds, can exceed 1.
      """)

  @Option(help: "Which workloads, separated by commas: \(Names<Workload>.choices).")
  var workload = Names(Workload.allCases)

  @Option(help: "Samples in a batch. (default: 200 for W1, 128 for W2, else 64)")
  var batch: Int?

  @Option(help: "Threads. (default: one for each core)")
  var threads: Int?

  @Option(help: "How often each library plays.")
  var rounds = 5

  @Option(help: "Seconds that a library spends on a round; at least one step.")
  var seconds = 2.0

  @Option(help: "Other libraries to play the same rounds: \(Names<Peer>.choices).")
  var compare: Names<Peer>?

  @Option(help: "Another build of this program to play the same rounds.")
  var against: String?

  @Option(
    help: """
      Which Python has them: torch=PATH,jax=PATH. (default: $WORKBOOK_TORCH_PYTHON, \
      $WORKBOOK_TENSORFLOW_PYTHON and $WORKBOOK_JAX_PYTHON, else python3)
      """)
  var python = Pythons()

  @Flag(help: "Show that time grows as the batch and the number of steps do.")
  var scaling = false

  @Flag(help: "List the operations of a step by the time that they take.")
  var ops = false

  @Flag(help: "Show the least time a step can take on this machine, by arithmetic and by memory.")
  var roofline = false

  @Flag(help: "Print a line of JSON for each row.")
  var json = false

  func validate() throws {
    if let batch, batch < 2 || batch > 1 << 16 {
      throw ValidationError("--batch \(batch): give a number from 2 to 65536")
    }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads \(threads): give a number from 1 to 1024")
    }
    if rounds < 1 || rounds > 1000 {
      throw ValidationError("--rounds \(rounds): give a number from 1 to 1000")
    }
    if !(seconds > 0 && seconds <= 3600) {
      throw ValidationError("--seconds \(seconds): give a number above 0 and up to 3600")
    }
    if [scaling, ops, roofline, compare != nil].count(where: { $0 }) > 1 {
      throw ValidationError("--scaling, --ops, --roofline and --compare: give one of them")
    }
    if against != nil, scaling || ops || roofline {
      throw ValidationError("--against goes with --compare, or alone")
    }
  }

  func run() throws {
    let sources = Children.watchSignals()
    defer { withExtendedLifetime(sources) {} }
    do {
      if ops {
        try printOperations()
      } else if roofline {
        try printRoofs()
      } else if scaling {
        try printScaling()
      } else {
        try printStandings()
      }
    } catch Child.Failure.broken(let reason) {
      throw RunFailure(.software, "bench: \(reason)")
    }
  }

  private var threadCount: Int { threads ?? Parallelism.threads }

  private func printStandings() throws {
    var peers = try Peers(compare?.all ?? [], pythons: python)
    if !json { say(Table.standings.header) }
    for workload in workload.all {
      let size = batch ?? workload.batch
      let ours = try Player(workload, batch: size, threads: threadCount)
      var others = peers.players(workload, batch: size, threads: threadCount)
      if let against {
        others.append(
          try Player(build: against, workload, batch: size, threads: threadCount))
      }
      let contest = Contest(
        workload: workload, batch: size, threads: threadCount, rounds: rounds, seconds: seconds)
      for standing in try contest.standings([ours] + others) {
        try say(json ? line(standing) : Table.standings.row(standing))
      }
    }
  }

  private func printScaling() throws {
    if !json { say(Table.scaling.header) }
    for workload in workload.all {
      let size = batch ?? workload.batch
      for scaling in [
        try Scaling(
          overBatchesOf: workload, upTo: 2 * size, threads: threadCount, rounds: rounds,
          seconds: seconds),
        try Scaling(overStepsOf: workload, batch: size, threads: threadCount, rounds: rounds),
      ] {
        if json { say(try line(scaling)) } else { scaling.rows.forEach(say) }
      }
    }
  }

  private func printOperations() throws {
    Parallelism.threads = threadCount
    if !json { say(Table.operations.header) }
    for workload in workload.all {
      let result = OperationCosts(
        of: workload, batch: batch ?? workload.batch, seconds: seconds)
      if json { for cost in result.costs { say(try line(cost)) } } else { result.rows.forEach(say) }
    }
  }

  private func printRoofs() throws {
    Parallelism.threads = threadCount
    if !json { say(Table.roofs.header) }
    for workload in workload.all {
      let roof = Roof(
        of: workload, batch: batch ?? workload.batch, threads: threadCount, seconds: seconds)
      say(json ? try line(roof) : roof.row)
    }
  }

  private func line(_ result: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(result), as: UTF8.self)
  }

  /// A row at a time, also into a file or a pipe.
  private func say(_ row: String) {
    print(row)
    fflush(nil)
  }
}
