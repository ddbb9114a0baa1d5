import Foundation
import Runs
import Tensors

/// One workload, run by this library and by others in turn: each plays a round, then all play the
/// next. What slows the machine for a while slows all of them, and the ratio within a round is fair.
struct Contest {
  let workload: Workload
  let batch: Int
  let threads: Int
  let rounds: Int
  /// What a player may spend on a round.
  let seconds: Double

  /// - Parameter players: all warm after one round that does not count; ours is the first.
  func standings(_ players: [Player]) throws -> [Standing] {
    var results = players.map { _ in [Player.Round]() }
    var peaks: [Double] = []
    for round in 0...rounds {
      for (index, player) in players.enumerated() {
        let result = try player.play(seconds: seconds)
        if round == 0 { continue }
        results[index].append(result)
        peaks.append((0..<3).map { _ in peakRate(threads: threads) }.max() ?? 0)
      }
    }
    return players.indices.map { index in
      Standing(
        workload, batch: batch, threads: threads, opening: players[index].opening,
        startSeconds: players[index].startSeconds, rounds: results[index],
        peakGflops: median(peaks), against: index == 0 ? nil : results[0])
    }
  }
}

/// The peers that play. Why one cannot is told once, and the others go on.
struct Peers {
  private let all: [Peer]
  private let pythons: Pythons
  private var told: Set<String> = []

  /// Stops if the scripts are not there.
  init(_ peers: [Peer], pythons: Pythons) throws {
    all = peers
    self.pythons = pythons
    for peer in peers where !FileManager.default.fileExists(atPath: peer.script) {
      throw RunFailure(
        .inputNotFound,
        "--compare \(peer): \(peer.script) not found; run this at the top of the workbook")
    }
  }

  mutating func players(_ workload: Workload, batch: Int, threads: Int) -> [Player] {
    var players: [Player] = []
    for peer in all {
      do {
        players.append(
          try Player(
            peer, python: pythons.path(for: peer), workload, batch: batch, threads: threads))
      } catch Child.Failure.absent {
        continue
      } catch {
        let message = "bench: --compare \(peer): \(reason(error)). \(peer.advice)\n"
        if told.insert(message).inserted { FileHandle.standardError.write(Data(message.utf8)) }
      }
    }
    return players
  }

  private func reason(_ error: any Error) -> String {
    if case Child.Failure.broken(let reason) = error { reason } else { "\(error)" }
  }
}
