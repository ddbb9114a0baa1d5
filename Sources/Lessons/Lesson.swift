import Metrics
import Runs
import Tensors

/// What is trained: two players, and everything else that changes from step to step. Its loop stands in
/// a chapter's essay; a ``Course`` only watches it.
public protocol Lesson: Remembering {
  /// What a step hands out to be measured.
  associatedtype Answers

  /// The training loop: one pass for each of the steps. What stands after a step, and what was
  /// computed in it, goes to `observe`.
  mutating func loop(
    over steps: some Sequence<Int>,
    observe: (_ state: Self, _ answers: Answers) throws -> Void
  ) rethrows

  /// The networks by name, the generator first.
  var players: KeyValuePairs<String, any Layer> { get }

  /// Every network, by a name for the reader, in the order in which a run makes sure that their numbers
  /// are finite: the players, the discriminator first. A lesson that trains more of them names those too.
  var networks: [(name: String, network: any Layer)] { get }

  /// Every tensor that was learnt, in a fixed order: a run's digest is taken of it.
  var learnt: [Tensor] { get }

  /// How many numbers each network learns.
  var parameterCounts: [String: Int] { get }

  /// Called once before the loop, after a checkpoint has been restored.
  func willBegin()

  /// The settings that may change between two steps. None of them is part of ``Remembering/visit(_:)``: a run
  /// that goes on makes its changes again.
  static var knobs: [Knob<Self>] { get }
}

extension Lesson {
  public var networks: [(name: String, network: any Layer)] {
    players.reversed().map { ($0.key, $0.value) }
  }

  public var learnt: [Tensor] { players.flatMap { $0.value.parameters + $0.value.averages } }

  public var parameterCounts: [String: Int] {
    Dictionary(uniqueKeysWithValues: players.map { ($0.key, $0.value.parameterCount) })
  }

  public func willBegin() {}

  public static var knobs: [Knob<Self>] { [] }
}

/// What watches a lesson: it measures, draws and keeps, and never touches the training.
///
/// What it has collected belongs into a checkpoint too, so that a run that goes on has the earlier
/// moments.
public protocol Observer: Remembering {
  associatedtype Watched: Lesson

  /// The first look, before step 1; a run that goes on from a checkpoint has had it.
  mutating func begin(_ lesson: Watched, in run: Run) throws

  /// A look after each step. Whoever looks seldom asks ``Runs/Run/isMoment(_:of:)``.
  mutating func observe(
    _ lesson: Watched, _ answers: Watched.Answers, at step: Int, in run: Run
  ) throws

  /// The last look: everything that a run ends with.
  func finish(_ lesson: Watched, in run: Run) throws -> Outcome

  /// Checkpoints at the multiples of this step beside those of the run; nil for none.
  var savesEvery: Int? { get }
}

extension Observer {
  public var savesEvery: Int? { nil }
}

/// What a run ends with.
public struct Outcome {
  public var metrics: Measurements
  /// The outcome in two or three lines, for the reader.
  public var sentences: String
  public var pictures: [Drawn]
  /// Moments one by one, for the report.
  public var filmstrip: [Report.Figure]
  /// The generator alone, to draw from; nil where none was trained.
  public var generator: DescribedGenerator?
  /// The picture to open first.
  public var first: String
  /// What else is known of the run: looked at to tell what went wrong with it, and written nowhere.
  public var aside: Measurements = [:]
  /// What went wrong with the run, if its numbers show it.
  var failure: Failure?

  public init(
    metrics: Measurements, sentences: String, pictures: [Drawn], filmstrip: [Report.Figure] = [],
    generator: DescribedGenerator? = nil, first: String
  ) {
    self.metrics = metrics
    self.sentences = sentences
    self.pictures = pictures
    self.filmstrip = filmstrip
    self.generator = generator
    self.first = first
  }
}
