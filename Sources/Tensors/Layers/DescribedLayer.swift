import Preconditions

/// A layer that can say what it is.
public protocol DescribedLayer: Layer {
  /// What it is, without its numbers.
  var plan: LayerPlan { get }
}

extension Sequential {
  /// The plans of its layers, in order. Stops at a layer that has none, such as `SpectralNorm`, which
  /// belongs to a critic.
  public var plans: [LayerPlan] {
    layers.map { layer in
      guard let described = layer as? any DescribedLayer else {
        stop("sequential: \(type(of: layer)) has no plan")
      }
      return described.plan
    }
  }

  /// The network of these plans; every weight is 0.
  public init(_ plans: [LayerPlan]) { self.init(plans.map(\.layer)) }
}

extension Dense: DescribedLayer {
  public var plan: LayerPlan {
    .dense(inputs: weight.shape[0], outputs: weight.shape[1], activation: activation)
  }
}

extension Conv2D: DescribedLayer {
  public var plan: LayerPlan {
    .conv2D(
      .init(
        inputs: weight.shape[2], outputs: weight.shape[3], kernel: weight.shape[0], stride: stride,
        padding: padding, hasBias: bias != nil, activation: activation))
  }
}

extension TransposedConv2D: DescribedLayer {
  public var plan: LayerPlan {
    .transposedConv2D(
      .init(
        inputs: weight.shape[3], outputs: weight.shape[2], kernel: weight.shape[0], stride: stride,
        padding: padding, upsampling: upsampling, hasBias: bias != nil, activation: activation))
  }
}

extension BatchNorm: DescribedLayer {
  public var plan: LayerPlan {
    .batchNorm(features: scale.shape[0], momentum: momentum, epsilon: epsilon, scales: scales)
  }
}

extension Activation: DescribedLayer {
  public var plan: LayerPlan { .activation(self) }
}

extension Dropout: DescribedLayer {
  public var plan: LayerPlan { .dropout(rate: rate) }
}

extension Reshape: DescribedLayer {
  public var plan: LayerPlan { .reshape(Array(shape)) }
}

extension Flatten: DescribedLayer {
  public var plan: LayerPlan { .flatten }
}

extension MeanPooling: DescribedLayer {
  public var plan: LayerPlan { .meanPooling }
}

extension Affine: DescribedLayer {
  public var plan: LayerPlan { .affine(scale: scale, shift: shift) }
}
