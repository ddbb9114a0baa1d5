import Preconditions
import Synchronization

/// How much memory large tensors may take together, and how the process ends when they need more.
///
/// Memory belongs to the process, and so does its limit; whoever runs the process knows what it may use
/// and what to tell the reader. Without a limit the system ends a process that takes too much, without a
/// word.
package enum MemoryLimit {
  package enum Excess: Sendable {
    /// This many bytes would be held together.
    case beyondLimit(Int)
    /// The system has not given this many bytes.
    case refused(Int)
  }

  private static let limit = Atomic<Int>(.max)
  private static let ending = Mutex<(@Sendable (Excess) -> Never)?>(nil)

  static var bytes: Int { limit.load(ordering: .relaxed) }

  /// - Parameter end: ends the process, with a sentence.
  package static func set(_ bytes: Int, orEnd end: @escaping @Sendable (Excess) -> Never) {
    ending.withLock { $0 = end }
    limit.store(bytes, ordering: .relaxed)
  }

  static func end(_ excess: Excess) -> Never {
    if let end = ending.withLock({ $0 }) { end(excess) }
    stop("no memory for more tensors: \(excess)")
  }
}
