import Exercises
import Foundation
import TestSupport
import Testing

@testable import Classroom

/// When an answer's program ends before its check is done, the learner reads by what; and it ends.
@Suite struct CauseTests {
  static let bodies: [String: (body: String, message: String)] = [
    "require": (
      "print(\"before\"); return Tensor.zeros([2, 3]).matmul(.zeros([4, 5]))",
      "the program stopped: matmul: [2, 3] by [4, 5]: inner sizes 3 and 4 differ"
    ),
    "metrics": (
      "_ = Metrics.predictedClasses(realLogits.reshaped(to: [200])); return realLogits",
      "the program stopped: predictedClasses: scores are [n, classes], not [200]"
    ),
    "words": ("fatalError(\"my own words\")", "the program stopped: my own words"),
    "recursion": (
      "func f(_ n: Int) -> Int { f(n + 1) + 1 }; return Tensor(Float(f(realLogits.scalarCount)))",
      "the recursion is too deep"
    ),
    "overflow": (
      "var x = Int.max - realLogits.scalarCount; for _ in 0..<999 { x += 1 }; return Tensor(Float(x))",
      "the program stopped: a number grew beyond the range of its type"
    ),
    "memory": (
      "_ = UnsafeMutableRawPointer.allocate(byteCount: 5 << 30, alignment: 16); return realLogits",
      "does it need more than 2 GiB of memory?"
    ),
    "file": (
      "let f = open(\"large\", O_RDWR | O_CREAT, 0o600); ftruncate(f, 1 << 40); return realLogits",
      "it wrote a file of more than 256 MiB (SIGXFSZ)"
    ),
    "signal": ("raise(SIGTERM); return realLogits", "signal 15 (SIGTERM)"),
    "watcher": (
      "kill(getppid(), SIGKILL); sleep(9); return realLogits",
      "the program ended the process that watches it"
    ),
    "loop": (
      "signal(SIGALRM, SIG_IGN); alarm(0); print(\"round\"); while true {}",
      "still running after 2 seconds: does a loop not end?"
    ),
    "flood": (
      "while true { print(\"a line like this one, again and again\") }",
      "still running after 2 seconds: does a loop not end?"
    ),
  ]
  static let answers = Result {
    try WrittenAnswers(
      bodies.mapValues(\.body).merging(others) { $1 })
  }
  static let others = [
    "children": """
    let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sleep")
        child.arguments = ["600"]
        try child.run()
        print(child.processIdentifier)
        throw NotYetSolved()
    """
  ]

  @Test(
    "the cause is named", arguments: bodies.keys.sorted())
  func cause(_ name: String) throws {
    let outcome = try Self.answers.get().outcome(
      of: name, limit: ["loop", "flood"].contains(name) ? 2 : 30)
    #expect(outcome.verdict == .wrong)
    let message = try #require(Self.bodies[name]).message
    #expect(outcome.message.contains(message), "\(outcome)")
    if name == "require" { #expect(outcome.last == "before") }
    if name == "loop" { #expect(outcome.last == "round") }
    if name == "flood" { #expect((outcome.printed?.utf8.count ?? 0) < 200_000) }
  }

  @Test("what an answer has started and left behind is not waited for, and ends with it")
  func children() throws {
    let answers = try Self.answers.get()
    let begin = ContinuousClock.now
    let outcome = try answers.outcome(of: "children")
    #expect(outcome.verdict == .notYet && ContinuousClock.now - begin < .seconds(20))
    let text = try #require(outcome.printed).trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(hasEnded(try #require(pid_t(text))))
  }

  @Test("the compiler has a clock too")
  func compiler() throws {
    let catalogue = try Catalogue()
    let sheet = try catalogue.sheet("1.1")
    let answer = try Answer(sheet.starter, path: "here.swift")
    do {
      _ = try AnswerProgram(
        answer, to: sheet, products: Command.products, root: catalogue.root, limit: 0)
      Issue.record("no compiler is done in no time")
    } catch let error as AnswerProgram.CompileError {
      #expect(error.message.contains("the compiler was not done after 0 seconds"))
    }
  }

  @Test(
    "neither an answer's program nor a temporary folder outlives the command",
    arguments: [("watch", SIGINT), ("watch", SIGHUP), ("check", SIGTERM), ("check", SIGKILL)])
  func parent(_ name: String, signal: Int32) throws {
    let scratch = try TemporaryFolder()
    let note = scratch.file("pid")
    for folder in ["work", "temporary"] {
      try FileManager.default.createDirectory(
        at: scratch.file(folder), withIntermediateDirectories: true)
    }
    let text = """
      import Foundation
      import Tensors
      import ToyGANExercises
      struct Answer: DiscriminatorLoss {
        func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
          try "\\(getpid())".write(toFile: "\(note.path)", atomically: true, encoding: .utf8)
          while true {}
        }
      }
      """
    try Data(text.utf8).write(to: scratch.file("work/1.1-discriminator-loss.swift"))
    let command = try Command(
      "/usr/bin/env",
      [
        "TMPDIR=\(scratch.file("temporary").path)",
        Command.products.appendingPathComponent("workbook").path, name, "1.1", "--work",
        scratch.file("work").path,
      ])
    for _ in 0..<600 where !FileManager.default.fileExists(atPath: note.path) { usleep(100_000) }
    let process = try #require(pid_t(String(contentsOf: note, encoding: .utf8)))
    #expect(kill(process, 0) == 0)
    command.send(signal)
    command.wait()
    #expect(command.status == signal)
    #expect(hasEnded(process), "the answer's program still runs")
    let left = {
      try FileManager.default.contentsOfDirectory(atPath: scratch.file("temporary").path)
    }
    if signal == SIGKILL {
      // Nobody can clear up after that one: the next check does. (Broken once by clearing nothing.)
      #expect(try left().isEmpty == false)
      try Data("struct Answer {}".utf8).write(to: scratch.file("work/1.1-discriminator-loss.swift"))
      let next = try Command(
        "/usr/bin/env",
        [
          "TMPDIR=\(scratch.file("temporary").path)",
          Command.products.appendingPathComponent("workbook").path, "check", "1.1", "--work",
          scratch.file("work").path,
        ])
      next.wait()
    }
    #expect(try left() == [])
  }

  /// Whether a process ends within some seconds.
  private func hasEnded(_ process: pid_t) -> Bool {
    for _ in 0..<50 {
      if kill(process, 0) != 0 { return true }
      // Its number stays until somebody asks for its end.
      let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      if state?.split(separator: ")").last?.hasPrefix(" Z") ?? false { return true }
      usleep(100_000)
    }
    return false
  }
}
