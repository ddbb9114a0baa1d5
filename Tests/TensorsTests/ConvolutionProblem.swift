import Testing

@testable import Tensors

/// A convolution to check: its sizes, random operands, and the same three results by plain loops.
struct ConvolutionProblem: CustomStringConvertible, Sendable {
  var batch = 1
  var height = 1
  var width = 1
  var inputs = 1
  var outputs = 1
  var kernelHeight = 1
  var kernelWidth = 1
  var stride = 1
  var padding = Padding.same

  var description: String {
    """
    images [\(batch), \(height), \(width), \(inputs)], weight [\(kernelHeight), \(kernelWidth), \
    \(inputs), \(outputs)], stride \(stride), padding \(padding)
    """
  }

  var geometry: ConvolutionGeometry? {
    guard
      let y = ConvolutionAxis(
        input: height, kernel: kernelHeight, stride: stride, padding: padding),
      let x = ConvolutionAxis(input: width, kernel: kernelWidth, stride: stride, padding: padding)
    else { return nil }
    return ConvolutionGeometry(batch: batch, height: y, width: x, inputs: inputs, outputs: outputs)
  }

  /// One of a few hundred thousand shapes, small enough for plain loops.
  static func random(using stream: inout RandomStream) -> ConvolutionProblem {
    func one(of values: [Int]) -> Int { values[stream.next(below: values.count)] }
    while true {
      let problem = ConvolutionProblem(
        batch: one(of: [1, 2, 3, 5, 9, 18]), height: 1 + stream.next(below: 12),
        width: 1 + stream.next(below: 12), inputs: one(of: [1, 2, 3, 8, 16, 17, 33]),
        outputs: one(of: [1, 2, 3, 4, 16, 17, 33, 40]), kernelHeight: 1 + stream.next(below: 5),
        kernelWidth: 1 + stream.next(below: 5), stride: 1 + stream.next(below: 3),
        padding: [.same, .valid, .explicit(1), .explicit(2)][stream.next(below: 4)])
      if let geometry = problem.geometry, geometry.multiplyAdds < 200_000 { return problem }
    }
  }

  /// Images, weight, cotangent of the output, and a bias for either side, all normal.
  struct Operands {
    let x: Tensor
    let w: Tensor
    let y: Tensor
    let outputBias: Tensor
    let inputBias: Tensor
  }

  func operands(_ geometry: ConvolutionGeometry) -> Operands {
    var stream = RandomStream(seed: 6, for: description)
    return Operands(
      x: .normal(geometry.inputShape, using: &stream),
      w: .normal(geometry.weightShape, using: &stream),
      y: .normal(geometry.outputShape, using: &stream),
      outputBias: .normal([outputs], using: &stream), inputBias: .normal([inputs], using: &stream))
  }
}

/// Where a tap meets a pixel: the offsets of the first channel of each in images, weights and
/// outputs.
struct Meeting {
  let x: Int
  let w: Int
  let y: Int
}

extension ConvolutionGeometry {
  /// The pixels that tap (k, l) of output (i, j) of image b meets; `nil` on the padding.
  func meeting(_ b: Int, _ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Meeting? {
    let row = i * height.stride + k - height.before
    let column = j * width.stride + l - width.before
    guard row >= 0 && row < height.input && column >= 0 && column < width.input else { return nil }
    return Meeting(
      x: ((b * height.input + row) * width.input + column) * inputs,
      w: (k * width.kernel + l) * inputs * outputs,
      y: ((b * height.output + i) * width.output + j) * outputs)
  }

  /// y = x ∗ w + bias: for each output, over the taps in order and their channels.
  func plainConvolution(_ x: [Float], _ w: [Float], bias: [Float]) -> [Float] {
    var y = (0..<outputShape.scalarCount).map { bias[$0 % outputs] }
    y.withUnsafeMutableBufferPointer { y in
      x.withUnsafeBufferPointer { x in
        w.withUnsafeBufferPointer { w in
          forEachTap { meeting in
            for c in 0..<inputs {
              for o in 0..<outputs {
                y[meeting.y + o].addProduct(x[meeting.x + c], w[meeting.w + c * outputs + o])
              }
            }
          }
        }
      }
    }
    return y
  }

  /// x = y ∗ᵀ w + bias: for each pixel, over the outputs it takes part in, in order, and their
  /// channels. (To go through the outputs in order and add to all pixels is the same for each.)
  func plainAdjoint(_ y: [Float], _ w: [Float], bias: [Float]) -> [Float] {
    var x = (0..<inputShape.scalarCount).map { bias[$0 % inputs] }
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        w.withUnsafeBufferPointer { w in
          forEachTap { meeting in
            for o in 0..<outputs {
              for c in 0..<inputs {
                x[meeting.x + c].addProduct(y[meeting.y + o], w[meeting.w + c * outputs + o])
              }
            }
          }
        }
      }
    }
    return x
  }

  /// w = x ⋆ y: for each weight, over all outputs in order.
  func plainWeights(_ x: [Float], _ y: [Float]) -> [Float] {
    var w = [Float](repeating: 0, count: weightShape.scalarCount)
    w.withUnsafeMutableBufferPointer { w in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          forEachTap { meeting in
            for c in 0..<inputs {
              for o in 0..<outputs {
                w[meeting.w + c * outputs + o].addProduct(x[meeting.x + c], y[meeting.y + o])
              }
            }
          }
        }
      }
    }
    return w
  }

  private func forEachTap(_ body: (Meeting) -> Void) {
    for b in 0..<batch {
      for i in 0..<height.output {
        for j in 0..<width.output {
          for k in 0..<height.kernel {
            for l in 0..<width.kernel {
              if let meeting = meeting(b, i, j, k, l) { body(meeting) }
            }
          }
        }
      }
    }
  }
}
