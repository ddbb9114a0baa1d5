import Foundation

/// How many processors this process may use, which may be fewer than the machine has: a container gets a share
/// of them, `taskset` some, and more threads than that would only wait for one another.
enum Processors {
  /// At least one.
  static func count() -> Int {
    var count = allowed() ?? ProcessInfo.processInfo.activeProcessorCount
    if let quota = ControlGroups().processors {
      count = Swift.min(count, Int(quota.rounded(.up)))
    }
    return Swift.max(1, count)
  }

  /// The processors that the process may run on; on a Mac the fast ones, for a part of a kernel is as long as
  /// the others, and waits for a slow core. `nil` where the system does not tell.
  static func allowed() -> Int? {
    #if os(Linux)
      return allowed(status: text("/proc/self/status") ?? "")
    #elseif canImport(Darwin)
      var count: Int32 = 0
      var size = MemoryLayout<Int32>.size
      guard sysctlbyname("hw.perflevel0.logicalcpu", &count, &size, nil, 0) == 0 else { return nil }
      return Int(count)
    #else
      return nil
    #endif
  }

  /// The processors in the mask of Linux's `/proc/self/status`: groups of hexadecimal digits, a bit for each.
  static func allowed(status: String) -> Int? {
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") })
    else { return nil }
    let bits = line.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue)
      .reduce(0) { $0 + $1.nonzeroBitCount }
    return bits > 0 ? bits : nil
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
