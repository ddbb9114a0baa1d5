import Metrics
import Runs
import Tensors

/// What a finished run shows of itself: all that is looked at to tell what went wrong with it.
struct Evidence {
  /// What was measured at the end, and what a chapter adds for this alone.
  var metrics: Measurements
  var log: MetricLog
  /// How far the players have come from their first parameters; nil for the generator of a run that
  /// trains none.
  var generatorsWay: Float?
  var opponentsWay: Float?
  /// Whether batch norm's averages in the generator have moved; nil of one that has none.
  var averagesMoved: Bool?
  /// As the lesson calls it: a discriminator, or a critic.
  var opponent = "discriminator"
  var steps: Int

  /// A metric at the end, or else over the last tenth of the log: a single batch is mostly noise.
  func value(_ metric: Metric) -> Float? {
    metrics[metric] ?? log.average(metric, overLast: 0.1)
  }
}

/// The players as they were made, to tell how far each has come.
///
/// Nothing is copied here: the tensors are kept, and the first update writes beside them.
struct Beginning {
  private let parameters: [[Tensor]]
  private let averages: [Tensor]

  /// - Parameter players: the generator first.
  init(of players: KeyValuePairs<String, any Layer>) {
    parameters = players.map { $0.value.parameters.map { $0.detached() } }
    averages = players.first?.value.averages ?? []
  }

  /// - Parameter trainsGenerator: whether the run trained one.
  func evidence(
    of players: KeyValuePairs<String, any Layer>, _ metrics: Measurements, _ log: MetricLog,
    trainsGenerator: Bool = true, steps: Int
  ) -> Evidence {
    let ways = zip(parameters, players).map { way(from: $0, to: $1.value) }
    let now = players.first?.value.averages ?? []
    return Evidence(
      metrics: metrics, log: log, generatorsWay: trainsGenerator ? ways.first : nil,
      opponentsWay: ways.last,
      averagesMoved: averages.isEmpty ? nil : digest(of: averages) != digest(of: now),
      opponent: players.last?.key ?? "", steps: steps)
  }

  /// The Euclidean length of a network's way, beside that of its first parameters. Exactly 0 for one
  /// that nobody has moved.
  private func way(from first: [Tensor], to network: any Layer) -> Float {
    let moved = zip(first, network.parameters).map { $1.detached() - $0 }
    return norm(of: moved) / max(norm(of: first), .leastNormalMagnitude)
  }
}
