import LabelSmoothing
import Lessons
import Metrics
import Runs

/// What the twins of one recipe are held against, and what it shows.
protocol Study: Remembering {
  /// The metric that says how good a twin is, with its name in a sentence.
  var quality: (metric: Metric, name: String) { get }

  /// How good a twin is, quickly.
  func measured(_ twin: Twin, in training: Training) -> Measurements

  /// How good it is at the end.
  func concluded(_ twin: Twin, in training: Training) -> Measurements

  /// A look after each step, and one before the first.
  mutating func look(at training: Training, after step: Int, in run: Run) throws

  func pictures(of training: Training, _ log: MetricLog) throws -> [Drawn]

  /// What a live page shows of a step.
  func now(_ training: Training) throws -> [Drawn]

  func filmstrip(in run: Run) -> [Report.Figure]
}

/// Most studies need nothing but the end.
extension Study {
  mutating func visit(_ visit: inout Visit) {}
  mutating func look(at training: Training, after step: Int, in run: Run) {}
  func filmstrip(in run: Run) -> [Report.Figure] { [] }
  func concluded(_ twin: Twin, in training: Training) -> Measurements {
    measured(twin, in: training)
  }
}
