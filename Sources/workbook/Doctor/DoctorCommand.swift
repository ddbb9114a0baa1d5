import ArgumentParser
import Datasets
import Foundation
import Images
import Lessons
import Runs
import Tensors

/// Looks at what the workbook needs on this machine, and says what to type where something is missing.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at what the workbook needs here, and say what to type where it is missing.",
    discussion: """
      A line each: ✓ is there, · is missing and wanted by a part of the workbook only, ✗ is missing and needed. \
      Ends with 0 if all that is needed is there, and else with 1. It changes nothing.
      """)

  func run() throws {
    let findings = Self.findings()
    let width = findings.map(\.name.count).max() ?? 0
    for finding in findings { print(finding.text(width: width)) }
    let (needed, optional) = (
      findings.count { $0.state == .needed }, findings.count { $0.state == .optional }
    )
    print()
    if needed > 0 {
      print("\(VerifyTable.counted(needed, "needed thing")) missing: see ✗")
      throw ExitCode(1)
    }
    let rest =
      optional == 0 ? "" : "; \(VerifyTable.counted(optional, "thing")) more can be had: see ·"
    print("all that is needed is here\(rest)")
  }

  static func findings() -> [Finding] {
    let cache = ParameterCache().folder
    let mnist = Dataset.mnist.place
    return [
      .swift(version: Machine.swiftVersion(), path: programInPath("swift")?.path),
      .build(path: Bundle.main.executableURL?.resolvingSymlinksInPath().path),
      .libpng(
        version: Machine.output(of: "pkg-config", "--modversion", "libpng"),
        header: ["/usr/include", "/opt/homebrew/include", "/usr/local/include"]
          .map { "\($0)/png.h" }.first(where: FileManager.default.fileExists)),
      .turboJPEG(isThere: Image.readsJPEG),
      .pandoc(
        version: Machine.output(of: "pandoc", "--version")?.split(separator: "\n").first
          .map { String($0).replacing("pandoc ", with: "") }),
      .disk(free: freeBytes()),
      .cache(folder: cache?.path, isWritable: cache.map(isWritable) ?? false),
      .processors(
        usable: Parallelism.cores, machine: ProcessInfo.processInfo.processorCount,
        quota: ControlGroups().processors),
      .mnist(place: mnist?.relativePath, problem: mnist == nil ? nil : problemWithMNIST()),
    ]
  }

  private static func freeBytes() -> Int64? {
    let facts = try? FileManager.default.attributesOfFileSystem(forPath: ".")
    return (facts?[.systemFreeSize] as? NSNumber)?.int64Value
  }

  /// Whether a folder can be written, or made: asked of the nearest one that is there, so that nothing is
  /// changed.
  private static func isWritable(_ folder: URL) -> Bool {
    var place = folder.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      place.deleteLastPathComponent()
    }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
    return isFolder.boolValue && access(place.path, W_OK | X_OK) == 0
  }

  /// What is wrong with the files, found by reading them as a run does.
  private static func problemWithMNIST() -> String? {
    do {
      for split in [Dataset.Split.train, .test] { _ = try Dataset.mnist.images(split) }
      return nil
    } catch { return "\(error)" }
  }
}
