/// What a finished run shows to have gone wrong with it: its numbers are there, and they are no success.
/// (A ``RunFailure`` is what ends a run before that.)
public struct Failure: Codable, Sendable, Equatable {
  /// In a word or two: `D won`.
  public var name: String
  /// The numbers that show it, in a sentence or two.
  public var sentence: String
  /// Where it is explained: a chapter's page.
  public var page: String
  /// The heading there.
  public var heading: String

  public init(name: String, sentence: String, page: String, heading: String) {
    self.name = name
    self.sentence = sentence
    self.page = page
    self.heading = heading
  }

  /// All of it for the reader.
  public var words: String {
    "What went wrong, most likely: \(name). \(sentence) See \(page), \"\(heading)\"."
  }
}
