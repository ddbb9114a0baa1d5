import Preconditions

// To repeat every pixel and then convolve multiplies equal pixels with different weights. It is
// cheaper to add those weights first.
//
// Upsampling is itself a transposed convolution, with stride f and a kernel of f × f ones, and one
// transposed convolution after another is a third, whose kernel is the full convolution of the two:
//
//   K[k, l] = Σ w[k − d, l − e]   over d, e from 0 up to f.
//
// So f × upsampling and a kernel of n × n are a transposed convolution of stride f with a kernel of
// (n + f − 1) × (n + f − 1). For n = 5 and f = 2 that takes 9 products for each pixel and pair of
// channels, where 25 were.

extension Tensor {
  /// `upsampled(by: factor).transposedConv2D(weight:bias:padding:)`, up to rounding, in fewer
  /// operations: 2.8 times fewer for a kernel of 5 and a factor of 2.
  ///
  /// - Parameters:
  ///   - weight: `[height, width, outputs, inputs]`, as for
  ///     ``transposedConv2D(weight:bias:stride:padding:)``, whose stride is 1 here.
  ///   - bias: `[outputs]`; none by default.
  ///   - factor: how many times each pixel is repeated in both directions.
  ///   - padding: as for the transposed convolution of the repeated pixels.
  public func upsampledTransposedConv2D(
    weight: Tensor, bias: Tensor? = nil, factor: Int, padding: Padding = .same
  ) -> Tensor {
    require(factor > 0, "upsampledTransposedConv2D: a factor of \(factor)")
    checkOperands("upsampledTransposedConv2D", weight, bias, 1, padding, inputAxis: 3)
    guard
      let height = ConvolutionAxis(
        transposing: factor * shape[1], kernel: weight.shape[0], stride: 1, padding: padding),
      let width = ConvolutionAxis(
        transposing: factor * shape[2], kernel: weight.shape[1], stride: 1, padding: padding)
    else {
      stop(
        "upsampledTransposedConv2D: padding \(padding) leaves nothing of \(shape) by \(weight.shape)"
      )
    }
    let geometry = ConvolutionGeometry(
      batch: shape[0], height: height.behindUpsampling(by: factor),
      width: width.behindUpsampling(by: factor), inputs: weight.shape[2], outputs: shape[3])
    return .convolutionAdjoint(self, weight.boxSummed(factor), bias, geometry)
  }

  /// The full convolution with `size` × `size` ones, along the first two axes.
  private func boxSummed(_ size: Int) -> Tensor {
    [0, 1].reduce(self) { weight, axis in
      (0..<size).map { weight.padded(before: $0, after: size - 1 - $0, along: axis) }
        .reduce(nil as Tensor?) { sum, shifted in sum.map { $0 + shifted } ?? shifted }
        ?? weight
    }
  }
}

extension ConvolutionAxis {
  /// The axis of a transposed convolution of stride `factor` that does the work of upsampling and
  /// this one, of stride 1.
  fileprivate func behindUpsampling(by factor: Int) -> ConvolutionAxis {
    ConvolutionAxis(
      input: input, kernel: kernel + factor - 1, stride: factor, before: before,
      output: output / factor)
  }
}
