import Testing

@testable import Datasets

/// A wrong text, and where and what its error must name.
struct WrongMixture: Sendable, CustomTestStringConvertible {
  let text: String
  let position: Int
  let found: String
  let wanted: String

  init(_ text: String, _ position: Int, _ found: String, _ wanted: String) {
    (self.text, self.position, self.found, self.wanted) = (text, position, found, wanted)
  }

  var testDescription: String { text }
}

@Suite("A mixture given as an option")
struct DistributionParsingTests {
  @Test("weight:mean:std, separated by commas, spaces allowed")
  func parses() throws {
    let expected = Distribution(mixing: [
      try .init(weight: 0.5, mean: -2, standardDeviation: 0.4),
      try .init(weight: 0.5, mean: 2, standardDeviation: 0.4),
    ])
    #expect(try Distribution(mixture: "0.5:-2:0.4,0.5:2:0.4") == expected)
    #expect(try Distribution(mixture: " 1 : -2 : 4e-1 , 1:+2:.4 ") == expected)
  }

  @Test(
    "a wrong text is an error that names the place and what belongs there",
    arguments: [
      WrongMixture("", 1, "", "weight:mean:std"),
      WrongMixture("0.5:-2:0.4,", 12, "", "weight:mean:std"),
      WrongMixture("0.5:-2:0.4,0.5:2", 12, "0.5:2", "weight:mean:std"),
      WrongMixture("1:2:3:4", 1, "1:2:3:4", "weight:mean:std"),
      WrongMixture("0.5:-2:0.4,0.5:two:0.4", 16, "two", "a mean"),
      WrongMixture("0.5:-2:0.4;0.5:2:0.4", 1, "0.5:-2:0.4;0.5:2:0.4", "weight:mean:std"),
      WrongMixture("1:0:0", 5, "0", "a standard deviation, a number above 0"),
      WrongMixture("1:0:-1", 5, "-1", "a standard deviation, a number above 0"),
      WrongMixture("1:0:inf", 5, "inf", "a standard deviation"),
      WrongMixture("1:0:1e-300", 5, "1e-300", "a standard deviation"),
      WrongMixture("1:nan:1", 3, "nan", "a mean"),
      WrongMixture("1:1e39:1", 3, "1e39", "a mean"),
      WrongMixture("0:1:1", 1, "0", "a weight, a number above 0"),
      WrongMixture("1:0:1,-1:0:1", 7, "-1", "a weight"),
      WrongMixture("1::1", 3, "", "a mean"),
    ])
  func rejects(_ wrong: WrongMixture) throws {
    let error = try #require(throws: DistributionError.self) {
      try Distribution(mixture: wrong.text)
    }
    guard case .mixture(let text, let position, let found, let expected) = error else {
      Issue.record("not a mixture's error: \(error)")
      return
    }
    #expect(text == wrong.text)
    #expect(position == wrong.position)
    #expect(found == wrong.found)
    #expect(expected.hasPrefix(wrong.wanted))
  }

  @Test("the message quotes the text, the place and the form")
  func message() throws {
    let error = try #require(throws: DistributionError.self) {
      try Distribution(mixture: "0.5:-2:0.4,0.5:2:0")
    }
    #expect(
      error.description == """
        mixture "0.5:-2:0.4,0.5:2:0": "0" at character 18, expected a standard deviation, a number \
        above 0 within the range of Float (a mixture is weight:mean:std,weight:mean:std,… as in \
        0.5:-2:0.4,0.5:2:0.4)
        """)
  }

  @Test(
    "a standard deviation that is not above 0 and finite is an error",
    arguments: [0, -1, .nan, .infinity])
  func standardDeviation(_ value: Double) throws {
    let error = try #require(throws: DistributionError.self) {
      try Distribution(mean: -1, standardDeviation: value)
    }
    #expect(error.description.hasPrefix("standard deviation \(value): expected a number above 0"))
  }

  @Test("a mean that is not finite is an error", arguments: [Double.nan, .infinity, -1e39])
  func mean(_ value: Double) throws {
    let error = try #require(throws: DistributionError.self) {
      try Distribution(mean: value, standardDeviation: 1)
    }
    #expect(error.description.hasPrefix("mean \(value): expected a number"))
  }
}
