import Foundation
import TestSupport
import Testing

@testable import workbook

@Suite("workbook doctor")
struct DoctorTests {
  @Test("what is missing has a line to type, and what is there has none")
  func findings() {
    let missing: [(Finding, Finding.State, String)] = [
      (.swift(version: nil, path: nil), .needed, "swift.org/install"),
      (.swift(version: "6.1.3", path: nil), .needed, "swift.org/install"),
      (.swift(version: "5.10", path: nil), .needed, "swift.org/install"),
      (.libpng(version: nil, header: nil), .needed, "make libpng"),
      (.turboJPEG(isThere: false), .optional, "make turbojpeg"),
      (.pandoc(version: nil), .optional, "make pandoc"),
      (.disk(free: 1_999_999_999), .needed, "make clean"),
      (.cache(folder: nil, isWritable: false), .optional, "XDG_CACHE_HOME"),
      (.cache(folder: "/c", isWritable: false), .optional, "chmod u+w /c"),
      (.mnist(place: nil, problem: nil), .optional, "make data"),
      (.mnist(place: "Data/mnist", problem: "byte 16"), .optional, "make data"),
    ]
    for (finding, state, remedy) in missing {
      #expect(finding.state == state, "\(finding)")
      #expect(finding.remedy?.contains(remedy) == true, "\(finding)")
      #expect(finding.text(width: 10).contains("\n"), "\(finding)")
    }
    let found: [Finding] = [
      .swift(version: "6.3.1", path: "/usr/bin/swift"), .swift(version: "6.2", path: nil),
      .swift(version: "7.0-dev", path: nil), .libpng(version: "1.6.48", header: nil),
      .libpng(version: nil, header: "/usr/include/png.h"), .turboJPEG(isThere: true),
      .pandoc(version: "3.1"), .disk(free: 2_000_000_000), .disk(free: nil),
      .cache(folder: "/c", isWritable: true), .mnist(place: "Data/mnist", problem: nil),
      .processors(usable: 2, machine: 4, quota: 1.5), .build(path: nil),
    ]
    for finding in found {
      #expect(finding.state == .found && finding.remedy == nil, "\(finding)")
      #expect(!finding.text(width: 10).contains("\n"))
    }
    let few = Finding.processors(usable: 2, machine: 4, quota: 1.5).words
    #expect(few.contains("2 that this process may use, of the machine's 4") && few.contains("1.5"))
  }

  @Test(
    "a program's place tells which build system it came from",
    arguments: [
      (
        "/w/.build/x86_64-unknown-linux-gnu/debug/workbook",
        Build(system: .native, isRelease: false)
      ),
      ("/w/.build/arm64-apple-macosx/release/workbook", Build(system: .native, isRelease: true)),
      ("/w/.build/debug/workbook", Build(system: .native, isRelease: false)),
      (
        "/w/.build/out/Products/Debug-linux-x86_64/workbook",
        Build(system: .swiftBuild, isRelease: false)
      ),
      ("/w/.build/out/Products/Release/workbook", Build(system: .swiftBuild, isRelease: true)),
      ("/usr/local/bin/workbook", nil), ("/workbook", nil),
    ] as [(String, Build?)])
  func build(path: String, expected: Build?) {
    #expect(Build(path: path) == expected)
  }

  @Test("here it finds what this test was built with, a line for each thing")
  func here() throws {
    let command = try Command("workbook", "doctor")
    try #require(command.status == 0, "\(command)")
    for name in [
      "Swift", "build", "libpng", "TurboJPEG", "pandoc", "disk", "cache", "processors", "MNIST",
    ] {
      let lines = command.output.split(separator: "\n").filter {
        $0.dropFirst(2).hasPrefix("\(name) ")
      }
      #expect(lines.count == 1, "\(name): \(command)")
    }
    #expect(command.output.contains("all that is needed is here"))
  }

  @Test("without a toolchain it ends with 1 and says where to get one; damaged MNIST is named")
  func bare() throws {
    let folder = try TemporaryFolder()
    let mnist = folder.file("mnist")
    try FileManager.default.createDirectory(at: mnist, withIntermediateDirectories: true)
    for name in [
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ] { try Data([0, 0]).write(to: mnist.appendingPathComponent(name)) }
    let command = try Command(
      "/usr/bin/env",
      [
        "PATH=/nowhere", "WORKBOOK_DATA=\(folder.path)",
        "XDG_CACHE_HOME=\(mnist.path)/train-images-idx3-ubyte/cache",
        Command.products.appendingPathComponent("workbook").path, "doctor",
      ])
    command.wait()
    #expect(command.status == 1, "\(command)")
    #expect(command.output.contains("✗ Swift"), "\(command)")
    #expect(command.output.contains("type: open https://www.swift.org/install/"))
    #expect(command.output.contains("· pandoc") && command.output.contains("type: make pandoc"))
    #expect(
      command.output.contains("· MNIST") && command.output.contains("damaged: "), "\(command)")
    #if os(Linux)  // A Mac's cache folder has no variable.
      #expect(command.output.contains("· cache"), "\(command)")
    #endif
  }
}
