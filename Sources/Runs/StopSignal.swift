import Foundation
import Synchronization

/// Whether somebody has asked this process to stop: Ctrl-C, or `kill`.
///
/// The first signal asks; the run ends after its step, with a checkpoint. The second one kills, as
/// it would have at first. A signal belongs to the process, and so does this.
package enum StopSignal {
  private static let received = Atomic<Int32>(0)

  /// The number of the signal that came, 0 for none.
  package static var number: Int32 { received.load(ordering: .relaxed) }

  package static func watch() {
    // Whoever started this process may have blocked signals, and they stay blocked in a child.
    var watched = sigset_t()
    sigemptyset(&watched)
    for signalNumber in [SIGINT, SIGTERM] {
      sigaddset(&watched, signalNumber)
      signal(signalNumber) { number in
        StopSignal.received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &watched, nil)
    // A file that grows too large is an error to be told, not a reason to die.
    signal(SIGXFSZ, SIG_IGN)
  }
}
