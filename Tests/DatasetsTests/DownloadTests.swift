import Foundation
import TestSupport
import Testing

@testable import Datasets

private let hasTools =
  (try? Command("/bin/bash", ["-c", "command -v curl && command -v gzip"]))
  .map { command in
    command.wait()
    return command.status == 0
  } ?? false

private let room = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../Sources/Datasets").standardized

@Suite("make data", .enabled(if: hasTools, "no bash or no curl"))
struct DownloadTests {
  /// Two mirrors, as folders, with a list of one file, and the folder to fetch it into.
  private final class Place {
    let root: TemporaryFolder
    static let bytes = "0123456789abcdef"

    init(_ one: String? = nil, _ two: String? = nil) throws {
      root = try TemporaryFolder()
      for (mirror, text) in [("one", one), ("two", two)] {
        try FileManager.default.createDirectory(
          at: root.file(mirror), withIntermediateDirectories: false)
        if let text { try Data(text.utf8).write(to: root.file("\(mirror)/a.gz")) }
      }
      try list("file a.gz 9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f")
    }

    func list(_ line: String) throws {
      let text = """
        set from \(root.file("one").absoluteURL)
        set from \(root.file("two").absoluteURL)
        set \(line)

        """
      try text.write(to: root.file("list"), atomically: true, encoding: .utf8)
    }

    /// Runs the script, with the commands in `tools` before the system's. They find its process in
    /// `$SCRIPT`.
    func fetch(tools: String = "/usr/bin") throws -> Command {
      let command = try Command(
        "/bin/bash",
        [
          "-c", #"SCRIPT=$$ PATH=$1:$PATH exec bash "${@:2}""#, "-", tools,
          room.appendingPathComponent("download.sh").path, root.file("Data").path,
          root.file("list").path,
        ])
      command.wait()
      return command
    }

    func put(_ text: String, as name: String) throws {
      try FileManager.default.createDirectory(
        at: root.file("Data/set"), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: root.file("Data/set/\(name)"))
    }

    func text(_ name: String) -> String? {
      (try? root.contents("Data/set/\(name)")).map { String(decoding: $0, as: UTF8.self) }
    }

    var names: [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: root.file("Data/set").path)) ?? []
    }
  }

  @Test("a file is fetched once: the second time it is there, mirrors or not")
  func once() throws {
    let place = try Place(Place.bytes)
    let first = try place.fetch()
    #expect(first.status == 0, "\(first)")
    #expect(place.names == ["a.gz"] && place.text("a.gz") == Place.bytes)
    try FileManager.default.removeItem(at: place.root.file("one/a.gz"))
    let second = try place.fetch()
    #expect(second.status == 0 && second.output.contains("Data/set/a.gz: is there"), "\(second)")
  }

  // The mirror's first bytes are wrong, so that only an attempt that goes on can be right.
  @Test("what was cut off goes on where it ended")
  func resumes() throws {
    let place = try Place("xxxxx56789abcdef")
    try place.put("01234", as: "a.gz.part")
    let command = try place.fetch()
    #expect(command.status == 0, "\(command)")
    #expect(place.names == ["a.gz"] && place.text("a.gz") == Place.bytes)
  }

  @Test(
    "a beginning from elsewhere, shorter or longer than the file, is given up",
    arguments: ["xxx", "xxxxxxxxxxxxxxxxxxxxxxxx"])
  func foreignBeginning(_ beginning: String) throws {
    let place = try Place(Place.bytes)
    try place.put(beginning, as: "a.gz.part")
    let command = try place.fetch()
    #expect(command.status == 0, "\(command)")
    #expect(place.names == ["a.gz"] && place.text("a.gz") == Place.bytes)
  }

  @Test("what was whole already needs no mirror")
  func whole() throws {
    let place = try Place()
    try place.put(Place.bytes, as: "a.gz.part")
    #expect(try place.fetch().status == 0)
    #expect(place.names == ["a.gz"])
  }

  @Test("a wrong file is thrown away, and the next mirror tried")
  func wrongSum() throws {
    let place = try Place("a page that says: log in first", Place.bytes)
    let command = try place.fetch()
    #expect(command.status == 0, "\(command)")
    #expect(command.errors.contains("one/a.gz: this is not the file: its SHA-256 is not 9f9f5111"))
    #expect(place.names == ["a.gz"] && place.text("a.gz") == Place.bytes)
  }

  @Test("a wrong file that is in place is replaced")
  func replaced() throws {
    let place = try Place(Place.bytes)
    try place.put("old", as: "a.gz")
    #expect(try place.fetch().status == 0)
    #expect(place.text("a.gz") == Place.bytes)
  }

  @Test("if no mirror has it, nothing is in place, and the message says what to do")
  func nowhere() throws {
    let place = try Place("wrong", "wrong too")
    let command = try place.fetch()
    #expect(command.status == 66)
    #expect(command.errors.contains("Data/set/a.gz: no mirror gave it. Is there a network?"))
    #expect(command.errors.contains("--dataset drawn"))
    #expect(place.names == [])
  }

  @Test("without a network it fails, and keeps what it had")
  func noNetwork() throws {
    let place = try Place()
    // Nobody listens on port 1.
    let list = place.root.file("list")
    let text = try String(contentsOf: list, encoding: .utf8)
      .replacingOccurrences(
        of: #"file://\S*"#, with: "http://127.0.0.1:1", options: .regularExpression)
    try text.write(to: list, atomically: true, encoding: .utf8)
    try place.put("01234", as: "a.gz.part")
    let command = try place.fetch()
    #expect(command.status == 66, "\(command)")
    #expect(command.errors.contains("no mirror gave it"))
    #expect(place.text("a.gz.part") == "01234" && place.text("a.gz") == nil)
  }

  @Test("killed in the middle, it leaves no half file in place, and goes on afterwards")
  func killed() throws {
    let place = try Place("xxxxxxxx89abcdef")
    // A curl that gets half of the file before the power fails.
    let stub = """
      #!/bin/bash
      while [ "$1" != --output ]; do shift; done
      printf 01234567 > "$2"
      kill -9 $SCRIPT
      """
    let tools = place.root.file("tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: false)
    try Data(stub.utf8).write(to: tools.appendingPathComponent("curl"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: tools.appendingPathComponent("curl").path)
    #expect(try place.fetch(tools: tools.path).status == 9)
    #expect(place.names == ["a.gz.part"] && place.text("a.gz.part") == "01234567")
    #expect(try place.fetch().status == 0)
    #expect(place.names == ["a.gz"] && place.text("a.gz") == Place.bytes)
  }

  @Test("a sum of the contents does not care how they are compressed, but that they are whole")
  func contents() throws {
    var otherTime = IDXTests.gzipped
    otherTime[4] = 1
    for bytes in [IDXTests.gzipped, otherTime] {
      let place = try Place()
      try place.list(
        "contents a.gz a1b863518377dfbc88a1dd24258b1d971485d668e3a7e932de0a65b4f9144edd")
      try Data(bytes.dropLast(4)).write(to: place.root.file("one/a.gz"))
      try Data(bytes).write(to: place.root.file("two/a.gz"))
      let command = try place.fetch()
      #expect(command.status == 0, "\(command)")
      #expect(try place.root.contents("Data/set/a.gz") == Data(bytes))
    }
  }

  @Test("the list has two mirrors or more and all four files of each set")
  func list() throws {
    let text = try String(
      contentsOf: room.appendingPathComponent("downloads.txt"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    for dataset in [Dataset.mnist, .fashion] {
      let own = lines.filter { $0.first == dataset.rawValue[...] }
      #expect(own.count { $0[1] == "from" } >= 2)
      let files = own.filter { $0[1] != "from" }
      #expect(files.map { $0[2] } == Dataset.fileNames.map { "\($0).gz" })
      #expect(files.allSatisfy { $0[3].count == 64 && $0[3].allSatisfy(\.isHexDigit) })
    }
  }

  @Test("MNIST has the sums of the list", .enabled(if: IDXTests.mnist != nil, "no MNIST"))
  func real() throws {
    let place = try Place()
    let mnist = URL(fileURLWithPath: try #require(IDXTests.mnist))
    let list = try String(
      contentsOf: room.appendingPathComponent("downloads.txt"), encoding: .utf8)
    let sums = list.split(separator: "\n").filter { $0.hasPrefix("mnist contents") }
    let text = (["mnist from \(mnist.absoluteURL)"] + sums).joined(separator: "\n") + "\n"
    try text.write(to: place.root.file("list"), atomically: true, encoding: .utf8)
    let command = try place.fetch()
    #expect(command.status == 0, "\(command)")
    #expect(try Dataset.mnist.images(.test, in: [place.root.file("Data/mnist")]).count == 10_000)
  }
}
