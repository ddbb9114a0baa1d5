import Tensors

// A layer as an object of the metadata. WEIGHTS.md states it for those who have the file alone.

extension LayerPlan {
  /// No layer of ours is larger, and a product of four such sizes still is a number.
  private static let sizes = 1...32_768

  var json: JSON {
    switch self {
    case .dense(let inputs, let outputs, let activation):
      .object(
        [
          .init("operation", "dense"), .init("inputs", inputs), .init("outputs", outputs),
          .init("layout", "inputs, outputs"),
        ] + activation.entries)
    case .conv2D(let plan):
      .object([.init("operation", "conv2D")] + plan.entries(layout: Layout.convolution))
    case .transposedConv2D(let plan):
      .object(
        [.init("operation", "transposedConv2D")]
          + plan.entries(layout: Layout.transposedConvolution))
    case .batchNorm(let features, let momentum, let epsilon, let scales):
      [
        "operation": "batchNorm", "features": .number(Double(features)), "epsilon": .float(epsilon),
        "momentum": .float(momentum), "learnsScale": .bool(scales),
      ]
    case .activation(let activation):
      .object([.init("operation", "activation")] + activation.entries)
    case .dropout(let rate): ["operation": "dropout", "rate": .float(rate)]
    case .reshape(let shape): ["operation": "reshape", "shape": JSON(shape)]
    case .flatten: ["operation": "flatten"]
    case .meanPooling: ["operation": "meanPooling", "size": 2]
    case .affine(let scale, let shift):
      ["operation": "affine", "scale": .float(scale), "shift": .float(shift)]
    }
  }

  /// Reads a layer.
  ///
  /// - Parameter index: its place in the network, for the reader of an error.
  init(_ json: JSON, at index: Int) throws(Settings.Problem) {
    var settings = try Settings(json, at: "layer \(index)")
    let operation = try settings.string("operation")
    switch operation {
    case "dense":
      try settings.expect("inputs, outputs", as: "layout")
      self = .dense(
        inputs: try settings.whole("inputs", in: LayerPlan.sizes),
        outputs: try settings.whole("outputs", in: LayerPlan.sizes),
        activation: try Activation(&settings))
    case "conv2D":
      self = .conv2D(try Convolution(&settings, sizes: LayerPlan.sizes, layout: Layout.convolution))
    case "transposedConv2D":
      self = .transposedConv2D(
        try Convolution(&settings, sizes: LayerPlan.sizes, layout: Layout.transposedConvolution))
    case "batchNorm":
      self = .batchNorm(
        features: try settings.whole("features", in: LayerPlan.sizes),
        momentum: try settings.float("momentum", in: 0...0.999_999),
        epsilon: try settings.float("epsilon", in: 1e-30...1),
        scales: try settings.bool("learnsScale"))
    case "activation": self = .activation(try Activation(&settings))
    case "dropout": self = .dropout(rate: try settings.float("rate", in: 0...0.999_999))
    case "reshape":
      self = .reshape(try settings.wholes("shape", in: LayerPlan.sizes, count: 1...3))
    case "flatten": self = .flatten
    case "meanPooling":
      _ = try settings.whole("size", in: 2...2)
      self = .meanPooling
    case "affine":
      self = .affine(
        scale: try settings.float("scale", in: -1e6...1e6),
        shift: try settings.float("shift", in: -1e6...1e6))
    default:
      throw settings.problem("operation", "\"\(operation)\", which this workbook does not know")
    }
    try settings.requireEmpty()
  }
}

private enum Layout {
  static let convolution = "height, width, inputs, outputs"
  static let transposedConvolution = "height, width, outputs, inputs"
}

extension JSON.Entry {
  fileprivate init(_ name: String, _ value: JSON) { self.init(name: name, value: value) }
  fileprivate init(_ name: String, _ number: Int) {
    self.init(name: name, value: .number(Double(number)))
  }
}

extension LayerPlan.Convolution {
  fileprivate func entries(layout: String) -> [JSON.Entry] {
    let padding: [JSON.Entry] =
      switch padding {
      case .same: [.init("padding", "same")]
      case .valid: [.init("padding", "valid")]
      case .explicit(let zeros): [.init("padding", "explicit"), .init("zeros", zeros)]
      }
    return [.init("inputs", inputs), .init("outputs", outputs), .init("kernel", kernel)]
      + [.init("stride", stride)] + padding
      + [
        .init("upsampling", upsampling), .init("bias", .bool(hasBias)),
        .init("layout", .string(layout)),
      ] + activation.entries
  }

  fileprivate init(
    _ settings: inout Settings, sizes: ClosedRange<Int>, layout: String
  ) throws(Settings.Problem) {
    try settings.expect(layout, as: "layout")
    let padding = try settings.string("padding")
    self.init(
      inputs: try settings.whole("inputs", in: sizes),
      outputs: try settings.whole("outputs", in: sizes),
      kernel: try settings.whole("kernel", in: 1...64),
      stride: try settings.whole("stride", in: 1...64),
      upsampling: try settings.whole("upsampling", in: 1...64),
      hasBias: try settings.bool("bias"), activation: try Activation(&settings))
    switch padding {
    case "same": self.padding = .same
    case "valid": self.padding = .valid
    case "explicit": self.padding = .explicit(try settings.whole("zeros", in: 0...64))
    default: throw settings.problem("padding", "\"\(padding)\", not same, valid or explicit")
    }
    guard upsampling == 1 || stride == 1 else {
      throw settings.problem("upsampling", "\(upsampling), which goes with a stride of 1 alone")
    }
  }
}

extension Activation {
  fileprivate var entries: [JSON.Entry] {
    switch self {
    case .identity: [.init("activation", "identity")]
    case .tanh: [.init("activation", "tanh")]
    case .sigmoid: [.init("activation", "sigmoid")]
    case .relu: [.init("activation", "relu")]
    case .leakyReLU(let slope):
      [.init("activation", "leakyReLU"), .init("slope", .float(slope))]
    }
  }

  fileprivate init(_ settings: inout Settings) throws(Settings.Problem) {
    let name = try settings.string("activation")
    switch name {
    case "identity": self = .identity
    case "tanh": self = .tanh
    case "sigmoid": self = .sigmoid
    case "relu": self = .relu
    case "leakyReLU": self = .leakyReLU(slope: try settings.float("slope", in: 0...1))
    default:
      throw settings.problem("activation", "\"\(name)\", which this workbook does not know")
    }
  }
}
