import Metrics
import Runs
import Tensors

/// One case of the shelf: a game with one mistake in it.
public struct Bug: Codable, Sendable {
  /// From 1 on, in the order of the shelf.
  public internal(set) var number = 0
  public let fault: Fault
  let setup: Setup
  /// What a student writes who does not know what is wrong.
  public let report: String
  /// Where to look, which does not say what is there.
  public let look: String
  /// The line as it is, and as it should be, both from the game's file.
  public let wrong: String
  /// Empty where the repair is to take the line out.
  public let right: String
  /// What the line does.
  let explanation: String
  /// What gave it away.
  let evidence: String
  /// A measurement that the mistake changes, with a limit between with and without.
  let symptom: Symptom
  /// Further metrics that tell something, beside the symptom's.
  let telling: [Metric]
  /// What speaks against the most tempting of the wrong answers.
  let hints: [Fault: String]

  /// Which of the games, and how large.
  enum Setup: Codable, Sendable {
    case line
    case plainLine
    case digits(batch: Int = 64, steps: Int = 1500)
    case asked
    case critic(on: CriticGame.Data, heldBy: CriticGame.Hold)
  }

  var kind: GameKind {
    switch setup {
    case .line, .plainLine: .line
    case .digits: .digits
    case .asked: .asked
    case .critic(_, .penalty): .penalised
    case .critic(_, .clipping): .clipped
    }
  }

  /// Whether the mistake can be made in this game at all.
  public func admits(_ fault: Fault) -> Bool { fault.kinds.contains(kind) }

  /// The file with the game's loop.
  public var file: String {
    switch kind {
    case .line: "Sources/BugShelf/LineGame.swift"
    case .digits: "Sources/BugShelf/DigitsGame.swift"
    case .asked: "Sources/BugShelf/AskedGame.swift"
    case .penalised, .clipped: "Sources/BugShelf/CriticGame.swift"
    }
  }

  /// The game before its first step.
  func game(repaired: Bool, seed: UInt64) -> any Game {
    let fault = repaired ? nil : fault
    switch setup {
    case .line: return LineGame(fault, seed: seed)
    case .plainLine: return LineGame(fault, plain: true, seed: seed)
    case .digits(let batch, let steps):
      return DigitsGame(fault, batch: batch, steps: steps, seed: seed)
    case .asked: return AskedGame(fault, seed: seed)
    case .critic(let data, let hold):
      return CriticGame(fault, on: data, heldBy: hold, seed: seed)
    }
  }
}

extension Bug: CustomStringConvertible {
  public var description: String { "bug \(number), \(fault.rawValue)" }
}

/// A metric that lies on one side of a limit in a game with a mistake, and on the other without.
struct Symptom: Codable, Equatable, Sendable {
  enum Side: Codable, Sendable { case above, below }

  let metric: Metric
  let side: Side
  let limit: Float

  init(_ metric: Metric, _ side: Side, _ limit: Float) {
    self.metric = metric
    self.side = side
    self.limit = limit
  }

  /// Whether the value lies on the mistake's side, beyond the limit by a factor.
  func shows(in value: Float, margin: Float = 1) -> Bool {
    side == .above ? value > limit * margin : value < limit / margin
  }

  /// Whether the value lies on the healthy side, by a factor.
  func isAbsent(in value: Float, margin: Float = 1) -> Bool {
    side == .above ? value < limit / margin : value > limit * margin
  }
}

/// What was measured in one play of a game.
struct Findings: Sendable {
  let log: MetricLog

  /// Plays a game to its end, with nothing written.
  init(_ game: some Game) {
    var game = game
    var log = MetricLog()
    let steps = 1...game.steps
    game.play(over: steps, record: { log.append($0, at: $1) }, look: { _, _ in })
    self.log = log
  }

  /// The mean over the last fifth of the run: one batch's value is mostly noise.
  subscript(metric: Metric) -> Float? { log.average(metric, overLast: Findings.part) }

  static let part: Float = 0.2
}

extension Game {
  /// The loop, with measurements at a hundred moments and judgements at twenty-five.
  mutating func play(
    over steps: some Sequence<Int>,
    record: (_ values: Measurements, _ step: Int) throws -> Void,
    look: (_ game: Self, _ turn: Turn) throws -> Void
  ) rethrows {
    let count = self.steps
    try loop(over: steps) { game, turn in
      if turn.step % (count / 100) == 0 || turn.step == 1 { try record(turn.values, turn.step) }
      if turn.step % (count / 25) == 0 { try record(game.judgement(), turn.step) }
      try look(game, turn)
    }
  }
}
