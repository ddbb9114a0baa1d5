import Foundation

/// The control groups (Linux's, of either version) that this process is in: a container is one, and a group
/// may lie within others, whose limits hold too.
package struct ControlGroups {
  private let root: String
  /// Lines such as `0::/user.slice/session` or, in the first version, `4:cpu,cpuacct:/docker/1`.
  private let groups: String

  /// Those of this process; there are none on other systems.
  package init() {
    self.init(root: "/sys/fs/cgroup", groups: text("/proc/self/cgroup") ?? "")
  }

  /// - Parameter groups: what `/proc/self/cgroup` says.
  init(root: String, groups: String) {
    self.root = root
    self.groups = groups
  }

  /// What the files of a controller say in the process's own group and in each of those around it; several
  /// files of one group with a space between.
  ///
  /// - Parameters:
  ///   - controller: `cpu`, `memory`.
  ///   - first: the files' names in the first version.
  ///   - second: the file's name in the second.
  func contents(of controller: String, first: [String], second: String) -> [String] {
    groups.split(separator: "\n").flatMap { line -> [String] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let isFirst = fields[1].split(separator: ",").contains { $0 == controller }
      guard isFirst || fields[1].isEmpty else { return [] }
      let path = fields[2].split(separator: "/").map(String.init)
      // From the root to the process's own group.
      return (0...path.count).map { count in
        let folder = [root] + (isFirst ? [controller] : []) + path.prefix(count)
        return (isFirst ? first : [second])
          .map { text((folder + [$0]).joined(separator: "/")) ?? "" }.joined(separator: " ")
      }
    }
  }

  /// The least quota, in processors; nil where there is none.
  package var processors: Double? {
    contents(
      of: "cpu", first: ["cpu.cfs_quota_us", "cpu.cfs_period_us"], second: "cpu.max"
    ).compactMap { text in
      // Time and period, as in `150000 100000`; `max 100000` and a time of −1 mean that there is none.
      let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
      guard numbers.count == 2, let time = numbers[0], let period = numbers[1], time > 0, period > 0
      else { return nil }
      return time / period
    }.min()
  }

  /// The least limit of memory, in bytes; nil where there is none. In the first version no limit is a number
  /// that no machine has.
  package var memory: Int? {
    contents(of: "memory", first: ["memory.limit_in_bytes"], second: "memory.max")
      .compactMap { Int($0.filter { !$0.isWhitespace }) }.filter { $0 > 0 }.min()
  }
}

private func text(_ path: String) -> String? {
  try? String(contentsOfFile: path, encoding: .utf8)
}
