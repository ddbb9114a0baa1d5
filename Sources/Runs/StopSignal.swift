import Foundation
import Synchronization

/// Whether somebody has asked this process to stop: Ctrl-C, `kill`, a terminal that is closed, a limit
/// of processor time, a reader that has gone away.
///
/// The first signal asks; the run ends after its step, with a checkpoint. A second Ctrl-C or `kill` kills,
/// as the first would have. A signal belongs to the process, and so does this.
package enum StopSignal {
  private static let received = Atomic<Int32>(0)

  /// The number of the signal that came, 0 for none.
  package static var number: Int32 { received.load(ordering: .relaxed) }

  /// Leaves what comes before a run's first step, and takes long, if somebody has asked for it.
  package static func leaveIfAsked() throws(RunFailure) {
    if number != 0 { throw RunFailure(.stopped, "stopped before the first step") }
  }

  package static func watch() {
    // Whoever started this process may have blocked signals, and they stay blocked in a child.
    var watched = sigset_t()
    sigemptyset(&watched)
    for signalNumber in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU] {
      sigaddset(&watched, signalNumber)
      let former = signal(signalNumber) { number in
        StopSignal.received.store(number, ordering: .relaxed)
        // Shell and system each tell of a closed terminal, and the other two come again and again.
        signal(number, number == SIGINT || number == SIGTERM ? SIG_DFL : SIG_IGN)
      }
      // Under `nohup`.
      if signalNumber == SIGHUP, isIgnored(former) { signal(SIGHUP, SIG_IGN) }
    }
    pthread_sigmask(SIG_UNBLOCK, &watched, nil)
  }

  private static func isIgnored(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == 1  // SIG_IGN, which has no equality.
  }
}
