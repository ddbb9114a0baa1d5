import Foundation
import Synchronization

/// A process that answers each line with a line of JSON. It is killed with its last reference.
final class Child {
  /// Why there is no answer.
  enum Failure: Error, Equatable {
    /// The process has no part in this, and says why.
    case absent(String)
    case broken(String)
  }

  let id: Int32
  private let process = Process()
  private let orders = Pipe()
  private let answers = Pipe()
  private let complaints: URL
  private var unread = Data()

  /// Starts `command`, a program, looked up as a shell would, and its arguments.
  init(_ command: [String], environment: [String: String]) throws {
    complaints = FileManager.default.temporaryDirectory.appendingPathComponent(
      "player-\(UUID().uuidString)")
    // A file rather than a pipe: a pipe that nobody reads would stop the process.
    try Data().write(to: complaints)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = orders
    process.standardOutput = answers
    process.standardError = try FileHandle(forWritingTo: complaints)
    try process.run()
    id = process.processIdentifier
    Children.add(id)
  }

  deinit {
    if process.isRunning { kill(id, SIGKILL) }
    process.waitUntilExit()
    Children.remove(id)
    try? FileManager.default.removeItem(at: complaints)
  }

  func send(_ line: String) throws {
    do { try orders.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8)) } catch {
      throw ending
    }
  }

  /// Waits for the next line, and reads it.
  func answer<Answer: Decodable>(_ type: Answer.Type) throws -> Answer {
    while !unread.contains(UInt8(ascii: "\n")) {
      let more = answers.fileHandleForReading.availableData
      if more.isEmpty { throw ending }
      unread += more
    }
    let end = unread.firstIndex(of: UInt8(ascii: "\n")) ?? unread.endIndex
    let line = Data(unread[..<end])
    unread = Data(unread[end...].dropFirst())
    let decoder = JSONDecoder()
    if let answer = try? decoder.decode(Answer.self, from: line) { return answer }
    let refusal = try? decoder.decode(Refusal.self, from: line)
    if let reason = refusal?.absent { throw Failure.absent(reason) }
    throw Failure.broken(
      refusal?.error ?? "it says \"\(String(decoding: line.prefix(200), as: UTF8.self))\"")
  }

  private struct Refusal: Decodable {
    let absent: String?
    let error: String?
  }

  private var ending: Failure {
    process.waitUntilExit()
    let last = (try? String(contentsOf: complaints, encoding: .utf8))?.split(separator: "\n").last
    return .broken(
      "it ended with status \(process.terminationStatus)\(last.map { ": \($0)" } ?? "")")
  }
}

/// All children, so that none outlives this process when that is told to stop.
enum Children {
  private static let ids = Mutex<Set<Int32>>([])

  static func add(_ id: Int32) { ids.withLock { _ = $0.insert(id) } }
  static func remove(_ id: Int32) { ids.withLock { _ = $0.remove(id) } }

  /// Kills the children when a signal comes, and then lets it do to this process what it would have
  /// done at first. Watches as long as somebody holds the sources.
  static func watchSignals() -> [any DispatchSourceSignal] {
    // A child that is gone is an error to be told, not a reason to die.
    signal(SIGPIPE, SIG_IGN)
    return [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // The lock is held to the end, so that nobody reports the children's end as an error.
        ids.withLock {
          for id in $0 { kill(id, SIGKILL) }
          // A queue's thread takes no signals unless it is told to.
          var taken = sigset_t()
          sigemptyset(&taken)
          sigaddset(&taken, number)
          signal(number, SIG_DFL)
          pthread_sigmask(SIG_UNBLOCK, &taken, nil)
          raise(number)
        }
      }
      source.resume()
      return source
    }
  }
}
