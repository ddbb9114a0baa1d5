import Foundation
import Testing

@testable import Tensors

@Suite("processors that a process may use")
struct ProcessorsTests {
  /// A folder as the system shows its control groups.
  private func quota(_ files: [String: String], groups: String) throws -> Double? {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, text) in files {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return Processors.quota(root: root.path, groups: groups)
  }

  @Test("the least quota of a group and those around it holds")
  func quotas() throws {
    let files = ["cpu.max": "max 100000\n", "a/cpu.max": "150000 100000\n", "a/b/cpu.max": "max 1"]
    #expect(try quota(files, groups: "0::/a/b\n") == 1.5)
    #expect(try quota(files, groups: "0::/\n") == nil)
    #expect(
      try quota(files.merging(["a/b/cpu.max": "50000 100000"]) { $1 }, groups: "0::/a/b\n") == 0.5)
    #expect(try quota([:], groups: "0::/a/b\n") == nil)
  }

  @Test("groups of the first version are read too")
  func firstVersion() throws {
    let files = ["cpu/c/cpu.cfs_quota_us": "200000\n", "cpu/c/cpu.cfs_period_us": "100000\n"]
    #expect(try quota(files, groups: "4:memory:/x\n1:cpu,cpuacct:/c\n0::/\n") == 2)
    let none = ["cpu/c/cpu.cfs_quota_us": "-1\n", "cpu/c/cpu.cfs_period_us": "100000\n"]
    #expect(try quota(none, groups: "1:cpu:/c\n") == nil)
  }

  @Test("bits of a mask are processors")
  func mask() {
    func allowed(_ mask: String) -> Int? {
      Processors.allowed(
        status: "Name:\tworkbook\nCpus_allowed:\t\(mask)\nCpus_allowed_list:\t0-1\n")
    }
    #expect(allowed("3") == 2)
    #expect(allowed("4") == 1)
    #expect(allowed("f,00000000,00000001") == 5)
    #expect(Processors.allowed(status: "Name:\tworkbook\n") == nil)
    #expect((1...Swift.max(1, ProcessInfo.processInfo.processorCount)).contains(Processors.count()))
  }
}
