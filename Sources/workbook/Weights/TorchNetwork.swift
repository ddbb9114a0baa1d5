import Lessons
import Runs
import Tensors

/// A generator as PyTorch builds it: modules one after another, `[batch, channels, height, width]` where
/// the workbook has `[batch, height, width, channels]`.
///
/// It is made of the plans alone, so a file whose metadata say too little cannot be exported.
struct TorchNetwork {
  /// A module as Python makes it, and the layer that it belongs to.
  struct Module: Equatable {
    let code: String
    let layer: Int
  }

  /// A tensor of PyTorch's state.
  struct Part {
    /// In PyTorch: `3.running_mean`.
    let name: String
    /// In the workbook, `2.mean`; nil of a γ that is 1 for good, and no tensor here.
    let source: String?
    let rearrangement: Rearrangement
  }

  private(set) var modules: [Module] = []
  private(set) var parts: [Part] = []
  /// The shape of a sample, in the workbook's order.
  private(set) var shape: [Int]
  private let plans: [LayerPlan]

  /// Why a network cannot be exported, in one sentence.
  struct Problem: Error {
    let sentence: String
  }

  /// - Parameter inputs: how many numbers go in.
  init(_ plans: [LayerPlan], inputs: Int) throws(Problem) {
    self.plans = plans
    shape = [inputs]
    if order(behind: -1) != nil {
      throw Problem(
        sentence: "its noise becomes a map before any layer; PyTorch would read it otherwise")
    }
    for (index, plan) in plans.enumerated() {
      let input = shape
      do throws(LayerPlan.Misfit) { shape = try plan.output(of: shape) } catch {
        throw Problem(sentence: "layer \(index) \(error.sentence)")
      }
      try add(plan, at: index, from: input)
    }
  }

  /// What the modules make of a sample, in their order.
  var output: Rearrangement {
    Rearrangement(
      shape: [CheckVectors.count] + shape, axes: shape.count == 3 ? [0, 3, 1, 2] : [0, 1])
  }

  private mutating func add(
    _ plan: LayerPlan, at index: Int, from input: [Int]
  ) throws(Problem) {
    func make(_ code: String) { modules.append(Module(code: code, layer: index)) }
    func part(
      _ name: String, _ role: String?, _ shape: [Int], _ axes: [Int], along axis: Int? = nil
    ) {
      let features = axis.flatMap { axis in
        order(behind: index).map { Rearrangement.Features(axis: axis, order: $0) }
      }
      parts.append(
        Part(
          name: "\(modules.count - 1).\(name)", source: role.map { "\(index).\($0)" },
          rearrangement: Rearrangement(shape: shape, axes: axes, features: features)))
    }
    switch plan {
    case .dense(let inputs, let outputs, let activation):
      make("nn.Linear(\(inputs), \(outputs))")
      part("weight", "weight", [inputs, outputs], [1, 0], along: 1)
      part("bias", "bias", [outputs], [0], along: 0)
      if let code = activation.torch { make(code) }
    case .conv2D(let convolution), .transposedConv2D(let convolution):
      let before = plan.isTransposed ? convolution.before : convolution.zeros(for: input)
      before.forEach(make)
      make(plan.isTransposed ? convolution.transposed(to: shape) : convolution.plain(for: input))
      let weight = plan.parameters[0].shape
      part("weight", "weight", weight, [3, 2, 0, 1])
      if convolution.hasBias { part("bias", "bias", [convolution.outputs], [0]) }
      if plan.isTransposed, let crop = convolution.crop(to: shape) { make(crop) }
      if let code = convolution.activation.torch { make(code) }
    case .batchNorm(let features, let momentum, let epsilon, let scales):
      let kind = input.count == 3 ? "nn.BatchNorm2d" : "nn.BatchNorm1d"
      let share = TorchNetwork.rounded(1 - momentum)
      let code = "\(kind)(\(features), eps=\(epsilon), momentum=\(share))"
      make(scales ? code : "unscaled(\(code))")
      let axis = input.count == 3 ? nil : 0
      part("weight", scales ? "scale" : nil, [features], [0], along: axis)
      part("bias", "shift", [features], [0], along: axis)
      part("running_mean", "mean", [features], [0], along: axis)
      part("running_var", "variance", [features], [0], along: axis)
    case .activation(let activation): make(activation.torch ?? "nn.Identity()")
    case .dropout(let rate): make("nn.Dropout(\(rate))")
    case .reshape(let shape):
      guard input.count == 1, shape.count == 3 else {
        throw Problem(
          sentence: "layer \(index) makes \(shape) of \(input); only a row becomes a map")
      }
      make("nn.Unflatten(1, (\(shape[2]), \(shape[0]), \(shape[1])))")
    case .flatten:
      // Where there is one channel or one place, both orders are the same.
      guard input.count < 3 || input[2] == 1 || input[0] * input[1] == 1 else {
        throw Problem(
          sentence: "layer \(index) makes a row of a map \(input), in another order there")
      }
      make("nn.Flatten()")
    case .meanPooling: make("nn.AvgPool2d(2)")
    case .affine(let scale, let shift): make("Affine(\(scale), \(shift))")
    }
  }

  /// In which order PyTorch has the features behind a layer, if a reshape makes a map of them: channel by
  /// channel there, place by place here.
  private func order(behind index: Int) -> [Int]? {
    for plan in plans.dropFirst(index + 1) {
      switch plan {
      case .batchNorm, .activation, .dropout, .affine: continue
      case .reshape(let shape) where shape.count == 3 && shape[2] > 1 && shape[0] * shape[1] > 1:
        let (places, channels) = (shape[0] * shape[1], shape[2])
        return (0..<channels).flatMap { channel in
          (0..<places).map { $0 * channels + channel }
        }
      default: return nil
      }
    }
    return nil
  }

  /// 1 − 0.9 as somebody would write it.
  private static func rounded(_ number: Float) -> String { "\((number * 1e6).rounded() / 1e6)" }
}

extension LayerPlan {
  fileprivate var isTransposed: Bool { if case .transposedConv2D = self { true } else { false } }
}

extension Activation {
  fileprivate var torch: String? {
    switch self {
    case .identity: nil
    case .tanh: "nn.Tanh()"
    case .sigmoid: "nn.Sigmoid()"
    case .relu: "nn.ReLU()"
    case .leakyReLU(let slope): "nn.LeakyReLU(\(slope))"
    }
  }
}

// PyTorch pads all sides of a convolution alike. Where `same` asks for one zero more behind than before,
// a module of its own pads, or cuts off.

extension LayerPlan.Convolution {
  /// The arguments that both kinds have.
  private func arguments(_ rest: String) -> String {
    let stride = stride == 1 ? "" : ", stride=\(stride)"
    return "(\(inputs), \(outputs), \(kernel)\(stride)\(rest)\(hasBias ? "" : ", bias=False"))"
  }

  private static func padding(_ zeros: Int) -> String { zeros == 0 ? "" : ", padding=\(zeros)" }

  /// What stands before a transposed convolution.
  fileprivate var before: [String] {
    upsampling == 1 ? [] : ["nn.Upsample(scale_factor=\(upsampling), mode=\"nearest\")"]
  }

  private func isEven(_ map: [Int]) -> Bool {
    guard padding == .same else { return true }
    return map.prefix(2).allSatisfy { size in
      zeros(around: size).map { $0.before == max(0, $0.behind) } ?? false
    } && zeros(around: map[0])?.before == zeros(around: map[1])?.before
  }

  /// What stands before a convolution of a map.
  fileprivate func zeros(for map: [Int]) -> [String] {
    guard !isEven(map), let high = zeros(around: map[0]), let wide = zeros(around: map[1]) else {
      return []
    }
    let sides = [wide.before, wide.behind, high.before, high.behind].map { "\(max(0, $0))" }
    return ["nn.ZeroPad2d((\(sides.joined(separator: ", "))))"]
  }

  fileprivate func plain(for map: [Int]) -> String {
    let zeros =
      switch padding {
      case .explicit(let zeros): zeros
      case .valid: 0
      case .same: isEven(map) ? zeros(around: map[0])?.before ?? 0 : 0
      }
    return "nn.Conv2d" + arguments(LayerPlan.Convolution.padding(zeros))
  }

  /// - Parameter map: what it makes.
  fileprivate func transposed(to map: [Int]) -> String {
    guard let (before, behind) = zeros(around: map[0]) else { return "" }
    // `same` with a kernel smaller than the stride appends zeros.
    let more = behind < 0 && padding == .same ? ", output_padding=\(-behind)" : ""
    return "nn.ConvTranspose2d" + arguments(LayerPlan.Convolution.padding(before) + more)
  }

  /// What cuts off what PyTorch leaves behind the map, where there is more than before it.
  fileprivate func crop(to map: [Int]) -> String? {
    guard padding == .same, let (before, behind) = zeros(around: map[0]), behind > before else {
      return nil
    }
    return "nn.ZeroPad2d((0, \(before - behind), 0, \(before - behind)))"
  }
}
