/// What a convolution reads beyond the edges of its input: zeros, and this many.
public enum Padding: Sendable, Equatable {
  /// As many as it takes for an output of ⌈input ÷ stride⌉. Where their number is odd, the one more
  /// comes after the input (below, and on the right), as in TensorFlow.
  case same
  /// None: an output where the whole kernel lies within the input, ⌊(input − kernel) ÷ stride⌋ + 1.
  case valid
  /// The same number on all four sides, as in PyTorch: ⌊(input + 2 · padding − kernel) ÷ stride⌋ + 1.
  case explicit(Int)
}

/// One axis, height or width, of a convolution: output `q` is a sum over the taps `t` of input
/// `q · stride + t − before`, where that is a number from 0 up to `input`.
struct ConvolutionAxis: Hashable {
  let input: Int
  let kernel: Int
  let stride: Int
  /// The zeros before the input. How many come after it shows in `output`.
  let before: Int
  let output: Int

  init(input: Int, kernel: Int, stride: Int, before: Int, output: Int) {
    (self.input, self.kernel, self.stride) = (input, kernel, stride)
    (self.before, self.output) = (before, output)
  }

  /// The axis of a convolution; `nil` if the kernel does not fit into the padded input.
  init?(input: Int, kernel: Int, stride: Int, padding: Padding) {
    (self.input, self.kernel, self.stride) = (input, kernel, stride)
    switch padding {
    case .same:
      output = (input + stride - 1) / stride
      before = Swift.max(0, (output - 1) * stride + kernel - input) / 2
    case .valid, .explicit:
      before = if case .explicit(let zeros) = padding { zeros } else { 0 }
      guard input + 2 * before >= kernel else { return nil }
      output = (input + 2 * before - kernel) / stride + 1
    }
  }

  /// The axis of the convolution whose adjoint makes the greatest possible axis of `output`
  /// numbers: what a transposed convolution makes of them. `nil` if nothing is left of it.
  init?(transposing output: Int, kernel: Int, stride: Int, padding: Padding) {
    let input =
      switch padding {
      case .same: output * stride
      case .valid: (output - 1) * stride + kernel
      case .explicit(let zeros): (output - 1) * stride + kernel - 2 * zeros
      }
    guard input > 0 else { return nil }
    self.init(input: input, kernel: kernel, stride: stride, padding: padding)
  }
}

/// The sizes of a convolution from `[batch, height.input, width.input, inputs]` with weights
/// `[height.kernel, width.kernel, inputs, outputs]` to
/// `[batch, height.output, width.output, outputs]`. Its two gradients have the same.
struct ConvolutionGeometry: Hashable {
  let batch: Int
  let height: ConvolutionAxis
  let width: ConvolutionAxis
  let inputs: Int
  let outputs: Int

  var inputShape: Shape { [batch, height.input, width.input, inputs] }
  var weightShape: Shape { [height.kernel, width.kernel, inputs, outputs] }
  var outputShape: Shape { [batch, height.output, width.output, outputs] }
  var taps: Int { height.kernel * width.kernel }

  /// Every tap at every output, those on the padding too.
  var multiplyAdds: Int { outputShape.scalarCount * taps * inputs }
}
