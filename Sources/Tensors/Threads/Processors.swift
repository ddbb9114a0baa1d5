import Foundation

/// How many processors this process may use, which may be fewer than the machine has: a container gets a share
/// of them, `taskset` some, and more threads than that would only wait for one another.
enum Processors {
  /// At least one.
  static func count() -> Int {
    var count = allowed() ?? ProcessInfo.processInfo.activeProcessorCount
    if let quota = quota(root: "/sys/fs/cgroup", groups: text("/proc/self/cgroup") ?? "") {
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

  /// The least quota of the control groups (Linux's, of either version) that the process is in, in processors.
  /// `groups` is what `/proc/self/cgroup` says.
  static func quota(root: String, groups: String) -> Double? {
    var least: Double?
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let isFirstVersion = fields[1].split(separator: ",").contains("cpu")
      guard isFirstVersion || fields[1].isEmpty else { continue }
      var path = fields[2].split(separator: "/")
      while true {
        let folder = ([root] + (isFirstVersion ? ["cpu"] : []) + path.map(String.init))
          .joined(separator: "/")
        let limit =
          isFirstVersion
          ? share(
            (text(folder + "/cpu.cfs_quota_us") ?? "") + " "
              + (text(folder + "/cpu.cfs_period_us") ?? ""))
          : share(text(folder + "/cpu.max") ?? "")
        if let limit { least = Swift.min(limit, least ?? limit) }
        if path.popLast() == nil { break }
      }
    }
    return least
  }

  /// Time and period, as in `150000 100000`; `nil` for `max 100000`, and for -1, which means the same.
  private static func share(_ text: String) -> Double? {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
    guard numbers.count == 2, let time = numbers[0], let period = numbers[1], time > 0, period > 0
    else { return nil }
    return time / period
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
