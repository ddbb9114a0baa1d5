/// How a command ends: the statuses of BSD's `sysexits`.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// The command was typed wrong.
  case usage = 64
  /// The input is there, and is not what it should be.
  case badData = 65
  case inputNotFound = 66
  /// Our own fault, or training that diverged.
  case software = 70
  case cannotWrite = 73
  /// Stopped early by a signal.
  case stopped = 75
}
