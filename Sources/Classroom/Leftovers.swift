import Foundation
import Synchronization

/// What must not outlive this process: the programs that it has started, and its temporary folders.
///
/// A Ctrl-C at the terminal does not reach the programs, which have sessions of their own; so the signals
/// that end this process end them first.
enum Leftovers {
  private struct Present {
    var sessions: Set<pid_t> = []
    var folders: Set<String> = []
    var watches: [any DispatchSourceSignal] = []
  }

  nonisolated(unsafe) private static var present = Present()
  private static let lock = Mutex(())

  static func add(session: pid_t) { change { $0.sessions.insert(session) } }
  static func remove(session: pid_t) { change { $0.sessions.remove(session) } }

  static func add(folder: URL) { change { $0.folders.insert(folder.path) } }

  static func remove(folder: URL) {
    change { $0.folders.remove(folder.path) }
    try? FileManager.default.removeItem(at: folder)
  }

  private static func change(_ body: (inout Present) -> Void) {
    lock.withLock { _ in
      if present.watches.isEmpty { present.watches = watches() }
      body(&present)
    }
  }

  private static func watches() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      // Somebody else may take care of it already (`nohup` ignores it).
      var former = sigaction()
      sigaction(number, nil, &former)
      guard isDefault(former) else { return nil }
      signal(number, SIG_IGN)
      let watch = DispatchSource.makeSignalSource(signal: number, queue: .global())
      watch.setEventHandler { end(by: number) }
      watch.resume()
      return watch
    }
  }

  private static func isDefault(_ action: sigaction) -> Bool {
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self)
  }

  /// Clears up, and ends this process as the signal would have done.
  private static func end(by number: Int32) {
    // The lock is kept: nothing is started any more.
    lock.withLock { _ in
      for session in present.sessions { endSession(session) }
      for folder in present.folders { try? FileManager.default.removeItem(atPath: folder) }
      // Whoever started us may have blocked it in all our threads.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, number)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      signal(number, SIG_DFL)
      raise(number)
    }
  }
}

/// A new folder, which goes away with this value.
///
/// Its name has the number of this process: after a SIGKILL nobody clears up, and the next that makes a
/// folder in the same place does.
final class Scratch: Sendable {
  let url: URL

  private static let prefix = "workbook-of-"
  private static let clearing: Void = clearStale()

  init() throws(ClassroomError) {
    _ = Scratch.clearing
    let place = FileManager.default.temporaryDirectory
    url = place.appendingPathComponent("\(Scratch.prefix)\(getpid())-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite("\(place.path): no folder can be made here; TMPDIR names another place")
    }
    Leftovers.add(folder: url)
  }

  /// Writes a file.
  func write(_ text: String, as name: String) throws(ClassroomError) -> URL {
    let file = url.appendingPathComponent(name)
    do { try Data(text.utf8).write(to: file) } catch {
      throw .cannotWrite("\(file.path): cannot be written; is the disk full?")
    }
    return file
  }

  /// Removes the folders of processes that have ended. What belongs to another user stays, as the system
  /// sees to.
  private static func clearStale() {
    let place = FileManager.default.temporaryDirectory
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    for name in names where name.hasPrefix(prefix) {
      guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: place.appendingPathComponent(name))
    }
  }

  deinit { Leftovers.remove(folder: url) }
}
