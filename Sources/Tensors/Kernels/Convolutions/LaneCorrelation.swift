/// A correlation with few output channels, where a tile 32 channels wide would be mostly empty: the
/// lanes of a vector are sixteen images instead.
///
/// Some lines of sixteen images at a time are transposed, so that the same number of all of them is
/// one vector; each output is then summed in the same order as ever. Beside a line lie zeros for the
/// padding, which are multiplied: as long as the weights are finite, that can change no more than the
/// sign of a zero.
struct LaneCorrelation: Job, @unchecked Sendable {
  private let correlation: Correlation
  /// For each output channel the weights, in the order in which the sweeps use them.
  private let weights: Storage
  /// The zeros before and after a line, in pixels.
  private let before: Int
  private let after: Int
  /// How many lines must be there at once; line y lies in slot y mod `slots`.
  private let slots: Int

  init(_ correlation: Correlation) {
    self.correlation = correlation
    let (heights, widths) = (correlation.heights, correlation.widths)
    let ends = widths.map { $0.start + ($0.count - 1) * $0.step + $0.taps - $0.input }
    before = Swift.max(0, -(widths.map(\.start).min() ?? 0))
    after = Swift.max(0, ends.max() ?? 0)
    slots = Swift.max(
      1, (heights.map { $0.start + $0.taps }.max() ?? 0) - (heights.map(\.start).min() ?? 0))
    weights = Storage.make(count: correlation.columns * correlation.depth)
    var target = weights.scalars
    for output in 0..<correlation.columns {
      for height in heights {
        for width in widths {
          for row in 0..<height.taps {
            for column in 0..<width.taps {
              let tap = correlation.weight(height, row, width, column).from(row: 0, column: output)
              for channel in 0..<correlation.channels {
                target[channel] = tap.start[channel &* tap.rowStride]
              }
              target += correlation.channels
            }
          }
        }
      }
    }
  }

  func compute() {
    perform(
      self, parts: (correlation.inputShape[0] + 15) / 16,
      nanoseconds: Cost.copiedLines(multiplyAdds: correlation.multiplyAdds))
  }

  /// Sixteen images, line by line.
  func run(_ group: Int) {
    let shape = correlation.inputShape
    let images = Swift.min(16, shape[0] - 16 * group)
    let (lineLength, pixel) = (shape[2] * shape[3], 16 * shape[3])
    let slotSize = (before + shape[2] + after) * pixel
    let ring = Storage.make(count: slots * slotSize)
    for slot in 0..<slots {
      let start = ring.scalars + slot * slotSize
      start.update(repeating: 0, count: before * pixel)
      (start + (before + shape[2]) * pixel).update(repeating: 0, count: after * pixel)
    }
    let source = Matrix(
      start: correlation.input + 16 * group * shape[1] * lineLength,
      rowStride: shape[1] * lineLength, columnStride: 1)
    var next = 0
    for q in 0..<(correlation.heights.map(\.count).max() ?? 0) {
      var firstWeight = 0
      for height in correlation.heights {
        let top = height.start + q * height.step
        while next < Swift.min(shape[1], top + height.taps) {
          packRows(
            of: source.from(row: 0, column: next * lineLength), count: images, depth: lineLength,
            tileRows: 16, into: ring.scalars + (next % slots * slotSize + before * pixel))
          next += 1
        }
        for width in correlation.widths {
          if q < height.count {
            sum(height, width, q, firstWeight, ring.scalars, slotSize, group, images)
          }
          firstWeight += height.taps * width.taps * shape[3]
        }
      }
    }
    withExtendedLifetime(ring) {}
  }

  /// One line of outputs of sixteen images.
  private func sum(
    _ height: ConvolutionSweep, _ width: ConvolutionSweep, _ q: Int, _ firstWeight: Int,
    _ ring: UnsafePointer<Float>, _ slotSize: Int, _ group: Int, _ images: Int
  ) {
    let channels = correlation.channels
    let top = height.start + q * height.step
    let rows = Swift.max(0, -top)..<Swift.max(0, -top, Swift.min(height.taps, height.input - top))
    withUnsafeTemporaryAllocation(of: Run.self, capacity: rows.count) { runs in
      for (index, row) in rows.enumerated() {
        runs[index] = Run(
          a: (top + row) % slots * slotSize + 16 * (before + width.start) * channels,
          b: firstWeight + row * width.taps * channels, count: width.taps * channels)
      }
      let shape = correlation.outputShape
      let line =
        (16 * group * shape[1] + height.firstOutput + q * height.outputStep) * shape[2]
        + width.firstOutput
      let target = LaneOutputs.Target(
        start: correlation.output + line * shape[3], step: width.outputStep * shape[3],
        images: images, imageSize: shape[1] * shape[2] * shape[3])
      for output in 0..<shape[3] {
        let bias = correlation.bias.map { $0[output] } ?? 0
        let weights = UnsafePointer(weights.scalars + output * correlation.depth)
        let outputs = LaneOutputs(
          lines: ring, step: 16 * width.step * channels, weights: weights,
          runs: UnsafeBufferPointer(runs), bias: bias, count: width.count,
          target: target.moved(by: output))
        if TileChoice.lanePixels(tileRows: correlation.tileRows) == 8 {
          outputs.sum(LaneTile<8>.self)
        } else {
          outputs.sum(LaneTile<4>.self)
        }
      }
    }
  }
}

/// A line of outputs of sixteen images, in one channel.
private struct LaneOutputs {
  let lines: UnsafePointer<Float>
  /// From an output's first number to the next output's.
  let step: Int
  let weights: UnsafePointer<Float>
  let runs: UnsafeBufferPointer<Run>
  let bias: Float
  let count: Int
  let target: Target

  /// Where output 0 of image 0 goes, and how far the next output and the next image are.
  struct Target {
    let start: UnsafeMutablePointer<Float>
    let step: Int
    let images: Int
    let imageSize: Int

    func moved(by count: Int) -> Target {
      Target(start: start + count, step: step, images: images, imageSize: imageSize)
    }
  }

  func sum<let pixels: Int>(_: LaneTile<pixels>.Type) {
    for first in stride(from: 0, to: count, by: pixels) {
      let there = Swift.min(pixels, count &- first)
      let sums = LaneTile<pixels>.sum(
        InlineArray { lines + (first &+ Swift.min($0, there &- 1)) &* step }, weights, runs,
        bias: bias)
      for pixel in 0..<there {
        let place = target.start + (first &+ pixel) &* target.step
        for image in 0..<target.images { place[image &* target.imageSize] = sums[pixel][image] }
      }
    }
  }
}

/// Neighbouring outputs that are summed in registers.
private enum LaneTile<let pixels: Int> {
  @inline(__always)
  static func sum(
    _ sources: InlineArray<pixels, UnsafePointer<Float>>, _ weights: UnsafePointer<Float>,
    _ runs: UnsafeBufferPointer<Run>, bias: Float
  ) -> InlineArray<pixels, Vector> {
    var sums = InlineArray<pixels, Vector>(repeating: Vector(repeating: bias))
    for run in runs {
      var index = run.a
      var weight = weights + run.b
      for _ in 0..<run.count {
        let w = Vector(repeating: weight[0])
        for pixel in 0..<pixels {
          sums[pixel].addProduct(Vector(loading: sources[pixel] + index), w)
        }
        index &+= 16
        weight += 1
      }
    }
    return sums
  }
}
