import Runs
import Tensors

/// What has to be remembered so that a run can be stopped and go on as if it never had been.
public protocol Remembering {
  /// Shows everything that changes during a run to `visit`, which reads it or sets it back.
  ///
  /// It is written once and used in both directions, so nothing can be saved that is not restored.
  mutating func visit(_ visit: inout Visit)
}

/// One pass over the state of a run: into a checkpoint, or back from one.
///
///     mutating func visit(_ visit: inout Visit) {
///       visit.network("generator", &generator)
///       visit.optimizer("generator", &generatorOptimizer, of: generator)
///       visit.stream("noise", &noise)
///     }
public struct Visit {
  /// What was saved, or is restored.
  public private(set) var checkpoint: Checkpoint
  private let restores: Bool
  /// The first tensor of a network, an average or an optimiser that was restored with a number that is
  /// infinite or none.
  private var notFinite: String?

  /// A checkpoint of what `states` remember.
  ///
  /// - Parameter empty: a checkpoint of the run, without a state.
  public static func save(_ empty: Checkpoint, _ visitors: (inout Visit) -> Void) -> Checkpoint {
    var visit = Visit(checkpoint: empty, restores: false)
    visitors(&visit)
    return visit.checkpoint
  }

  /// Sets back what a checkpoint has, which has been checked against the run's own.
  ///
  /// - Returns: the name of the first weights among it that are not finite: nobody can train those. What
  ///   an observer keeps may have gaps.
  @discardableResult
  public static func restore(
    _ checkpoint: Checkpoint, _ visitors: (inout Visit) -> Void
  ) -> String? {
    var visit = Visit(checkpoint: checkpoint, restores: true)
    visitors(&visit)
    return visit.notFinite
  }

  /// The weights of one name in the checkpoint.
  private mutating func weights(_ name: String) -> [Tensor] {
    let tensors = checkpoint[name]
    if notFinite == nil, let place = tensors.firstIndex(where: { !$0.isFinite }) {
      notFinite = "\(name).\(place)"
    }
    return tensors
  }

  private init(checkpoint: Checkpoint, restores: Bool) {
    self.checkpoint = checkpoint
    self.restores = restores
  }

  public mutating func tensors(_ name: String, _ tensors: inout [Tensor]) {
    if restores { tensors = checkpoint[name] } else { checkpoint[name] = tensors }
  }

  public mutating func tensor(_ name: String, _ tensor: inout Tensor) {
    if restores { tensor = checkpoint[name][0] } else { checkpoint[name] = [tensor] }
  }

  public mutating func counter(_ name: String, _ value: inout UInt64) {
    if restores {
      value = checkpoint.counters[name] ?? value
    } else {
      checkpoint.counters[name] = value
    }
  }

  /// A network: its parameters, what batch norm remembers, and where dropout's random numbers are.
  public mutating func network(_ name: String, _ network: inout some Layer) {
    if restores {
      network.parameters = weights(name).map { $0.tracked() }
      network.averages = weights("\(name)Averages")
    } else {
      checkpoint[name] = network.parameters
      checkpoint["\(name)Averages"] = network.averages
    }
    var streams = network.streams
    for index in streams.indices { stream("\(name)Stream\(index)", &streams[index]) }
    if restores { network.streams = streams }
  }

  /// The average of a network, if there is one: the network, and of how many updates it is.
  public mutating func average<Network>(_ name: String, _ average: inout MovingAverage<Network>?) {
    guard let own = average else { return }
    var (network, updates) = (own.network, UInt64(own.updates))
    self.network(name, &network)
    counter("\(name)Updates", &updates)
    average = MovingAverage(of: network, decay: own.decay, updates: Int(updates))
  }

  /// What an optimiser remembers of a network's gradients, and how many updates it has made.
  public mutating func optimizer(
    _ name: String, _ optimizer: inout some Optimizer, of network: some Layer
  ) {
    if restores {
      optimizer.state = weights("\(name)Optimizer")
    } else {
      checkpoint["\(name)Optimizer"] = optimizer.fullState(for: network.parameters)
    }
    var updates = UInt64(optimizer.step)
    counter("\(name)Updates", &updates)
    optimizer.step = Int(updates)
  }

  public mutating func stream(_ name: String, _ stream: inout RandomStream) {
    counter(name, &stream.position)
  }
}
