// What a layer makes of the shape of a sample, told without running it: a plan that comes from a file
// may be nonsense, and a layer would stop the program.

extension LayerPlan {
  /// Why a layer cannot take what comes into it, in a sentence without its subject.
  public struct Misfit: Error, Equatable {
    /// `takes [3], and gets [4]`, for one.
    public let sentence: String
  }

  /// The shape of a sample behind the layer.
  ///
  /// - Parameter x: the shape of what comes in, without the batch: `[features]`, or
  ///   `[height, width, channels]`.
  public func output(of x: [Int]) throws(Misfit) -> [Int] {
    switch self {
    case .dense(let inputs, let outputs, _):
      guard x == [inputs] else { throw Misfit(sentence: "takes [\(inputs)], and gets \(x)") }
      return [outputs]
    case .conv2D(let plan):
      return try plan.map(x) { size in
        ConvolutionAxis(
          input: size, kernel: plan.kernel, stride: plan.stride, padding: plan.padding)?.output
      }
    case .transposedConv2D(let plan):
      return try plan.map(x) { size in
        ConvolutionAxis(
          transposing: size * plan.upsampling, kernel: plan.kernel, stride: plan.stride,
          padding: plan.padding)?.input
      }
    case .batchNorm(let features, _, _, _):
      guard x.last == features else {
        throw Misfit(sentence: "takes \(features) features, and gets \(x)")
      }
      return x
    case .reshape(let shape):
      guard shape.reduce(1, *) == x.reduce(1, *) else {
        throw Misfit(sentence: "makes \(shape), and gets \(x): another count of numbers")
      }
      return shape
    case .flatten: return [x.reduce(1, *)]
    case .meanPooling:
      guard x.count == 3, x[0] % 2 == 0, x[1] % 2 == 0 else {
        throw Misfit(sentence: "takes maps of even height and width, and gets \(x)")
      }
      return [x[0] / 2, x[1] / 2, x[2]]
    case .activation, .dropout, .affine: return x
    }
  }
}

extension LayerPlan.Convolution {
  fileprivate func map(
    _ x: [Int], _ output: (Int) -> Int?
  ) throws(LayerPlan.Misfit) -> [Int] {
    guard x.count == 3, x[2] == inputs else {
      throw LayerPlan.Misfit(sentence: "takes maps of \(inputs) channels, and gets \(x)")
    }
    guard let height = output(x[0]), let width = output(x[1]), height > 0, width > 0 else {
      throw LayerPlan.Misfit(sentence: "leaves nothing of a map \(x)")
    }
    return [height, width, outputs]
  }

  /// The zeros before and behind an axis of a convolution. Of a transposed one, what is cut off there:
  /// `behind` is below 0 where zeros are appended instead.
  ///
  /// - Parameter size: the axis of the larger map, the input of a convolution and the output of a
  ///   transposed one.
  public func zeros(around size: Int) -> (before: Int, behind: Int)? {
    guard
      let axis = ConvolutionAxis(input: size, kernel: kernel, stride: stride, padding: padding)
    else { return nil }
    return (axis.before, (axis.output - 1) * stride + kernel - size - axis.before)
  }
}
