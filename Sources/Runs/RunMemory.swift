import Foundation
import Synchronization
import Tensors

/// What a run may take of the machine's memory, and what it says when that is too little.
///
/// Nothing is estimated: what a run needs is counted while its networks are made and its first step is
/// taken, which takes hold of all that later steps need again. A run that needs too much is refused
/// there, before anything is lost.
enum RunMemory {
  private static let isUnderWay = Atomic<Bool>(false)

  /// To be called after a step: what goes wrong from now on is no fault of the options.
  static func stepIsDone() { isUnderWay.store(true, ordering: .relaxed) }

  /// Refuses what goes beyond the memory that this process may use: with 64 up to the first step, for then
  /// the options are to blame, and with 70 later.
  static func limit(_ command: String, typed words: [String]) {
    let allowed = allowedBytes()
    let options = optionsThatCost(typed: words)
    MemoryLimit.set(allowed) { excess in
      let needed =
        switch excess {
        case .beyondLimit(let bytes):
          "\(gigabytes(bytes)) or more, and may use \(gigabytes(allowed))"
        case .refused(let bytes): "another \(gigabytes(bytes)), which the system does not give"
        }
      printError("\(command): out of memory: it needs \(needed); give a smaller \(options)")
      // Nothing is in the middle of being written: files are written whole.
      let isUnderWay = isUnderWay.load(ordering: .relaxed)
      _exit((isUnderWay ? ExitStatus.software : .usage).rawValue)
    }
  }

  /// Those of the options that a run's memory grows with which were typed; if none was, the one that every
  /// chapter has.
  static func optionsThatCost(typed words: [String]) -> String {
    let typed = ["--batch-size", "--width", "--final-size", "--hidden", "--latent-size"].filter {
      option in words.contains { $0 == option || $0.hasPrefix("\(option)=") }
    }
    return typed.isEmpty ? "--batch-size" : typed.joined(separator: " or ")
  }

  /// The least of what the machine has, what the process's groups may use, and what the process itself
  /// may; nine tenths of it, as tensors are not all that a process holds.
  static func allowedBytes() -> Int {
    var least = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    #if os(Linux)
      if let bytes = ControlGroups().memory { least = min(least, bytes) }
      let kinds = [
        __rlimit_resource_t(RLIMIT_AS.rawValue), __rlimit_resource_t(RLIMIT_DATA.rawValue),
      ]
    #else
      let kinds = [RLIMIT_AS, RLIMIT_DATA]
    #endif
    for kind in kinds {
      var own = rlimit()
      if getrlimit(kind, &own) == 0 { least = min(least, Int(clamping: own.rlim_cur)) }
    }
    return least / 10 * 9
  }

  private static func gigabytes(_ bytes: Int) -> String {
    "\((Double(bytes) / 1e8).rounded() / 10) GB"
  }
}
