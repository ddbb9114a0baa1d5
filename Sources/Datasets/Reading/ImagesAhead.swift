import Foundation
import Preconditions

/// Reads the next few batches on a thread of its own, while the loop trains on the one before.
///
/// Whoever takes a batch gets it only if it is exactly the one that comes next here, and reads it
/// itself otherwise: so what is read never depends on how fast this thread is.
final class ImagesAhead: @unchecked Sendable {
  /// At most so many batches wait, and one more is being read.
  static let depth = 3

  private let read: @Sendable ([Int]) -> [UInt8]
  private let condition = NSCondition()
  // All of these are touched by whoever holds the condition's lock, and by no other.
  private var batches: Batches
  private var waiting: [(indices: [Int], levels: [UInt8])] = []
  private var beingRead: [Int]?
  private var isStopped = false

  /// Starts with the batch that `batches` names next. `read` makes the levels of some images.
  init(_ batches: Batches, read: @escaping @Sendable ([Int]) -> [UInt8]) {
    self.batches = batches
    self.read = read
    let thread = Thread { self.run() }
    thread.name = "images ahead"
    thread.start()
  }

  /// Lets the thread end, after the batch that it may be reading.
  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }

  /// The levels of the images `indices`, if they are the batch that comes next; waits if it is being
  /// read at this moment.
  func take(_ indices: [Int]) -> [UInt8]? {
    condition.withLock {
      while waiting.isEmpty && beingRead == indices { condition.wait() }
      guard waiting.first?.indices == indices else { return nil }
      condition.broadcast()
      return waiting.removeFirst().levels
    }
  }

  private func run() {
    while let indices = next() {
      let levels = read(indices)
      condition.withLock {
        waiting.append((indices, levels))
        beingRead = nil
        condition.broadcast()
      }
    }
  }

  /// What to read when there is room for it; nil if nobody wants it any more.
  private func next() -> [Int]? {
    condition.withLock {
      while waiting.count >= ImagesAhead.depth && !isStopped { condition.wait() }
      if isStopped { return nil }
      beingRead = batches.next()
      return beingRead
    }
  }
}
