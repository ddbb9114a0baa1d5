import Preconditions

// The convolution y of images x with weights w, the gradient of a convolution with respect to x and
// that with respect to w are three readings of one sum of threefold products,
//
//   Σ x[b, s·i + k − p, s·j + l − p, c] w[k, l, c, o] y[b, i, j, o]   over all b, i, j, k, l, c, o:
//
// each is the derivative of the sum by the third. So the gradients of any of the three are the other
// two, and derivatives of every order are made of these three operations.

extension Tensor {
  /// The convolution (in the manner of neural networks: the kernel is not flipped) of images
  /// `[batch, height, width, inputs]` with `weight` `[height, width, inputs, outputs]`:
  ///
  ///   y[b, i, j, o] = bias[o] + Σ x[b, s·i + k − p, s·j + l − p, c] w[k, l, c, o]  over k, l, c.
  ///
  /// The sum is taken in the order of k, l, c, beginning with the bias (or zero), one fused
  /// multiply-add at a time; taps on the padding are left out. Where both sides have many channels it is taken
  /// in fewer multiplications and another order: see `FilterChoice`.
  ///
  /// - Parameters:
  ///   - weight: `[height, width, inputs, outputs]`.
  ///   - bias: `[outputs]`; none by default.
  ///   - stride: s, how far the kernel moves from one output to the next, in both directions.
  ///   - padding: the zeros around the input, p of them before it. The default keeps the size (at
  ///     stride 1), or divides it by the stride.
  public func conv2D(
    weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding = .same
  ) -> Tensor {
    checkOperands("conv2D", weight, bias, stride, padding, inputAxis: 2)
    guard
      let height = ConvolutionAxis(
        input: shape[1], kernel: weight.shape[0], stride: stride, padding: padding),
      let width = ConvolutionAxis(
        input: shape[2], kernel: weight.shape[1], stride: stride, padding: padding)
    else {
      stop(
        "conv2D: a kernel of shape \(weight.shape) is larger than images \(shape), padding \(padding)"
      )
    }
    let geometry = ConvolutionGeometry(
      batch: shape[0], height: height, width: width, inputs: shape[3], outputs: weight.shape[3])
    return .convolution(self, weight, bias, geometry)
  }

  /// The transposed convolution of images `[batch, height, width, inputs]`: the adjoint of the
  /// convolution that has this stride and padding, plus a bias. It takes images of the sizes that
  /// convolution makes to the sizes it takes: height becomes height · stride with `same` padding,
  /// (height − 1) · stride + kernel with `valid`, and 2 · padding less with `explicit`. It inverts
  /// nothing.
  ///
  /// Each pixel is summed over the input pixels that reach it, row by row, and over their channels,
  /// beginning with the bias (or zero), one fused multiply-add at a time; with many channels in fewer
  /// multiplications, as by ``conv2D(weight:bias:stride:padding:)``.
  ///
  /// - Parameters:
  ///   - weight: `[height, width, outputs, inputs]`, as in TensorFlow: it is the weight of the
  ///     convolution, whose inputs are the outputs here.
  ///   - bias: `[outputs]`; none by default.
  ///   - stride: how far apart neighbouring inputs reach, in both directions.
  ///   - padding: that of the convolution: it takes from the edges of the output.
  public func transposedConv2D(
    weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Padding = .same
  ) -> Tensor {
    checkOperands("transposedConv2D", weight, bias, stride, padding, inputAxis: 3)
    guard
      let height = ConvolutionAxis(
        transposing: shape[1], kernel: weight.shape[0], stride: stride, padding: padding),
      let width = ConvolutionAxis(
        transposing: shape[2], kernel: weight.shape[1], stride: stride, padding: padding)
    else {
      stop("transposedConv2D: padding \(padding) leaves nothing of \(shape) by \(weight.shape)")
    }
    let geometry = ConvolutionGeometry(
      batch: shape[0], height: height, width: width, inputs: weight.shape[2], outputs: shape[3])
    return .convolutionAdjoint(self, weight, bias, geometry)
  }

  func checkOperands(
    _ name: String, _ weight: Tensor, _ bias: Tensor?, _ stride: Int, _ padding: Padding,
    inputAxis: Int
  ) {
    require(
      rank == 4 && weight.rank == 4,
      "\(name): images \(shape) and a weight \(weight.shape): both need four axes")
    require(
      shape[3] == weight.shape[inputAxis],
      """
      \(name): images \(shape) by a weight \(weight.shape): \(shape[3]) and \
      \(weight.shape[inputAxis]) input channels differ
      """)
    if let bias {
      require(
        bias.shape == [weight.shape[5 - inputAxis]],
        "\(name): a bias of shape \(bias.shape) for a weight of shape \(weight.shape)")
    }
    require(stride > 0, "\(name): a stride of \(stride)")
    if case .explicit(let zeros) = padding {
      require(zeros >= 0, "\(name): a padding of \(zeros)")
    }
  }
}

extension Tensor {
  /// y = x ∗ w + bias. The cotangent v reaches x as v ∗ᵀ w and w as x ⋆ v.
  static func convolution(
    _ x: Tensor, _ w: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    let y = Storage.make(count: geometry.outputShape.scalarCount)
    switch FilterChoice(geometry) {
    case .direct:
      Correlation(of: x.storage, with: w.storage, bias: bias?.storage, geometry, into: y.scalars)
        .compute()
    case .minimal(let plan):
      MinimalCorrelation(of: x.storage, with: w.storage, bias: bias?.storage, plan, into: y.scalars)
        .compute()
    }
    return .recorded(y, geometry.outputShape, x, w, bias, keeping: .inputs) {
      record, v, index in
      switch index {
      case 0:
        record.gradients(v, geometry, isAdjoint: false)
          ?? .convolutionAdjoint(v, record[1], nil, geometry)
      case 1: record.node.shared.first ?? .convolutionWeights(record[0], v, geometry)
      default: v.sumOverRows()
      }
    }
  }

  /// x = y ∗ᵀ w + bias, the adjoint. The cotangent v reaches y as v ∗ w and w as v ⋆ y.
  static func convolutionAdjoint(
    _ y: Tensor, _ w: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    let x = Storage.make(count: geometry.inputShape.scalarCount)
    switch FilterChoice(geometry) {
    case .direct:
      Correlation(
        adjointOf: y.storage, with: w.storage, bias: bias?.storage, geometry, into: x.scalars
      ).compute()
    case .minimal(let plan):
      MinimalCorrelation(
        adjointOf: y.storage, with: w.storage, bias: bias?.storage, plan, into: x.scalars
      ).compute()
    }
    return .recorded(x, geometry.inputShape, y, w, bias, keeping: .inputs) {
      record, v, index in
      switch index {
      case 0:
        record.gradients(v, geometry, isAdjoint: true)
          ?? .convolution(v, record[1], nil, geometry)
      case 1: record.node.shared.first ?? .convolutionWeights(v, record[0], geometry)
      default: v.sumOverRows()
      }
    }
  }

  /// w = x ⋆ y, the gradient of x ∗ w with respect to w for a cotangent y:
  ///
  ///   w[k, l, c, o] = Σ x[b, s·i + k − p, s·j + l − p, c] y[b, i, j, o]  over b, i, j in that order.
  ///
  /// The cotangent v reaches x as y ∗ᵀ v and y as x ∗ v.
  static func convolutionWeights(
    _ x: Tensor, _ y: Tensor, _ geometry: ConvolutionGeometry
  ) -> Tensor {
    let w = Storage.make(count: geometry.weightShape.scalarCount)
    switch FilterChoice(geometry) {
    case .direct: WeightGradient(of: x.storage, y.storage, geometry, into: w.scalars).compute()
    case .minimal(let plan):
      MinimalWeightGradient(of: x.storage, y.storage, plan, into: w.scalars).compute()
    }
    return .recorded(w, geometry.weightShape, x, y, keeping: .inputs) { record, v, index in
      index == 0
        ? .convolutionAdjoint(record[1], v, nil, geometry)
        : .convolution(record[0], v, nil, geometry)
    }
  }
}

extension Record {
  /// The gradient of the images that a convolution, or its adjoint, was made of, for the cotangent `v`; with it, for
  /// ``Node/shared``, that of the weights: both are products of the same sums of v. `nil` where the weights' is not
  /// wanted, or they are to be recorded, or the direct kernels take them, which sum nothing.
  fileprivate func gradients(
    _ v: Tensor, _ geometry: ConvolutionGeometry, isAdjoint: Bool
  ) -> Tensor? {
    guard !differentiable, isNeeded(1), case .minimal(let plan) = FilterChoice(geometry) else {
      return nil
    }
    let (images, weight) = (self[0], self[1])
    let (x, y) = isAdjoint ? (v, images) : (images, v)
    let result = Tensor(Storage.make(count: images.scalarCount), images.shape)
    let gradient = Tensor(Storage.make(count: weight.scalarCount), weight.shape)
    let target = result.storage.scalars
    let correlation =
      isAdjoint
      ? MinimalCorrelation(of: v.storage, with: weight.storage, bias: nil, plan, into: target)
      : MinimalCorrelation(
        adjointOf: v.storage, with: weight.storage, bias: nil, plan, into: target)
    correlation.compute(
      with: MinimalWeightGradient(of: x.storage, y.storage, plan, into: gradient.storage.scalars))
    OperationLog.noteTogether(
      (isAdjoint ? "convolution" : "convolutionAdjoint", result.shape, [v, weight]),
      ("convolutionWeights", gradient.shape, [x, y]))
    node.shared = [gradient]
    return result
  }
}
