import Preconditions
import Synchronization

/// How many threads the kernels may use; by default one for each core that the process may use.
///
/// The only setting of this module that holds for the whole process. It may, because it cannot be
/// seen in a result: every kernel splits its *output*, or sums a fixed number of partial sums in a
/// fixed order, so the bits do not depend on it.
public enum Parallelism {
  private static let chosen = Atomic<Int>(0)

  /// The number of threads, this one among them; ``cores`` by default. Any positive number may be set, at any
  /// time and from any thread; 1 starts no other.
  public static var threads: Int {
    get {
      let threads = chosen.load(ordering: .relaxed)
      return threads > 0 ? threads : cores
    }
    set {
      require(newValue > 0, "the number of threads is positive, not \(newValue)")
      chosen.store(newValue, ordering: .relaxed)
    }
  }

  /// The processors that this process may use.
  public static let cores = Processors.count()
}

/// A piece of work on raw memory that several threads share, each with its own part. Conforming
/// types hold pointers, and promise that no two parts write to the same place.
protocol Job: Sendable {
  func run(_ part: Int)
}

/// Runs the parts of `job`, on several threads if there is work for them; `nanoseconds` is a guess
/// at the whole, a ``Cost``. Small jobs stay on this thread.
@inline(__always)
func perform(_ job: some Job, parts: Int, nanoseconds: Int) {
  let threads = nanoseconds > Cost.worthSharing ? Parallelism.threads : 1
  if parts > 1 && threads > 1 {
    Team.shared.perform(job, parts: parts, threads: threads)
  } else {
    for part in 0..<parts { job.run(part) }
  }
}
