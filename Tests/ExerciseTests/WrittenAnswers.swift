import Exercises
import Foundation
import TestSupport

@testable import Classroom

/// Answers to 1.1 that are written in tests, compiled into one program.
struct WrittenAnswers {
  let program: AnswerProgram

  /// - Parameters:
  ///   - bodies: what each returns for the loss, by a name.
  ///   - members: what else stands in the type `Answer`, by the same names.
  ///   - others: whole texts, each with the exercise that it is handed in for.
  init(
    _ bodies: [String: String], members: [String: String] = [:],
    others: [String: (exercise: String, text: String)] = [:]
  ) throws {
    let catalogue = try Catalogue()
    var answers: [(key: String, answer: Answer, sheet: ExerciseSheet)] = []
    for (name, body) in bodies {
      let text = """
        import Foundation
        import Metrics
        import Tensors
        import ToyGANExercises

        struct Answer: DiscriminatorLoss {
          func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
            \(body)
          }
          \(members[name] ?? "")
        }
        """
      answers.append((name, Answer(text: text, path: name), try catalogue.sheet("1.1")))
    }
    for (name, other) in others {
      answers.append(
        (name, Answer(text: other.text, path: name), try catalogue.sheet(other.exercise)))
    }
    program = try AnswerProgram(
      answers: answers, products: Command.products, root: catalogue.root)
  }

  func outcome(of name: String, limit: Int = 30) throws -> Outcome {
    try program.outcome(of: name, limit: limit)
  }
}
