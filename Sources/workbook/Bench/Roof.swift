import Tensors

/// The least time a step can take on this machine: its multiply-adds at the peak rate, or its bytes at
/// memory's, whichever takes longer. Williams, Waterman, Patterson (2009), Roofline: An Insightful Visual
/// Performance Model for Multicore Architectures.
struct Roof: Codable {
  let workload: String
  let batch: Int
  /// How many tensor operations a step is made of.
  let operations: Int
  /// Operations of the products and convolutions in a step, two to a multiply-add, with every tap.
  let gflop: Double
  /// Without the taps that fall on padding.
  let gflopOnPixels: Double
  /// What must be read and written if nothing stays in a cache from one operation to the next: what the
  /// products, convolutions and updates take and give, once each.
  let megabytes: Double
  let peakGflops: Double
  let gigabytesPerSecond: Double
  let arithmeticMs: Double
  let memoryMs: Double
  /// The median of the steps.
  let medianMs: Double

  /// Counts the operations of one step, and times others for about `seconds`.
  init(of workload: Workload, batch: Int, threads: Int, seconds: Double) {
    let step = workload.step(batch: batch)
    step()
    let counted = Tensors.operations(of: step)
    var times: [Double] = []
    var peaks: [Double] = []
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
      peaks.append(peakRate(threads: threads))
      let pause = ContinuousClock.now + .milliseconds(500)
      repeat {
        times.append(ContinuousClock().measure(step) / .milliseconds(1))
      } while .now < pause
    } while .now < end
    self.init(
      workload, batch: batch, operations: counted, peakGflops: peaks.max() ?? .nan,
      gigabytesPerSecond: memoryRate(threads: threads), medianMs: median(times))
  }

  init(
    _ workload: Workload, batch: Int, operations: [Tensors.Operation], peakGflops: Double,
    gigabytesPerSecond: Double, medianMs: Double
  ) {
    self.workload = workload.rawValue
    self.batch = batch
    self.operations = operations.count
    gflop = workload.multiplyAdds(batch: batch) * 2e-9
    gflopOnPixels = operations.reduce(0) { $0 + ($1.multiplyAddsOnPixels ?? 0) } * 2e-9
    megabytes = Double(operations.reduce(0) { $0 + ($1.bytes ?? 0) }) * 1e-6
    self.peakGflops = peakGflops
    self.gigabytesPerSecond = gigabytesPerSecond
    arithmeticMs = gflopOnPixels / peakGflops * 1e3
    memoryMs = megabytes / gigabytesPerSecond
    self.medianMs = medianMs
  }

  var flopPerByte: Double { gflopOnPixels * 1e3 / megabytes }

  /// How near to its roof the step comes.
  var share: Double { Swift.max(arithmeticMs, memoryMs) / medianMs }

  var row: String { Table.roofs.row([workload, "\(batch)"] + cells) }

  /// From ``gflop`` to ``share``, as a table shows them.
  var cells: [String] {
    [
      gflop, gflopOnPixels, megabytes, flopPerByte, arithmeticMs, memoryMs, medianMs,
    ].map(digits) + ["\(fixed(share * 100, 0)) %"]
  }
}

extension Tensors.Operation {
  /// Like ``multiplyAdds``, without the taps on padding, as the layers of the workloads have it: each
  /// size of an output is that of the input divided by the stride, rounded up.
  var multiplyAddsOnPixels: Double? {
    guard let multiplyAdds else { return nil }
    let (large, kernel, small): (Shape, Shape, Shape)
    switch name {
    case "convolution": (large, kernel, small) = (operands[0], operands[1], result)
    case "convolutionAdjoint": (large, kernel, small) = (result, operands[1], operands[0])
    case "convolutionWeights": (large, kernel, small) = (operands[0], result, operands[1])
    default: return Double(multiplyAdds)
    }
    return [1, 2].reduce(Double(multiplyAdds)) { product, axis in
      let (input, taps, output) = (large[axis], kernel[axis - 1], small[axis])
      let stride = (input + output - 1) / output
      let before = Swift.max(0, (output - 1) * stride + taps - input) / 2
      let pairs = (0..<output).reduce(0) { sum, place in
        sum + (0..<taps).count { (0..<input).contains(place * stride + $0 - before) }
      }
      return product * Double(pairs) / Double(output * taps)
    }
  }

  /// What a product, a convolution or an update must read and write; `nil` for others.
  var bytes: Int? {
    func count(_ shapes: [Shape]) -> Int { shapes.reduce(0) { $0 + $1.reduce(1, *) } }
    if multiplyAdds != nil { return 4 * count(operands + [result]) }
    // The gradient is read; the parameter and what is remembered are read and written.
    return name == "update" ? 4 * (2 * count(operands) - count([result])) : nil
  }
}

extension Table {
  static let roofs = Table(columns: [
    ("workload", 8), ("batch", 6), ("GFLOP", 8), ("on pixels", 9), ("MB", 7), ("FLOP/byte", 9),
    ("arithmetic ms", 13), ("memory ms", 9), ("median ms", 9), ("of the roof", 11),
  ])
}
