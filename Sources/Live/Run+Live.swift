import Foundation
import Lessons
import Runs

extension LiveOptions {
  /// ``Runs/Run/follow(_:by:)``, with a page where one is asked for. The bits are the same, whether anybody
  /// looks on or not.
  public func follow<Watcher: Observer, View: LiveView>(
    _ run: Run, _ lesson: consuming Watcher.Watched, by observer: Watcher, showing view: View
  ) throws where View.Watched == Watcher.Watched {
    guard live else { return try run.follow(lesson, by: observer) }
    try run.leaveIfStopped()
    let desk = Desk()
    let session = try LiveRun(
      lesson, by: observer, in: run, view: view, desk: desk, hidden: hidden)
    let server = try LiveServer(desk, port: port, token: Successor.token)
    defer { server.stop() }
    // Who wants no words wants the address all the same.
    announce(server, say: run.options.quiet || run.options.json ? printError : run.say)
    try session.follow()
    if let words = session.next { Successor.begin(words, at: server, beside: run.folder) }
    try run.leaveIfStopped()
  }

  /// Says where the page is, and opens it where that is possible.
  func announce(_ server: LiveServer, say: (String) -> Void) {
    if let port, Int(server.port) != port {
      say("port \(port) is taken: the page has \(server.port)")
    }
    say("the page of this run: \(server.address)")
    if !staysClosed && Successor.token == nil { open(server.address) }
  }

  private func open(_ address: String) {
    #if os(macOS)
      let commands = ["/usr/bin/open"]
    #else
      let commands = ["/usr/bin/xdg-open"]
    #endif
    guard let command = commands.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      return
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = [address]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try? process.run()
  }
}

/// A run that takes the place of another, in the same process and under the same address: what cannot change
/// while a run goes on begins a new one, and the page that is open stays.
private enum Successor {
  private static let name = "WORKBOOK_LIVE_TOKEN"

  /// The token of the page that is open already; nil of a run that was begun by hand.
  static var token: String? { ProcessInfo.processInfo.environment[name] }

  /// Does not come back, unless the system refuses.
  static func begin(_ words: [String], at server: LiveServer, beside folder: URL) {
    var words = words
    if !words.contains("--out") {
      let parent = folder.deletingLastPathComponent()
      let number = (1...).first {
        !FileManager.default.fileExists(atPath: parent.appendingPathComponent("live-\($0)").path)
      }
      words += ["--out", parent.appendingPathComponent("live-\(number ?? 1)").relativePath]
    }
    if !words.contains("--live") { words.append("--live") }
    if !words.contains("--port") { words += ["--port", "\(server.port)"] }
    setenv(name, server.token, 1)
    server.stop()
    closeSockets()
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    var arguments = ([CommandLine.arguments[0]] + words).map { strdup($0) } + [nil]
    execv(path, &arguments)
    for argument in arguments { free(argument) }
    printError("the other run cannot be begun (\(String(cString: strerror(errno))))")
  }

  /// The server's sockets are not the other run's. What else is open stays: by it whoever started this process
  /// sees that it goes on.
  private static func closeSockets() {
    for descriptor in Int32(3)..<1024 {
      var address = sockaddr_storage()
      var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let found = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
      }
      if found == 0, Int32(address.ss_family) == AF_INET {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      }
    }
  }
}
