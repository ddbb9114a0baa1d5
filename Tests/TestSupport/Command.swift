import Foundation

/// One of the package's commands, run as a user would.
public final class Command: @unchecked Sendable {
  private let process = Process()
  private let scratch: TemporaryFolder

  /// Runs a command to its end.
  ///
  /// - Parameter name: `toy-gan`, `workbook`, ….
  public convenience init(_ name: String, _ arguments: String...) throws {
    try self.init(starting: name, arguments)
    wait()
  }

  /// Starts a command and returns.
  public convenience init(starting name: String, _ arguments: [String]) throws {
    try self.init(Command.products.appendingPathComponent(name).path, arguments)
  }

  /// Starts any program, by its path.
  public init(_ path: String, _ arguments: [String]) throws {
    scratch = try TemporaryFolder()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    // Files rather than pipes: a pipe that nobody reads would stop the command.
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    Command.catchWhatIsIgnored()
    try process.run()
  }

  /// A signal that this process ignores would stay ignored in the command; one that it catches does not.
  /// Whoever runs the tests may ignore some, and so may a room that a test has used.
  private static func catchWhatIsIgnored() {
    for number in [SIGHUP, SIGINT, SIGTERM, SIGPIPE] {
      let former = signal(number) { _ in }
      let isIgnored = unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if !isIgnored { signal(number, former) }
    }
  }

  public func wait() { process.waitUntilExit() }

  public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  public var isRunning: Bool { process.isRunning }
  public var status: Int32 { process.terminationStatus }
  public var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
  public var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

  public var bytes: Data { (try? Data(contentsOf: outputFile)) ?? Data() }

  private var outputFile: URL { scratch.url.appendingPathComponent("output") }
  private var errorFile: URL { scratch.url.appendingPathComponent("errors") }

  /// The folder of the built commands: the test bundle lies in it.
  public static let products: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
    return bundle.bundlePath.hasSuffix(".xctest")
      ? bundle.bundleURL.deletingLastPathComponent() : bundle.bundleURL
  }()
}

extension Command: CustomStringConvertible {
  public var description: String {
    "\(isRunning ? "still running" : "status \(status)")\n\(output)\(errors)"
  }
}

/// A folder of one test, which goes away with it.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "workbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  public var path: String { url.path }

  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  public func contents(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  deinit { try? FileManager.default.removeItem(at: url) }
}

#if os(Linux)
  extension Command {
    /// The memory of the running process, in pages.
    public var residentPages: Int? {
      let text = try? String(
        contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)
      return text?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    /// How many files the running process has open.
    public var openFiles: Int? {
      let folder = "/proc/\(process.processIdentifier)/fd"
      return try? FileManager.default.contentsOfDirectory(atPath: folder).count
    }
  }
#endif
