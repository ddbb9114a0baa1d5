import Foundation
import Synchronization
import TestSupport
import Testing

/// A command with a live page, and a client that sends what a browser would, or would not.
final class Page {
  let command: Command
  let folder: TemporaryFolder
  let port: UInt16
  let token: String
  /// Looks on, as an open page does: a run that has ended waits for it.
  private let watcher = Watcher()
  var address: String { "http://127.0.0.1:\(port)/\(token)/" }

  /// Starts it, and waits until it says where its page is.
  ///
  /// - Parameter isWatched: whether somebody looks on from then on.
  init(
    _ name: String, _ arguments: [String], port: Int, isWatched: Bool = true
  ) async throws {
    folder = try TemporaryFolder()
    command = try Command(
      starting: name,
      arguments + ["--live", "--no-open", "--port", "\(port)"]
        + (arguments.contains("--out") ? [] : ["--out", folder.file("run").path]))
    var address: [Substring] = []
    for _ in 0..<2400 where address.isEmpty {
      // Without giving way: others may not come back before the run has begun without anybody.
      usleep(50_000)
      let line = command.output.split(separator: "\n").first { $0.contains("http://127.0.0.1:") }
      address = line.map { $0.split(whereSeparator: { ":/ ".contains($0) }) } ?? []
    }
    try #require(address.count > 3, "\(command)")
    token = String(address[address.count - 1])
    self.port = try #require(UInt16(address[address.count - 2]))
    guard isWatched else { return }
    watcher.watch { [port = self.port, token] in
      _ = try? Page.ask(port, "GET", "/\(token)/state")
    }
  }

  private final class Watcher: Sendable {
    private let isOver = Atomic(false)

    /// On a thread of its own, for tests may wait for each other longer than a run does.
    func watch(_ ask: @escaping @Sendable () -> Void) {
      Thread.detachNewThread { [self] in
        while !isOver.load(ordering: .relaxed) {
          ask()
          Thread.sleep(forTimeInterval: 2)
        }
      }
    }

    func end() { isOver.store(true, ordering: .relaxed) }
  }

  deinit {
    watcher.end()
    if command.isRunning { command.send(SIGKILL) }
  }

  struct NoAnswer: Error {}

  /// One exchange on a connection of its own.
  func ask(
    _ method: String, _ path: String, host: String? = nil, more: String = "", body: String = ""
  ) throws -> (status: Int, body: Data) {
    try Page.ask(port, method, path, host: host, more: more, body: body)
  }

  private static func ask(
    _ port: UInt16, _ method: String, _ path: String, host: String? = nil, more: String = "",
    body: String = ""
  ) throws -> (status: Int, body: Data) {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(file) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // No expectation: the watcher asks outside of any test.
    guard connected == 0 else { throw NoAnswer() }
    let text =
      "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n"
      + more + (method == "POST" ? "Content-Length: \(body.utf8.count)\r\n" : "") + "\r\n" + body
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = send(
        file, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
      if count <= 0 { break }
      sent += count
    }
    var answer = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &buffer, buffer.count), count > 0 {
      answer.append(contentsOf: buffer[..<count])
    }
    guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { throw NoAnswer() }
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return (status ?? 0, Data(answer[end.upperBound...]))
  }

  /// An order, and the sentence that refuses it; nil if it was carried out.
  @discardableResult
  func order(_ order: String, _ more: String = "") throws -> String? {
    let body = "{\"order\":\"\(order)\"\(more.isEmpty ? "" : ",")\(more)}"
    let (status, answer) = try ask("POST", "/\(token)/order", body: body)
    return status == 200 ? nil : "\(status) \(String(decoding: answer, as: UTF8.self))"
  }

  struct State: Decodable {
    struct Knob: Decodable { let name: String, value: Float }
    struct Branch: Decodable { let id: Int, to: Int, moments: [Int] }
    let step: Int, steps: Int?, isPlaying: Bool, digest: String?, line: String, says: String
    let knobs: [Knob], branches: [Branch], branch: Int
  }

  func state() throws -> State {
    let (_, body) = try ask("GET", "/\(token)/state")
    return try JSONDecoder().decode(State.self, from: body)
  }

  /// Asks until the state is as wanted, and stands still.
  func until(_ isWanted: (State) -> Bool) async throws -> State {
    for _ in 0..<2400 {
      if let state = try? state(), state.digest != nil, isWanted(state) { return state }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it never came: \(command)")
    return try state()
  }
}
