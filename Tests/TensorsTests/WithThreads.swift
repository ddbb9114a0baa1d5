import Synchronization

@testable import Tensors

private let setting = Mutex(())

/// Runs `body` while the kernels may use `count` threads. Tests that set the number wait for each
/// other; it cannot disturb those that do not, for no result depends on it.
func withThreads<Result>(_ count: Int, _ body: () -> Result) -> Result {
  setting.withLock { _ in
    let before = Parallelism.threads
    Parallelism.threads = count
    defer { Parallelism.threads = before }
    return body()
  }
}
