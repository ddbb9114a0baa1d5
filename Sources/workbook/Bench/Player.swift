import Foundation

/// A process that runs one workload's step when it is told to, and says how long that took: this
/// program as `workbook play`, or a script of `Sources/workbook/Bench/Peers`.
///
/// The process says one line when its first step is done, then sleeps on its standard input. For each
/// line there, it plays one round and answers one line; when its input is closed, it ends. So several
/// libraries, each warm, can be timed in turn, and what one of them allocates is in no other's memory.
final class Player {
  /// The line after the first step.
  struct Opening: Codable, Equatable {
    /// With its version.
    let library: String
    /// How the library runs the step: `eager`, `compiled`, …; empty where there is one way.
    let form: String
    let firstMs: Double
  }

  struct Round: Codable, Equatable {
    /// How many times were taken; each is of one step, or of some short ones together.
    let samples: Int
    /// Of one step.
    let medianMs: Double
    let bestMs: Double
    /// The most memory that the process has held so far.
    let peakMemoryBytes: Int
    /// The processors' worth of work that others did meanwhile; unknown outside Linux.
    var otherCPUs: Double?
  }

  private(set) var opening: Opening
  /// From the start of the process until its first step was done.
  let startSeconds: Double
  private let child: Child

  /// Starts the process, and waits for its first step.
  init(_ command: [String], environment: [String: String] = [:]) throws {
    let start = ContinuousClock.now
    child = try Child(command, environment: environment)
    opening = try child.answer(Opening.self)
    startSeconds = start.duration(to: .now) / .seconds(1)
  }

  /// This library, as this program was built or as another was.
  convenience init(
    build: String? = nil, _ workload: Workload, batch: Int, threads: Int
  ) throws {
    try self.init([
      build ?? Bundle.main.executablePath ?? CommandLine.arguments[0], "play", "--workload",
      workload.rawValue, "--batch", "\(batch)", "--threads", "\(threads)",
    ])
    if let build {
      opening = Opening(library: opening.library, form: build, firstMs: opening.firstMs)
    }
  }

  /// Another library.
  convenience init(
    _ peer: Peer, python: String, _ workload: Workload, batch: Int, threads: Int
  ) throws {
    try self.init(
      [
        python, peer.script, "--workload", workload.rawValue, "--batch", "\(batch)", "--threads",
        "\(threads)",
      ],
      environment: ["OMP_NUM_THREADS": "\(threads)", "PYTHONDONTWRITEBYTECODE": "1"])
  }

  /// Runs steps for about `seconds`, at least one.
  func play(seconds: Double) throws -> Round { try play("\(seconds)") }

  /// Runs `count` steps, which only this library does; the round's times are their mean.
  func play(steps count: Int) throws -> Round { try play("\(count) steps") }

  private func play(_ order: String) throws -> Round {
    let before = Load(of: child.id)
    try child.send(order)
    var round = try child.answer(Round.self)
    round.otherCPUs = Load(of: child.id).others(since: before)
    return round
  }
}

/// How long the processors have worked, in all and for one process, as Linux counts it.
private struct Load {
  private let now = ContinuousClock.now
  private let all: Double?
  private let own: Double?

  init(of process: Int32) {
    func fields(_ path: String) -> [Double] {
      // The name of a program, in brackets, may hold blanks.
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      return text.prefix { $0 != "\n" }.split(separator: ")").last?
        .split(separator: " ").map { Double($0) ?? 0 } ?? []
    }
    // user, nice, system, idle, iowait, irq, softirq, steal; then utime and stime. A tick is 10 ms.
    let machine = fields("/proc/stat")
    all =
      machine.count < 9 ? nil : (machine[1...8].reduce(0, +) - machine[4] - machine[5]) / 100
    let mine = fields("/proc/\(process)/stat")
    own = mine.count < 13 ? nil : (mine[11] + mine[12]) / 100
  }

  func others(since start: Load) -> Double? {
    guard let all, let own, let before = start.all, let ownBefore = start.own else { return nil }
    let seconds = start.now.duration(to: now) / .seconds(1)
    return Swift.max(0, all - before - (own - ownBefore)) / seconds
  }
}
