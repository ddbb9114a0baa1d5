import Foundation
import Testing

@testable import Tensors

@Suite("control groups that a process is in")
struct ControlGroupsTests {
  /// Files as the system shows its control groups, read for a process in some of them.
  private func read<Value>(
    _ value: KeyPath<ControlGroups, Value>, _ files: [String: String], groups: String
  ) throws -> Value {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, text) in files {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return ControlGroups(root: root.path, groups: groups)[keyPath: value]
  }

  @Test("the least quota of a group and those around it holds")
  func quotas() throws {
    let files = ["cpu.max": "max 100000\n", "a/cpu.max": "150000 100000\n", "a/b/cpu.max": "max 1"]
    #expect(try read(\.processors, files, groups: "0::/a/b\n") == 1.5)
    #expect(try read(\.processors, files, groups: "0::/\n") == nil)
    let narrow = files.merging(["a/b/cpu.max": "50000 100000"]) { $1 }
    #expect(try read(\.processors, narrow, groups: "0::/a/b\n") == 0.5)
    #expect(try read(\.processors, [:], groups: "0::/a/b\n") == nil)
  }

  @Test("groups of the first version are read too")
  func firstVersion() throws {
    let files = ["cpu/c/cpu.cfs_quota_us": "200000\n", "cpu/c/cpu.cfs_period_us": "100000\n"]
    #expect(try read(\.processors, files, groups: "4:memory:/x\n1:cpu,cpuacct:/c\n0::/\n") == 2)
    let none = ["cpu/c/cpu.cfs_quota_us": "-1\n", "cpu/c/cpu.cfs_period_us": "100000\n"]
    #expect(try read(\.processors, none, groups: "1:cpu:/c\n") == nil)
  }

  @Test("so does the least limit of memory, whichever of the groups has it")
  func memory() throws {
    let files = [
      "a/memory.max": "2000000000\n", "a/b/memory.max": "8000000000\n", "a/b/c/memory.max": "max\n",
    ]
    #expect(try read(\.memory, files, groups: "0::/a/b/c\n") == 2_000_000_000)
    #expect(try read(\.memory, files, groups: "0::/\n") == nil)
    let first = [
      "memory/x/memory.limit_in_bytes": "1000000000\n",
      "memory/x/y/memory.limit_in_bytes": "9223372036854771712\n",
    ]
    #expect(try read(\.memory, first, groups: "4:memory:/x/y\n0::/\n") == 1_000_000_000)
  }
}
