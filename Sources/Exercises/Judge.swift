@preconcurrency import Foundation

/// The main program of an answer: checks it and writes the ``Outcome`` into a file.
///
/// A program of its own, so that an answer that traps, or never ends, takes nobody with it. The
/// arguments are the answer's name, the path of the outcome, the variant's name, and after how many
/// seconds the system ends the program (with SIGALRM, so that it ends even when nobody waits for it).
public func judge(_ answers: [String: any Exercise.Type]) {
  let arguments = CommandLine.arguments
  guard arguments.count == 5, let answer = answers[arguments[1]], let limit = UInt32(arguments[4])
  else { fatalError("an answer's program is started by `workbook check`") }
  // What an answer prints is seen even if it traps right afterwards.
  setvbuf(stdout, nil, _IOLBF, 0)
  // Whoever started this process may have blocked signals, and they stay blocked in a child.
  var watched = sigset_t()
  sigemptyset(&watched)
  sigaddset(&watched, SIGALRM)
  pthread_sigmask(SIG_UNBLOCK, &watched, nil)
  signal(SIGALRM, SIG_DFL)
  alarm(limit)
  let outcome = Outcome(of: answer.init(), Variant(arguments[3]))
  do {
    try JSONEncoder().encode(outcome).write(to: URL(fileURLWithPath: arguments[2]))
  } catch { fatalError("\(arguments[2]): \(error)") }
}
