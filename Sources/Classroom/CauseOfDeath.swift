import Foundation

extension Child {
  /// Why a program that was to write a verdict has ended without one.
  func causeOfDeath(_ limits: Limits) -> String {
    if isLate { return "still running after \(limits.seconds) seconds: does a loop not end?" }
    if isOrphaned { return "the program ended the process that watches it" }
    if let sentence {
      let isMemory = ["allocate", "out of memory"].contains { sentence.contains($0) }
      return "the program stopped: \(sentence)" + (isMemory ? memory(limits) : "")
    }
    guard let signal else {
      return "the program ended itself, with status \(status), before the check was done"
    }
    let meaning =
      switch signal {
      case SIGILL, SIGTRAP:
        // Without optimisation every other trap has said its sentence.
        "a number grew beyond the range of its type, as an Int beyond 9,223,372,036,854,775,807 or a UInt "
          + "below 0 (\(name(of: signal)))"
      case SIGSEGV, SIGBUS: "it touched memory that is not its own (\(name(of: signal)))"
      case SIGABRT: "it gave up (SIGABRT)" + (limits.memory == nil ? "" : memory(limits))
      case SIGKILL: "it was killed (SIGKILL)" + memory(limits)
      case SIGXCPU: "its time was over (SIGXCPU): does a loop not end?"
      case SIGXFSZ: "it wrote a file of more than \(limits.file >> 20) MiB (SIGXFSZ)"
      default: "signal \(signal) (\(name(of: signal)))"
      }
    return "the program stopped: \(meaning)"
  }

  private func memory(_ limits: Limits) -> String {
    limits.memory.map { ": does it need more than \($0 >> 30) GiB of memory?" } ?? ""
  }

  /// What a trap has said.
  private var sentence: Substring? {
    errors.firstRange(of: "Fatal error: ").map { errors[$0.upperBound...].prefix { $0 != "\n" } }
  }

  /// The last line that the program has printed.
  var lastWords: String? {
    output.split(separator: "\n").last.map { String($0.prefix(200)) }
  }

  private func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
      SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGHUP: "SIGHUP",
      SIGALRM: "SIGALRM", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2", SIGQUIT: "SIGQUIT",
    ]
    return names[signal] ?? String(cString: strsignal(signal))
  }
}
