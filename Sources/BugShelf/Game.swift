import Charts
import Metrics
import Tensors

/// One of the shelf's small games: two networks, their whole loop, and a place for each of its mistakes.
///
/// A chapter's loop in small. With a ``Fault`` the game makes that one mistake; without, none. Wrong and
/// right stand side by side in its file, at the line.
protocol Game {
  var steps: Int { get }
  var batch: Int { get }
  /// What the real samples are.
  var dataset: String { get }
  /// What a report tells about the game: the same with and without the mistake.
  var facts: KeyValuePairs<String, String> { get }

  /// The training loop. What a step leaves goes to `observe`.
  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ game: Self, _ turn: Turn) throws -> Void
  ) rethrows

  /// The generator as its users get it, in the inference phase, on noise that no training has seen:
  /// `[count, …]`. The noise has a random stream of its own, so looking never changes the run.
  func samples(_ count: Int) -> Tensor

  /// How good those samples are, and what else takes longer to measure than at every step.
  func judgement() -> Measurements

  /// The samples at the end as a chart; nil where each is a picture itself.
  var sampleChart: Chart? { get }
  /// Whether a sample is a picture.
  var showsImages: Bool { get }
  /// Where each is a picture, those of the end that are shown.
  var sampleSheet: SampleSheet { get }
  /// Where a critic's slope was penalised last, a sample in each row; nil where none is.
  var penalisedPoints: Tensor? { get }

  var generator: Sequential { get }
  /// The discriminator, or the critic.
  var discriminator: Sequential { get }
}

/// What a step leaves.
struct Turn {
  let step: Int
  let values: Measurements
  /// The batches that the discriminator saw last.
  let real: Tensor
  let fake: Tensor
}

/// The parameters of both players at the start of a step, to tell how far each has moved.
struct Position {
  private let generator: [Tensor]
  private let discriminator: [Tensor]

  init(of game: some Game) {
    generator = game.generator.parameters.map { $0.detached() }
    discriminator = game.discriminator.parameters.map { $0.detached() }
  }

  /// The Euclidean length of the way that the generator's parameters have come since.
  func moveG(in game: some Game) -> Float { distance(generator, game.generator.parameters) }

  func moveD(in game: some Game) -> Float { distance(discriminator, game.discriminator.parameters) }

  private func distance(_ a: [Tensor], _ b: [Tensor]) -> Float {
    norm(of: zip(a, b).map { $0 - $1.detached() })
  }
}

extension Game {
  /// One update of the networks at `players` against the gradient of `loss`: of nobody else.
  mutating func update(
    _ players: [WritableKeyPath<Self, Sequential>],
    by optimizer: WritableKeyPath<Self, any Optimizer>, against loss: Tensor
  ) {
    let counts = players.map { self[keyPath: $0].parameters.count }
    var parameters = players.flatMap { self[keyPath: $0].parameters }
    let gradients = gradients(of: loss, withRespectTo: parameters)
    self[keyPath: optimizer].update(&parameters, along: gradients)
    var next = 0
    for (player, count) in zip(players, counts) {
      self[keyPath: player].parameters = Array(parameters[next..<next + count])
      next += count
    }
  }
}

/// Samples side by side: images, `[n, 196]`, so many in a row.
struct SampleSheet {
  let images: Tensor
  let columns: Int
  let caption: String
}

extension Game {
  var sampleChart: Chart? { nil }
  var showsImages: Bool { generator.parameters.last?.scalarCount == SmallDigits.pixelCount }
  var sampleSheet: SampleSheet {
    SampleSheet(
      images: samples(64), columns: 8, caption: "64 samples at the end, as a user gets them.")
  }
  var penalisedPoints: Tensor? { nil }
}
