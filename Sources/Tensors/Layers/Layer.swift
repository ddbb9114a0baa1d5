import Preconditions

/// A part of a network: a function with parameters. A value: a copy has parameters of its own.
public protocol Layer {
  /// What an optimiser may change, always in the same order; every tensor is tracked. None by default.
  var parameters: [Tensor] { get set }

  /// Puts the parameters behind those of other layers. By default ``parameters`` are asked for; a layer that names
  /// its own saves small networks an array.
  func appendParameters(to all: inout [Tensor])

  /// Calls `body` with each of the parameters, in that order, where it lies. By default they are taken out
  /// and put back; a layer that hands out its own saves small networks an array or two.
  mutating func forEachParameter(_ body: (inout Tensor) -> Void)

  /// What the layer remembers of the data it was trained on, and no optimiser moves: the moving
  /// averages of batch norm. A checkpoint needs them beside the parameters.
  var averages: [Tensor] { get set }

  /// The random numbers that the layer draws in the training phase: those of dropout. A checkpoint
  /// needs their positions.
  var streams: [RandomStream] { get set }

  /// The output in the inference phase: what the network has learnt, applied.
  func callAsFunction(_ x: Tensor) -> Tensor

  /// The output in a phase. In the training phase a layer may look at the whole batch, draw random
  /// numbers, and remember what it saw.
  mutating func callAsFunction(_ x: Tensor, phase: Phase) -> Tensor
}

/// Whether a network is being trained or used. It is an argument of the call that needs it, never a
/// setting: two calls in one line may differ.
public enum Phase: Sendable {
  /// Layers look at the batch, draw random numbers, and remember: batch norm, dropout, spectral norm.
  case training
  /// The network as it has been trained: a sample's output does not depend on the others.
  case inference
}

extension Layer {
  /// Many layers have nothing to learn.
  public var parameters: [Tensor] {
    get { [] }
    set { require(newValue.isEmpty, "\(newValue.count) parameters for a layer that has none") }
  }

  public func appendParameters(to all: inout [Tensor]) { all += parameters }

  public mutating func forEachParameter(_ body: (inout Tensor) -> Void) {
    var own = parameters
    for index in own.indices { body(&own[index]) }
    parameters = own
  }

  /// Most layers do the same in both phases.
  public mutating func callAsFunction(_ x: Tensor, phase: Phase) -> Tensor { self(x) }

  /// Most layers remember nothing.
  public var averages: [Tensor] {
    get { [] }
    set { require(newValue.isEmpty, "\(newValue.count) averages for a layer that has none") }
  }

  /// Most layers draw no random numbers.
  public var streams: [RandomStream] {
    get { [] }
    set { require(newValue.isEmpty, "\(newValue.count) streams for a layer that has none") }
  }

  /// How many numbers an optimiser may change.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.scalarCount } }
}

/// Layers one after another: each gets what the one before it gives.
public struct Sequential: Layer {
  /// The layers, the first to be applied first. Their parameters, averages and streams are those of the whole,
  /// in this order.
  public var layers: [any Layer]

  /// - Parameter layers: whose shapes must follow from one another; the first call says where they do not.
  public init(_ layers: [any Layer]) { self.layers = layers }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    var x = x
    for layer in layers { x = layer(x) }
    return x
  }

  public mutating func callAsFunction(_ x: Tensor, phase: Phase) -> Tensor {
    var x = x
    for index in layers.indices { x = layers[index](x, phase: phase) }
    return x
  }

  public var parameters: [Tensor] {
    get {
      var all: [Tensor] = []
      all.reserveCapacity(2 * layers.count)
      appendParameters(to: &all)
      return all
    }
    set { replaceParameters(newValue) }
    // While the parameters are lent the layers hold their shapes only, so an optimiser finds them
    // unshared and moves them in place.
    _modify {
      var lent: [Tensor] = []
      forEachParameter {
        lent.append($0)
        $0 = $0.hollow
      }
      defer { replaceParameters(lent) }
      yield &lent
    }
  }

  public func appendParameters(to all: inout [Tensor]) {
    for layer in layers { layer.appendParameters(to: &all) }
  }

  private mutating func replaceParameters(_ parameters: [Tensor]) {
    var next = 0
    forEachParameter {
      defer { next += 1 }
      guard next < parameters.count else { return }
      require(
        parameters[next].shape == $0.shape,
        "sequential: a parameter of shape \(parameters[next].shape), not \($0.shape)")
      $0 = parameters[next].isTracked ? parameters[next] : parameters[next].tracked()
    }
    require(
      next == parameters.count,
      "sequential: \(parameters.count) parameters for layers that have \(next)")
  }

  public mutating func forEachParameter(_ body: (inout Tensor) -> Void) {
    for index in layers.indices { layers[index].forEachParameter(body) }
  }

  public var averages: [Tensor] {
    get { layers.flatMap(\.averages) }
    set {
      let needed = averages.count
      require(
        newValue.count == needed,
        "sequential: \(newValue.count) averages for layers that have \(needed)")
      var rest = newValue[...]
      for index in layers.indices {
        let count = layers[index].averages.count
        layers[index].averages = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
    }
  }

  public var streams: [RandomStream] {
    get { layers.flatMap(\.streams) }
    set {
      let needed = streams.count
      require(
        newValue.count == needed,
        "sequential: \(newValue.count) streams for layers that have \(needed)")
      var rest = newValue[...]
      for index in layers.indices {
        let count = layers[index].streams.count
        layers[index].streams = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
      }
    }
  }
}
