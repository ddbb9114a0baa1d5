import Dispatch
import Foundation
import Synchronization

/// Where a server and a run meet: the server lays orders down and takes what was published; the run looks
/// here between two steps. Neither waits for the other: a slow page never slows a run.
final class Desk: Sendable {
  private struct Contents {
    var orders: [(order: Order, answer: CheckedContinuation<Answer, Never>)] = []
    var version = 0
    var state = Data("{}".utf8)
    var pictures: [String: (data: Data, type: String)] = [:]
    var lastSeen: ContinuousClock.Instant?
    var isClosed = false
  }

  private let contents = Mutex(Contents())
  /// So that a step that nobody interrupts costs no lock.
  private let hasOrder = Atomic(false)
  private let rings = DispatchSemaphore(value: 0)

  // MARK: For the run

  var hasOrders: Bool { hasOrder.load(ordering: .acquiring) }

  /// Whether a page has asked for anything within the last seconds.
  var isWatched: Bool {
    contents.withLock { $0.lastSeen.map { $0.duration(to: .now) < .seconds(3) } ?? false }
  }

  /// Whether everybody has gone: nobody ever looked, or not for a minute.
  var isAbandoned: Bool {
    contents.withLock { $0.lastSeen.map { $0.duration(to: .now) > .seconds(60) } ?? true }
  }

  /// Whether any page ever has.
  var wasWatched: Bool { contents.withLock { $0.lastSeen != nil } }

  func takeOrders() -> [(order: Order, answer: CheckedContinuation<Answer, Never>)] {
    contents.withLock { contents in
      hasOrder.store(false, ordering: .releasing)
      defer { contents.orders = [] }
      return contents.orders
    }
  }

  /// Waits for an order, and not longer than that.
  func wait(_ seconds: Double) { _ = rings.wait(timeout: .now() + seconds) }

  func publish(_ state: some Encodable, _ pictures: [String: (data: Data, type: String)]) {
    let data = (try? JSONEncoder().encode(state)) ?? Data("{}".utf8)
    contents.withLock {
      $0.version += 1
      $0.state = data
      $0.pictures = pictures
    }
  }

  /// Nobody takes orders any more: those that wait are refused.
  func close() {
    let left = contents.withLock { contents in
      contents.isClosed = true
      defer { contents.orders = [] }
      return contents.orders
    }
    for (_, answer) in left { answer.resume(returning: .refused("the run has ended")) }
  }

  // MARK: For the server

  func see() { contents.withLock { $0.lastSeen = .now } }

  func lay(_ order: Order) async -> Answer {
    await withCheckedContinuation { answer in
      let isTaken = contents.withLock {
        if $0.isClosed || $0.orders.count >= 64 { return false }
        $0.orders.append((order, answer))
        hasOrder.store(true, ordering: .releasing)
        return true
      }
      guard isTaken else {
        return answer.resume(returning: .refused("too many orders wait, or the run has ended"))
      }
      rings.signal()
    }
  }

  /// The state that was published after `version`, waited for up to ten seconds; else the last one.
  func state(after version: Int) async -> (version: Int, data: Data) {
    for _ in 0..<500 {
      see()
      let found = contents.withLock { $0.version > version ? ($0.version, $0.state) : nil }
      if let found { return found }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return contents.withLock { ($0.version, $0.state) }
  }

  func picture(_ name: String) -> (data: Data, type: String)? {
    contents.withLock { $0.pictures[name] }
  }
}
