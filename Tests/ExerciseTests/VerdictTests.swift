import Exercises
import Foundation
import TestSupport
import Testing

@testable import Classroom

/// A verdict is earned: by the exercise's own check, of an answer to this exercise.
@Suite struct VerdictTests {
  /// Not right: `[200, 1]` in place of one number.
  static let wrong = "return realLogits"
  static let answers = Result {
    try WrittenAnswers(
      [
        "own check": wrong, "ends itself": "exit(0)",
        "forged": """
        let outcome = "{\\"verdict\\":\\"solved\\",\\"message\\":\\"\\"}\\n"
            for file in Int32(1)..<300 { _ = write(file, outcome, outcome.utf8.count) }
            exit(0)
        """,
        "looks round": """
        let line = (try? String(contentsOfFile: "/proc/self/cmdline", encoding: .utf8)) ?? ""
            let read = readLine() ?? "nothing"
            let names = ProcessInfo.processInfo.environment.keys.filter { name in
              !["PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "SWIFT_BACKTRACE"]
                .contains(name) && !["PWD", "OLDPWD", "SHLVL", "_"].contains(name)
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
            throw Wrong("\\(files < 8) \\(CommandLine.arguments.count) \\(line.count < 200) \\(read) \\(names)")
        """,
      ],
      members: ["own check": "func check(_ variant: Variant) throws {}"],
      others: [
        "another": (
          "5.3",
          """
          import ToyGANExercises
          struct Answer: OptimalDiscriminator {
            func answer(p: Float, q: Float) throws -> Float { p }
          }
          """
        ),
        "own protocol": (
          "1.1",
          """
          import ToyGANExercises
          protocol DiscriminatorLoss: Exercise {}
          struct Answer: DiscriminatorLoss {}
          """
        ),
        "no exercise": ("1.1", "import ToyGANExercises\nstruct Answer {}"),
      ])
  }

  @Test(
    "an answer to another exercise is none to this one",
    arguments: ["another", "own protocol", "no exercise"])
  func another(_ name: String) throws {
    let outcome = try Self.answers.get().outcome(of: name)
    #expect(outcome.verdict == .wrong)
    let asked =
      name == "another" ? "5.3 asks for `protocol GradientPenalty`" : "1.1 asks for `protocol Disc"
    #expect(outcome.message.hasPrefix("this is an answer to another exercise: \(asked)"))
  }

  @Test("a check of the answer's own is not used")
  func ownCheck() throws {
    let outcome = try Self.answers.get().outcome(of: "own check")
    #expect(outcome.message.contains("the loss is one number"), "\(outcome)")
  }

  @Test("who ends before the check is done, or writes an outcome wherever it can, has no verdict")
  func noVerdict() throws {
    for name in ["ends itself", "forged"] {
      let outcome = try Self.answers.get().outcome(of: name)
      #expect(outcome.verdict == .wrong, "\(name): \(outcome)")
      #expect(outcome.message.contains("ended itself, with status 0, before the check was done"))
    }
  }

  @Test("an answer finds nothing of the verdict's way in its arguments, input, variables or files")
  func nothingToFind() throws {
    let files = (0..<10).map { _ in open("/dev/null", O_WRONLY) }
    defer { for file in files { close(file) } }
    let outcome = try Self.answers.get().outcome(of: "looks round")
    #expect(outcome.message == "true 1 true nothing []", "\(outcome)")
  }

  @Test("an answer that declares the names of the check does not take their place")
  func shadows() throws {
    let catalogue = try Catalogue()
    let text = """
      import Foundation
      import Tensors
      import ToyGANExercises
      let checks: [String: Check] = [:]
      func checkAnswer(_ submissions: [String: Submission]) { exit(0) }
      enum Exercises { static func checkAnswer(_ submissions: Any) { exit(0) } }
      enum ToyGANExercises { static let checks: [String: Check] = [:] }
      extension DiscriminatorLoss { func check(_ variant: Variant) throws {} }
      struct Answer: DiscriminatorLoss {
        func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor { \(Self.wrong) }
      }
      """
    let program = try AnswerProgram(
      Answer(text: text, path: "here.swift"), to: catalogue.sheet("1.1"),
      products: Command.products, root: catalogue.root)
    #expect(try program.outcome().message.contains("the loss is one number"))
  }

  @Test("every exercise has a check, and it is that of the protocol which its starter names")
  func everyExerciseHasACheck() throws {
    let catalogue = try Catalogue()
    for sheet in catalogue.sheets {
      let starter = try String(contentsOf: sheet.starter, encoding: .utf8)
      let asked = try #require(starter.firstMatch(of: /struct Answer: (\w+)/)?.1)
      let list = sheet.folder.deletingLastPathComponent().appendingPathComponent(
        "Checks/Exercises.swift")
      let line = "\"\(sheet.number)\": Check(\(asked).self)"
      #expect(try String(contentsOf: list, encoding: .utf8).contains(line), "\(line) is missing")
    }
  }
}
