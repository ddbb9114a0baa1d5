/// What every exercise asks of an answer, and how an answer is judged.
///
/// An exercise is a protocol that refines this one: its requirements are what the learner writes, and
/// its extension holds the check. An answer is a type of the name `Answer` that conforms to it.
///
///     public protocol DiscriminatorLoss: Exercise {
///       func loss(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor
///     }
///
///     extension DiscriminatorLoss {
///       public func check(_ variant: Variant) throws { … }
///     }
public protocol Exercise {
  init()

  /// Returns if the answer is right.
  ///
  /// - Throws: ``NotYetSolved`` where the answer is still the starter's, ``Wrong`` where it is not
  ///   right.
  func check(_ variant: Variant) throws
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
  /// What the answer itself printed.
  public var printed: String?

  public init(_ verdict: Verdict, _ message: String = "") {
    self.verdict = verdict
    self.message = message
  }

  public init(_ wrong: Wrong) {
    self.init(.wrong, wrong.message)
    expected = wrong.expected
    got = wrong.got
  }

  /// Checks `answer`.
  public init(of answer: some Exercise, _ variant: Variant) {
    do {
      try answer.check(variant)
      self.init(.solved)
    } catch is NotYetSolved {
      self.init(.notYet, "it still throws NotYetSolved")
    } catch let wrong as Wrong {
      self.init(wrong)
    } catch {
      self.init(.wrong, "your answer threw an error: \(error)")
    }
  }
}
