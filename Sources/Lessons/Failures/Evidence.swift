import Metrics
import Runs
import Tensors

/// What a finished run shows of itself: all that is looked at to tell what went wrong with it.
struct Evidence {
  /// What was measured at the end.
  var metrics: Measurements
  var log: MetricLog
  /// How far the players have come from their first parameters; nil for the generator of a run that
  /// trains none.
  var generatorsWay: Float?
  var opponentsWay: Float?
  /// As the lesson calls it: a discriminator, or a critic.
  var opponent = "discriminator"
  var steps: Int

  /// A metric at the end, or else over the last tenth of the log: a single batch is mostly noise.
  func value(_ metric: Metric) -> Float? {
    metrics[metric] ?? log.average(metric, overLast: 0.1)
  }
}

/// The parameters of the players as they were made, to tell how far each has come.
///
/// Nothing is copied here: the tensors are kept, and the first update writes beside them.
struct Beginning {
  private let players: [(name: String, parameters: [Tensor])]

  init(of lesson: some Lesson) {
    players = lesson.players.map { ($0.key, $0.value.parameters.map { $0.detached() }) }
  }

  /// - Parameter outcome: without a generator, the run trained none.
  func evidence(of lesson: some Lesson, _ outcome: Outcome, in run: Run) -> Evidence {
    let ways = zip(players, lesson.players).map { way(from: $0.parameters, to: $1.value) }
    return Evidence(
      metrics: outcome.metrics, log: run.log,
      generatorsWay: outcome.generator == nil ? nil : ways.first, opponentsWay: ways.last,
      opponent: players.last?.name ?? "", steps: run.stepCount)
  }

  /// The Euclidean length of a network's way, beside that of its first parameters. Exactly 0 for one
  /// that nobody has moved.
  private func way(from first: [Tensor], to network: any Layer) -> Float {
    let moved = zip(first, network.parameters).map { $1.detached() - $0 }
    return norm(of: moved) / max(norm(of: first), .leastNormalMagnitude)
  }
}
