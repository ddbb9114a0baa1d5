import Preconditions

/// A network whose parameters, and what batch norm remembers, are an exponential moving average of
/// another's: a ← d · a + (1 − d) · p.
///
///     var average = MovingAverage(of: generator, decay: 0.999)
///     …
///     average.update(with: generator)  // after each update of the generator
///     let samples = average.network(z)
///
/// The players of a GAN circle around their equilibrium; the average of a circle is its centre. d begins
/// small and grows to `decay`, min(decay, (1 + t) / (10 + t)) after t updates, so that the numbers from
/// the beginning are soon forgotten: the average covers about the last tenth of the updates until it
/// covers the last 1 / (1 − decay).
///
/// The statistics of batch norm go with the weights they were taken of. Averaged weights with the
/// statistics of the moment would be a network that nobody has trained.
///
/// Yazıcı et al. (2019), The Unusual Effectiveness of Averaging in GAN Training; the warm-up is that of
/// TensorFlow's `ExponentialMovingAverage`.
public struct MovingAverage<Network: Layer> {
  /// The network whose parameters are the average: apply it as any other.
  public private(set) var network: Network
  /// d, once the beginning is forgotten: the share that the average keeps of itself at an update.
  public let decay: Float
  /// How many updates it has seen: with ``network``, all that a checkpoint needs.
  public private(set) var updates: Int

  /// - Parameters:
  ///   - network: where the average begins.
  ///   - decay: from 0 and below 1; 0.999 covers about the last thousand updates.
  ///   - updates: those that `network` is the average of already; 0 for a network to begin with.
  public init(of network: Network, decay: Float, updates: Int = 0) {
    require(
      decay >= 0 && decay < 1, "moving average: a decay of \(decay); it is from 0, below 1")
    self.network = network
    self.decay = decay
    self.updates = updates
  }

  /// One step towards `current`. A pass over its parameters: a tenth of what Adam's costs, or less.
  public mutating func update(with current: Network) {
    let (own, others) = (network.parameters.map(\.shape), current.parameters.map(\.shape))
    require(own == others, "moving average: parameters of shapes \(others), not \(own)")
    updates += 1
    let kept = min(decay, Float(1 + updates) / Float(10 + updates))
    var step = Towards(learningRate: 1 - kept)
    step.update(&network.parameters, along: current.parameters)
    network.averages = zip(network.averages, current.averages).map { $0 * kept + $1 * (1 - kept) }
  }
}

/// Moves parameters a share of the way to others, which stand in the place of gradients.
private struct Towards: Optimizer {
  static let memory: [String] = []
  var learningRate: Float
  var state: [Tensor] = []
  var step = 0

  init(learningRate: Float) { self.learningRate = learningRate }

  mutating func update(_ parameters: inout [Tensor], along targets: [Tensor]) {
    apply(Rule(share: learningRate), to: &parameters, along: targets)
  }

  private struct Rule: UpdateRule {
    let share: Float

    @inline(__always)
    func callAsFunction(_ p: inout Vector, _ g: Vector, _ memory: inout InlineArray<0, Vector>) {
      p.addProduct(g - p, Vector(repeating: share))
    }
  }
}
