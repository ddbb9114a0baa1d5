/// What every exercise asks of an answer.
///
/// An exercise is a protocol that refines this one: its requirements are what the learner writes. An
/// answer is a type of the name `Answer` that conforms to it. The check stands in an extension of the
/// protocol and is none of its requirements, so that an answer cannot bring a check of its own; the list
/// `checks` of the chapter names both.
///
///     public protocol DiscriminatorLoss: Exercise {
///       func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor
///     }
///
///     extension DiscriminatorLoss {
///       func check(_ variant: Variant) throws { … }
///     }
public protocol Exercise {
  init()
}

/// What an exercise asks for, and how an answer to it is checked.
public struct Check: Sendable {
  /// The protocol that an answer has to conform to, such as `DiscriminatorLoss`.
  public let asked: String
  /// Nil if the answer is one to another exercise.
  private let run: @Sendable (any Exercise, Variant) throws -> Void?

  /// - Parameters:
  ///   - asked: the exercise's protocol.
  ///   - check: returns if the answer is right; throws ``NotYetSolved`` where it is still the starter's,
  ///     ``Wrong`` where it is not right.
  public init<Asked>(
    _ asked: Asked.Type, _ check: @escaping @Sendable (Asked, Variant) throws -> Void
  ) {
    let name = "\(asked)"
    self.asked = name.hasPrefix("any ") ? String(name.dropFirst(4)) : name
    run = { answer, variant in try (answer as? Asked).map { try check($0, variant) } }
  }

  /// Checks an answer.
  ///
  /// - Parameter number: the exercise's, for the message to an answer that is one to another exercise.
  public func outcome(of type: Any.Type, number: String, _ variant: Variant) -> Outcome {
    let other = Outcome(
      .wrong, "this is an answer to another exercise: \(number) asks for `protocol \(asked)`")
    guard let exercise = type as? any Exercise.Type else { return other }
    do {
      return try run(exercise.init(), variant) == nil ? other : Outcome(.solved)
    } catch is NotYetSolved {
      return Outcome(.notYet, "it still throws NotYetSolved")
    } catch let wrong as Wrong {
      return Outcome(wrong)
    } catch {
      return Outcome(.wrong, "your answer threw an error: \("\(error)".prefix(2000))")
    }
  }
}

/// What a starter throws in the place where the answer belongs.
public struct NotYetSolved: Error, Sendable {
  public init() {}
}

/// An answer that is not right: which mistake it looks like, and the numbers that show it.
public struct Wrong: Error, Equatable, Sendable {
  public let message: String
  public let expected: String?
  public let got: String?

  /// - Parameter message: one sentence that names the mistake, without a full stop at the end.
  public init(_ message: String, expected: String? = nil, got: String? = nil) {
    self.message = message
    self.expected = expected
    self.got = got
  }
}

/// How a check ended.
public struct Outcome: Codable, Equatable, Sendable {
  public enum Verdict: String, Codable, Sendable {
    case solved
    case notYet = "not yet"
    case wrong
  }

  public var verdict: Verdict
  /// Empty where there is nothing to say.
  public var message: String
  public var expected: String?
  public var got: String?
  /// What the answer itself printed; of much, the beginning and the end.
  public var printed: String?
  /// The last line that it printed, of a program that ended before its check was done.
  public var last: String?

  public init(_ verdict: Verdict, _ message: String = "") {
    self.verdict = verdict
    self.message = message
  }

  public init(_ wrong: Wrong) {
    self.init(.wrong, wrong.message)
    expected = wrong.expected
    got = wrong.got
  }
}
