import ArgumentParser
import Foundation
import Tensors

/// This library's side of `workbook bench`: one workload, in a process of its own. ``Player`` drives it.
struct Play: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a workload's steps as standard input says.", shouldDisplay: false)

  @Option var workload: Workload
  @Option var batch: Int
  @Option var threads: Int

  func run() throws {
    Parallelism.threads = threads
    let step = workload.step(batch: batch)
    let first = time(1, step)
    try say(Player.Opening(library: "workbook", form: "", firstMs: first))
    // A sample is some steps together, long against the clock.
    var inSample = Swift.max(1, Int(2 / first))
    while let order = readLine() {
      var samples: [Double] = []
      if order.hasSuffix(" steps"), let count = Int(order.dropLast(6)) {
        samples.append(time(count, step))
      } else {
        let end = ContinuousClock.now + .seconds(Double(order) ?? 0)
        repeat {
          samples.append(time(inSample, step))
          inSample = Swift.max(1, Int(2 / samples[samples.count - 1]))
        } while .now < end
      }
      samples.sort()
      try say(
        Player.Round(
          samples: samples.count, medianMs: samples[samples.count / 2], bestMs: samples[0],
          peakMemoryBytes: peakMemoryBytes()))
    }
  }

  /// Milliseconds a step.
  private func time(_ count: Int, _ step: () -> Void) -> Double {
    ContinuousClock().measure { for _ in 0..<count { step() } } / .milliseconds(1) / Double(count)
  }

  private func say(_ line: some Encodable) throws {
    try FileHandle.standardOutput.write(contentsOf: JSONEncoder().encode(line) + Data("\n".utf8))
  }
}

/// The most memory that this process has held. On Linux not what `getrusage` says, which begins with
/// the memory of the process that started this one.
private func peakMemoryBytes() -> Int {
  #if os(Linux)
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 } ?? 0
  #else
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
  #endif
}
