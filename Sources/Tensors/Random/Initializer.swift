/// How the weights of a layer begin.
public struct Initializer: Sendable {
  /// Makes the weights: `fanIn` inputs reach each output, `fanOut` outputs leave each input.
  private let make:
    @Sendable (_ shape: Shape, _ fanIn: Int, _ fanOut: Int, _ stream: inout RandomStream) -> Tensor

  /// Weights of `shape`, `[inputs, outputs]` or `[height, width, inputs, outputs]`.
  public func callAsFunction(_ shape: Shape, using stream: inout RandomStream) -> Tensor {
    let patch = shape.dropLast(2).reduce(1, *)
    let fanIn = shape.rank > 1 ? patch * shape[shape.rank - 2] : shape.scalarCount
    let fanOut = shape.rank > 1 ? patch * shape[shape.rank - 1] : shape.scalarCount
    return make(shape, fanIn, fanOut, &stream)
  }

  /// Uniform in ±√(6 / (fanIn + fanOut)), which keeps the variance of activations and of gradients
  /// near 1 through tanh layers. Keras's default.
  /// Glorot, Bengio (2010), Understanding the difficulty of training deep feedforward networks.
  public static let glorotUniform = Initializer { shape, fanIn, fanOut, stream in
    let limit = (6 / Float(fanIn + fanOut)).squareRoot()
    return .uniform(shape, from: -limit, to: limit, using: &stream)
  }

  /// Normal with variance 2 / fanIn: a ReLU passes half of what it gets.
  /// He, Zhang, Ren, Sun (2015), Delving Deep into Rectifiers.
  public static let heNormal = Initializer { shape, fanIn, _, stream in
    .normal(shape, standardDeviation: (2 / Float(fanIn)).squareRoot(), using: &stream)
  }

  /// Normal with variance `gain` / fanIn: 2 before a ReLU as in ``heNormal``, 1 where nothing follows that
  /// takes half away. Keras's `VarianceScaling`.
  public static func varianceScaling(_ gain: Float) -> Initializer {
    Initializer { shape, fanIn, _, stream in
      .normal(shape, standardDeviation: (gain / Float(fanIn)).squareRoot(), using: &stream)
    }
  }

  /// The same for a transposed convolution, whose weight is that of its adjoint: an output of it is the
  /// sum of inputs · kernel² / stride² products, and that is the number of inputs to count. (The adjoint's
  /// is outputs · kernel²: twice as many where a layer doubles the map and halves the channels.)
  public static func transposedVarianceScaling(_ gain: Float, stride: Int) -> Initializer {
    Initializer { shape, _, fanOut, stream in
      let products = Float(fanOut) / Float(stride * stride)
      return .normal(shape, standardDeviation: (gain / products).squareRoot(), using: &stream)
    }
  }

  /// Normal with mean 0, whatever the shape.
  public static func normal(standardDeviation: Float) -> Initializer {
    Initializer { shape, _, _, stream in
      .normal(shape, standardDeviation: standardDeviation, using: &stream)
    }
  }

  /// Normal, but never further than two standard deviations from 0.
  public static func truncatedNormal(standardDeviation: Float) -> Initializer {
    Initializer { shape, _, _, stream in
      .truncatedNormal(shape, standardDeviation: standardDeviation, using: &stream)
    }
  }

  /// All the same number.
  public static func constant(_ value: Float) -> Initializer {
    Initializer { shape, _, _, _ in Tensor(repeating: value, shape: shape) }
  }

  /// Zeros: how a bias usually begins.
  public static let zeros = constant(0)
}
