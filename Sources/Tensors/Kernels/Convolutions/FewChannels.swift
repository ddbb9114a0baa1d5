/// The gradient of a convolution with respect to its weights, where the images have so few channels
/// that a tile of them would be mostly empty: the rows of a tile are taps and channels together.
///
/// For this the lines that a line of outputs sees are copied, with zeros for the padding, some lines
/// at a time. The zeros are multiplied: as long as the cotangents are finite, that can change no more
/// than the sign of a zero. The cotangents are read where they lie.
struct FewChannels: @unchecked Sendable {
  let input: UnsafePointer<Float>
  let cotangent: UnsafePointer<Float>
  let weight: UnsafeMutablePointer<Float>
  let geometry: ConvolutionGeometry
  let tileRows: Int

  private var rows: Int { geometry.taps * geometry.inputs }
  /// What a line of outputs sees of a line of the padded image, in scalars.
  private var lineLength: Int {
    ((geometry.width.output - 1) * geometry.width.stride + geometry.width.kernel)
      * geometry.inputs
  }

  func compute() {
    let panels = (geometry.outputs + 31) / 32
    let slices = ProductSplit.slices(units: (rows + 7) / 8, panels: panels)
    perform(
      Split(channels: self, panels: panels, slices: slices), parts: panels * slices,
      nanoseconds: Cost.copiedLines(multiplyAdds: geometry.multiplyAdds))
  }

  /// With cotangents of few channels and stride 1, images and cotangents change places: to slide the
  /// cotangents over the images gives the same products, in the same order, for the kernel turned
  /// round.
  func computeExchanged() {
    let turned = ConvolutionGeometry(
      batch: geometry.batch, height: geometry.height.exchanged, width: geometry.width.exchanged,
      inputs: geometry.outputs, outputs: geometry.inputs)
    let result = Storage.make(count: turned.weightShape.scalarCount)
    FewChannels(
      input: cotangent, cotangent: input, weight: result.scalars, geometry: turned,
      tileRows: tileRows
    ).compute()
    let (inputs, outputs) = (geometry.inputs, geometry.outputs)
    for tap in 0..<geometry.taps {
      let source = result.scalars + (geometry.taps - 1 - tap) * inputs * outputs
      let target = weight + tap * inputs * outputs
      for input in 0..<inputs {
        for output in 0..<outputs {
          target[input &* outputs &+ output] = source[output &* inputs &+ input]
        }
      }
    }
    withExtendedLifetime(result) {}
  }

  private struct Split: Job {
    let channels: FewChannels
    let panels: Int
    let slices: Int

    func run(_ part: Int) {
      let units = (channels.rows + 7) / 8
      let slice = part / panels
      channels.compute(
        rows: units * slice / slices
          * 8..<Swift.min(
            channels.rows, units * (slice + 1) / slices * 8),
        column: part % panels * 32)
    }
  }

  /// The weights `rows`, counted over taps and inputs, in 32 columns from `column` on.
  private func compute(rows: Range<Int>, column: Int) {
    let (lines, length) = (geometry.batch * geometry.height.output, geometry.width.output)
    let together = Swift.min(lines, Swift.max(1, PieceSize.depth / length))
    let lineSize = geometry.height.kernel * lineLength
    let patches = Storage.make(count: together * lineSize)
    let width = Swift.min(32, geometry.outputs - column)
    // A panel that is not full must not be read beyond its end.
    let packed = width < 32 ? Storage.make(count: together * length * 32) : nil
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rows.count) { offsets in
      withUnsafeTemporaryAllocation(of: Run.self, capacity: together) { runs in
        guard let offsets = offsets.baseAddress else { return }
        locate(rows, offsets)
        for line in 0..<together {
          runs[line] = Run(a: line * lineSize, b: line * length, count: length)
        }
        for first in stride(from: 0, to: lines, by: together) {
          let count = Swift.min(together, lines - first)
          for line in 0..<count {
            copyLines(under: first + line, into: patches.scalars + line * lineSize)
          }
          var pixels = cotangent + (first * length * geometry.outputs + column)
          if let packed {
            packColumns(
              of: Matrix(start: pixels, rowStride: geometry.outputs, columnStride: 1),
              count: width, depth: count * length, into: packed.scalars)
            pixels = UnsafePointer(packed.scalars)
          }
          GatheredBlock(
            a: patches.scalars, aRows: offsets, aStep: geometry.width.stride * geometry.inputs,
            runs: UnsafeBufferPointer(rebasing: runs[..<count]),
            b: pixels, bStep: packed == nil ? geometry.outputs : 32, panelSize: 0,
            bias: nil, isFirst: first == 0,
            c: weight + column, cRows: offsets + rows.count, rows: rows.count, columns: width
          ).compute(tileRows: tileRows)
        }
      }
    }
    withExtendedLifetime((patches, packed)) {}
  }

  /// Where each row begins in a patch, and in the weights.
  private func locate(_ rows: Range<Int>, _ offsets: UnsafeMutablePointer<Int>) {
    let tapLine = geometry.width.kernel * geometry.inputs
    for row in rows {
      offsets[row - rows.lowerBound] = row / tapLine * lineLength + row % tapLine
      offsets[rows.count + row - rows.lowerBound] = row * geometry.outputs
    }
  }

  /// Copies what a line of outputs sees: a line of the padded image for each line of the kernel.
  private func copyLines(under line: Int, into target: UnsafeMutablePointer<Float>) {
    let (height, width, channels) = (geometry.height, geometry.width, geometry.inputs)
    let image = line / height.output * height.input
    let top = line % height.output * height.stride - height.before
    // The part of the line that is on the image. (Exchanged, `before` may be negative.)
    let low = Swift.min(lineLength, Swift.max(0, width.before * channels))
    let high = Swift.max(low, Swift.min(lineLength, (width.before + width.input) * channels))
    for row in 0..<height.kernel {
      let target = target + row * lineLength
      let y = top + row
      if y < 0 || y >= height.input {
        target.update(repeating: 0, count: lineLength)
      } else {
        let start = ((image + y) * width.input - width.before) * channels
        target.update(repeating: 0, count: low)
        (target + low).update(from: input + (start + low), count: high - low)
        (target + high).update(repeating: 0, count: lineLength - high)
      }
    }
  }
}

extension ConvolutionAxis {
  /// The axis on which the outputs of this one, of stride 1, are the inputs.
  fileprivate var exchanged: ConvolutionAxis {
    ConvolutionAxis(
      input: output, kernel: kernel, stride: 1, before: kernel - 1 - before, output: input)
  }
}
