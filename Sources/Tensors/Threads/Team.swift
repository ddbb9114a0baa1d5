import Foundation
import Synchronization

/// The threads that help whoever calls `perform`.
///
/// The caller opens a round, works on the parts of the job itself, and closes the round when none is
/// left. A helper that comes in time takes parts as well; one that comes late finds the round closed,
/// and nobody has waited for it. Afterwards a helper listens for the next round for some tens of
/// microseconds, since a training step has one job after another, and only then parks: to wake a parked
/// thread takes as long as a small matrix product.
final class Team: @unchecked Sendable {
  static let shared = Team()

  /// The number of the round, whether it is open, and how many helpers are inside, all in one word, so
  /// that nobody can enter a round that is closed.
  private let state = Atomic<Int>(0)
  private static let round = 1 << 17
  private static let open = 1 << 16

  /// Whether a caller has the team; there is one at a time.
  private let isTaken = Atomic<Bool>(false)
  /// Written by that caller, only while nobody is inside.
  /// A closure rather than `any Job`: it calls what was compiled for the one type, loops and all.
  private var run: ((Int) -> Void)?
  private var parts = 0
  private var helpers = 0
  private var hired = 0
  private let nextPart = Atomic<Int>(0)

  private let parked = Atomic<Int>(0)
  private let bell = NSCondition()

  /// How often a helper looks for the next round before it parks. It yields the processor after every
  /// look, so that on a busy machine it is in nobody's way.
  private static let looks = 100

  /// Runs the parts of `job` on at most `threads` threads, this one among them, and returns when all
  /// are done. While another caller has the team, this thread runs them alone.
  func perform(_ job: some Job, parts: Int, threads: Int) {
    if isTaken.exchange(true, ordering: .acquiring) {
      for part in 0..<parts { job.run(part) }
      return
    }
    run = { job.run($0) }
    self.parts = parts
    helpers = min(parts, threads) - 1
    while hired < helpers { hire() }
    nextPart.store(0, ordering: .relaxed)
    state.wrappingAdd(Team.round | Team.open, ordering: .sequentiallyConsistent)
    if parked.load(ordering: .sequentiallyConsistent) > 0 { bell.withLock { bell.broadcast() } }
    takeParts(job.run)
    state.wrappingSubtract(Team.open, ordering: .acquiringAndReleasing)
    while state.load(ordering: .acquiring) % Team.open > 0 { sched_yield() }
    run = nil
    isTaken.store(false, ordering: .releasing)
  }

  @inline(__always)
  private func takeParts(_ run: (Int) -> Void) {
    while true {
      let part = nextPart.wrappingAdd(1, ordering: .relaxed).oldValue
      if part >= parts { return }
      run(part)
    }
  }

  private func hire() {
    let number = hired
    Thread.detachNewThread { [self] in help(number) }
    hired += 1
  }

  /// What the helper of this number does, for as long as the process lives.
  private func help(_ number: Int) {
    var round = 0
    while true {
      let seen = waitForRound(after: round)
      if seen & Team.open > 0 {
        let isInside = state.compareExchange(
          expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing
        ).exchanged
        // Somebody came or went in between: look again.
        if !isInside { continue }
        if number < helpers, let run { takeParts(run) }
        state.wrappingSubtract(1, ordering: .acquiringAndReleasing)
      }
      round = seen / Team.round
    }
  }

  /// The state as soon as its round is another than the last; listens first, then parks.
  private func waitForRound(after last: Int) -> Int {
    for _ in 0..<Team.looks {
      let seen = state.load(ordering: .acquiring)
      if seen / Team.round != last { return seen }
      sched_yield()
    }
    return bell.withLock {
      // Announced before the last look: whoever opens a round after it sees this, and rings.
      parked.wrappingAdd(1, ordering: .sequentiallyConsistent)
      defer { parked.wrappingSubtract(1, ordering: .relaxed) }
      while true {
        let seen = state.load(ordering: .sequentiallyConsistent)
        if seen / Team.round != last { return seen }
        bell.wait()
      }
    }
  }
}
