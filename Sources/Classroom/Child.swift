import Foundation
import Synchronization

/// A program that was run to its end, or until its time was over.
///
/// It runs in a session of its own, which is killed when it ends: what it has started and left behind
/// neither outlives it nor is waited for. A shell stands between it and us, with limits of its own; a
/// program that kills its parent kills that.
struct Child {
  /// What a program may use.
  struct Limits {
    var seconds: Int
    /// Nil: as much as there is.
    var memory: Int?
    /// The size of a file.
    var file = 256 << 20
    /// How much of its output is kept: the beginning and the end, so many bytes of each.
    var output = 32 << 10
  }

  /// The status it ended with, 0 if it was ended.
  private(set) var status: Int32 = 0
  /// The signal that ended it, if one did.
  private(set) var signal: Int32?
  /// Whether its time was over.
  private(set) var isLate = false
  /// Whether the shell between was ended, and not the program itself.
  private(set) var isOrphaned = false
  let output: String
  let errors: String
  /// What it wrote to the channel that it was told of.
  let message: Data

  /// Runs a command.
  ///
  /// - Parameters:
  ///   - command: a program, by its name or path, and its arguments.
  ///   - environment: nil for ours.
  ///   - channel: the file descriptor of a further pipe to us.
  ///   - input: one short line on its standard input, which stays open as long as we live.
  init(
    _ command: [String], in folder: URL, limits: Limits, environment: [String: String]? = nil,
    channel: Int32? = nil, input: String = ""
  ) throws(ClassroomError) {
    let pipes = try Pipes()
    defer { pipes.close() }
    // Written before anybody could close the other end; a pipe holds a line.
    _ = input.utf8.withContiguousStorageIfAvailable {
      write(pipes.input.writing, $0.baseAddress, $0.count)
    }
    let pid = try spawn(
      ["/bin/sh", "-c", Child.script(limits), "sh", folder.path] + command,
      environment ?? Child.environment, pipes, channel)
    Leftovers.add(session: pid)
    defer { Leftovers.remove(session: pid) }
    pipes.closeTheirs()

    var excerpts = [Excerpt](repeating: Excerpt(part: limits.output), count: 3)
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    var ended: Int32 = 0
    while waitpid(pid, &ended, WNOHANG) != pid {
      if ContinuousClock.now > deadline {
        isLate = true
        endSession(pid)
        waitpid(pid, &ended, 0)
        break
      }
      pipes.wait(atMost: 20)
      pipes.read(into: &excerpts)
    }
    // What it has started goes with it; what it wrote before is in the pipes.
    endSession(pid)
    pipes.read(into: &excerpts)
    let (code, killer) = ((ended >> 8) & 0xff, ended & 0x7f)
    if isLate {
      signal = SIGKILL
    } else if killer != 0 {
      (signal, isOrphaned) = (killer, true)
    } else if code > 128 {
      // The shell's way to say which signal ended the program.
      signal = code - 128
    } else {
      status = code
    }
    (output, errors) = (excerpts[0].text, excerpts[1].text)
    message = excerpts[2].bytes
  }

  /// The shell's own words (`Segmentation fault`) are nobody's; its limits are the program's.
  private static func script(_ limits: Limits) -> String {
    // The clock is ours. This one ends what has fled into another session.
    let processor = (limits.seconds + 10) * ProcessInfo.processInfo.activeProcessorCount
    let memory = limits.memory.map { "ulimit -d \($0 >> 10); " } ?? ""
    return
      "exec 9>&2 2>/dev/null; cd \"$1\" || exit 126; shift; ulimit -c 0; ulimit -f \(limits.file / 512); "
      + "ulimit -t \(processor); \(memory)\"$@\" 2>&9 9>&-; exit $?"
  }

  static let environment = ProcessInfo.processInfo.environment.merging(
    // A trap says its sentence; the stack behind it is ours, and takes seconds to print.
    ["SWIFT_BACKTRACE": "enable=no"]) { $1 }
}

/// The beginning and the end of what a program writes, however much it is.
private struct Excerpt {
  let part: Int
  private var head = Data()
  private var tail = Data()
  private var count = 0

  init(part: Int) { self.part = part }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    let taken = min(bytes.count, part - head.count)
    head.append(contentsOf: bytes.prefix(taken))
    tail.append(contentsOf: bytes.dropFirst(taken).suffix(part))
    if tail.count > 2 * part { tail = Data(tail.suffix(part)) }
  }

  var bytes: Data { head + tail }

  var text: String {
    let left = count - head.count - tail.count
    return String(decoding: head, as: UTF8.self)
      + (left > 0 ? "\n… \(left) bytes …\n" : "") + String(decoding: tail, as: UTF8.self)
  }
}

/// The four pipes between us and a program.
private final class Pipes {
  typealias Ends = (reading: Int32, writing: Int32)
  let input: Ends
  let output: Ends
  let errors: Ends
  let message: Ends
  private var open: Set<Int32>
  /// What has more to say.
  private var sources: [(file: Int32, index: Int)]

  init() throws(ClassroomError) {
    var all: [Ends] = []
    for _ in 0..<4 {
      var ends: [Int32] = [0, 0]
      // Another program that is started meanwhile must not hold them open.
      guard pipe(&ends) == 0 else { throw .cannotWrite("no program can be started: \(reason())") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      all.append((ends[0], ends[1]))
    }
    (input, output, errors, message) = (all[0], all[1], all[2], all[3])
    open = Set(all.flatMap { [$0.reading, $0.writing] })
    sources = all.dropFirst().map(\.reading).enumerated().map { ($1, $0) }
    for source in sources { _ = fcntl(source.file, F_SETFL, O_NONBLOCK) }
  }

  private func close(_ file: Int32) {
    if open.remove(file) != nil { Foundation.close(file) }
  }

  func closeTheirs() {
    for file in [input.reading, output.writing, errors.writing, message.writing] { close(file) }
  }

  func close() { for file in open { close(file) } }

  func wait(atMost milliseconds: Int32) {
    var polled = sources.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
    poll(&polled, nfds_t(polled.count), milliseconds)
  }

  /// Takes what is there: of one that never stops writing a few megabytes at a time.
  func read(into excerpts: inout [Excerpt]) {
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
      for (file, index) in sources {
        for _ in 0..<64 {
          let count = Foundation.read(file, buffer.baseAddress, buffer.count)
          if count == 0 { sources.removeAll { $0.file == file } }
          if count <= 0 { break }
          excerpts[index].append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
      }
    }
  }
}

private func reason() -> String { String(cString: strerror(errno)) }

/// POSIX_SPAWN_SETSID, which Glibc shows to those alone who ask for its extensions.
#if canImport(Darwin)
  private let newSession: Int16 = 0x400
#else
  private let newSession: Int16 = 0x80
#endif

/// Starts a program in a session of its own. Foundation's `Process` cannot.
private func spawn(
  _ command: [String], _ environment: [String: String], _ pipes: Pipes, _ channel: Int32?
) throws(ClassroomError) -> pid_t {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  let places = [
    (pipes.input.reading, STDIN_FILENO), (pipes.output.writing, STDOUT_FILENO),
    (pipes.errors.writing, STDERR_FILENO),
  ]
  for (file, place) in places { posix_spawn_file_actions_adddup2(&actions, file, place) }
  if let channel { posix_spawn_file_actions_adddup2(&actions, pipes.message.writing, channel) }
  // Whoever started us may have blocked signals or ignores them, and it would be inherited.
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  let asEver = [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGALRM, SIGCHLD, SIGQUIT, SIGXFSZ, SIGXCPU]
  for signal in asEver {
    sigaddset(&signals, signal)
  }
  posix_spawnattr_setsigdefault(&attributes, &signals)
  posix_spawnattr_setflags(
    &attributes,
    newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

  var arguments = command.map { strdup($0) } + [nil]
  var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
  defer { for text in arguments + variables { free(text) } }
  var pid: pid_t = 0
  let failure = posix_spawn(&pid, command[0], &actions, &attributes, &arguments, &variables)
  guard failure == 0 else {
    throw .cannotWrite("\(command[0]): cannot be started: \(String(cString: strerror(failure)))")
  }
  return pid
}

/// Kills whatever is left of a session. A program that was started in a group of its own, as Foundation's
/// `Process` does, is in the session all the same.
func endSession(_ session: pid_t) {
  kill(-session, SIGKILL)
  #if os(Linux)
    // Each look may miss what was started meanwhile.
    for _ in 0..<10 {
      let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      let left = all.compactMap { pid_t($0) }.filter { getsid($0) == session && !isOver($0) }
      if left.isEmpty { return }
      for process in left { kill(process, SIGKILL) }
    }
  #endif
}

#if os(Linux)
  /// Whether a process has ended, and only its number is still there.
  private func isOver(_ process: pid_t) -> Bool {
    let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return text.split(separator: ")").last?.hasPrefix(" Z") ?? true
  }
#endif
