@preconcurrency import Foundation

/// What an answer's program is told on its standard input, in one line, before any line of the answer
/// runs. Nothing of it stands among its arguments or in its environment, where an answer could read it.
public struct Order: Codable, Sendable {
  /// Which of the program's answers.
  public let answer: String
  public let variant: String
  /// The file descriptor that the outcome is written to.
  public let channel: Int32
  /// Stands before the outcome, for this one time: without it nothing counts as an outcome.
  public let token: String

  public init(answer: String, variant: String, channel: Int32, token: String) {
    (self.answer, self.variant) = (answer, variant)
    (self.channel, self.token) = (channel, token)
  }
}

/// An answer's type, and the check of its exercise.
public struct Submission {
  let type: Any.Type
  let number: String
  let check: Check?

  public init(_ type: Any.Type, _ number: String, _ checks: [String: Check]) {
    (self.type, self.number, check) = (type, number, checks[number])
  }
}

/// The main program of answers: checks one of them and writes the ``Outcome``.
///
/// A program of its own, so that an answer that traps, or never ends, takes nobody with it. Whoever has
/// started it holds the clock; when that one is gone, the program ends too.
public func checkAnswer(_ submissions: [String: Submission]) {
  guard let line = readLine(),
    let order = try? JSONDecoder().decode(Order.self, from: Data(line.utf8)),
    let submission = submissions[order.answer], let check = submission.check
  else { fatalError("an answer's program is started by `workbook check`") }
  closeInherited(but: order.channel)
  // The programs that an answer starts do not inherit it.
  _ = fcntl(order.channel, F_SETFD, FD_CLOEXEC)
  endWithParent()
  // What an answer prints is seen even if it traps right afterwards.
  setvbuf(stdout, nil, _IOLBF, 0)
  nameDeepRecursion()
  let outcome = check.outcome(
    of: submission.type, number: submission.number, Variant(order.variant))
  guard let text = try? JSONEncoder().encode(outcome) else { fatalError("the outcome is no text") }
  FileHandle(fileDescriptor: order.channel).write(Data(order.token.utf8) + text + Data("\n".utf8))
}

/// Closes what whoever has started us had open: an answer that writes wherever it can would write there.
private func closeInherited(but channel: Int32) {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
  for file in names.compactMap({ Int32($0) }) where file > STDERR_FILENO && file != channel {
    close(file)
  }
}

/// Ends this program and all that it has started when standard input does: nobody writes there, but
/// whoever has started us holds it open. The answer reads from an empty file in its place.
private func endWithParent() {
  let lifeline = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
  let empty = open("/dev/null", O_RDONLY)
  dup2(empty, STDIN_FILENO)
  close(empty)
  Thread {
    var byte: UInt8 = 0
    while read(lifeline, &byte, 1) != 0 {}
    kill(0, SIGKILL)
    // The first process of an enclosure is not killed by its own.
    _exit(1)
  }.start()
}

#if os(Linux)
  /// Where the main thread's stack ends, to within some hundred kilobytes. Written once, before the answer runs.
  nonisolated(unsafe) private var endOfStack = UInt(0)

  /// Says so when a function calls itself until the stack is full: the system says no more than SIGSEGV.
  private func nameDeepRecursion() {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
    // We are near the top of it.
    endOfStack =
      withUnsafeMutablePointer(to: &limit) { UInt(bitPattern: $0) } &- UInt(limit.rlim_cur)
    // A full stack has no room for the handler.
    let room = 65_536
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16), ss_flags: 0,
      ss_size: room)
    sigaltstack(&stack, nil)
    var action = sigaction()
    action.sa_flags = SA_SIGINFO | Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
    action.__sigaction_handler.sa_sigaction = { signal, information, _ in
      let place = UInt(bitPattern: information?.pointee._sifields._sigfault.si_addr)
      if place &- endOfStack &+ 0x10_0000 < 0x20_0000 {
        let sentence: StaticString =
          "Fatal error: the recursion is too deep: a function calls itself without an end\n"
        _ = write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
      }
      // The handler is reset: the same fault again ends the program.
    }
    sigaction(SIGSEGV, &action, nil)
  }
#else
  private func nameDeepRecursion() {}
#endif
