import ArgumentParser
import Foundation
import Tensors

/// Times whole training steps and matrix products on this machine.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time training steps: one line of JSON each.",
    discussion: """
      W1  the 1-D toy GAN of chapter 1: two discriminator steps and one generator step, SGD
      W2  the dense GAN on 28 x 28 images: one step of each, Adam
      W3  keras28 of chapter 3: 28 x 28 digits, dropout, upsampling, RMSprop
      W4  mxnet64 of chapter 3: 64 x 64 images of one channel, Adam
      W5  faces64 of chapter 3: 64 x 64 colour images, one step of D and five of G, Adam
      W6  the penalised critic of chapter 5: five critic steps and one generator step, Adam
      W6b  the same with clipped weights, RMSprop
      gemm  a matrix product, 1024 x 1024 x 1024

      The processor's peak rate of fused multiply-adds is measured in turn with each workload, and
      `shareOfPeak` says how much of it the matrix products of the step amount to. In W3 to W6b every \
      tap of a convolution counts, as is usual; those that fall on padding or on repeated pixels are \
      left out here, so the share can exceed 1.
      """)

  @Option(help: "Which workloads, separated by commas: \(Workload.allCases.names).")
  var workload: WorkloadList = WorkloadList(all: Workload.allCases)

  @Option(help: "Samples in a batch. (default: 200 for W1, 128 for W2, else 64)")
  var batch: Int?

  @Option(help: "Threads. (default: one for each core)")
  var threads: Int?

  @Option(help: "Seconds to spend on each workload.")
  var seconds = 3.0

  func validate() throws {
    if let batch, batch < 2 || batch > 1 << 16 {
      throw ValidationError("--batch \(batch): give a number from 2 to 65536")
    }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads \(threads): give a number from 1 to 1024")
    }
    if !(seconds > 0 && seconds <= 3600) {
      throw ValidationError("--seconds \(seconds): give a number above 0 and up to 3600")
    }
  }

  func run() throws {
    if let threads { Parallelism.threads = threads }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    for workload in workload.all {
      let line = try encoder.encode(measure(workload))
      print(String(decoding: line, as: UTF8.self))
    }
  }

  private func measure(_ workload: Workload) -> Measurement {
    let batch = batch ?? workload.batch
    let step = workload.step(batch: batch)
    let start = ContinuousClock.now
    step()
    let first = start.duration(to: .now) / .milliseconds(1)
    // A sample is some steps together, long against the clock; the peak is taken in between.
    let stepsInSample = Swift.max(1, Int(2 / first))
    var samples: [Double] = []
    var peaks: [Double] = []
    for _ in 0..<Swift.min(20, Int(1_000 / first)) { step() }
    while samples.count < 5 || start.duration(to: .now) < .seconds(seconds) {
      let sample = ContinuousClock().measure { for _ in 0..<stepsInSample { step() } }
      samples.append(sample / .milliseconds(1) / Double(stepsInSample))
      if samples.count % 8 == 1 || first > 100 {
        peaks.append(peakRate(threads: Parallelism.threads))
      }
    }
    samples.sort()
    let median = samples[samples.count / 2]
    let rate = workload.multiplyAdds(batch: batch) * 2 / (median * 1e6)
    let peak = peaks.sorted()[peaks.count / 2]
    return Measurement(
      workload: workload.rawValue, batch: batch, threads: Parallelism.threads,
      samples: samples.count, medianMs: median, bestMs: samples[0], firstMs: first,
      gflops: rate, peakGflops: peak, shareOfPeak: rate / peak)
  }
}

private struct Measurement: Encodable {
  let workload: String
  let batch: Int
  let threads: Int
  let samples: Int
  let medianMs: Double
  let bestMs: Double
  let firstMs: Double
  let gflops: Double
  let peakGflops: Double
  let shareOfPeak: Double
}

struct WorkloadList: ExpressibleByArgument {
  let all: [Workload]

  init(all: [Workload]) { self.all = all }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    all = names.compactMap { Workload(rawValue: String($0)) }
    if all.count != names.count || all.isEmpty { return nil }
  }

  var defaultValueDescription: String { "all" }
}

extension [Workload] {
  var names: String { map(\.rawValue).joined(separator: ", ") }
}
