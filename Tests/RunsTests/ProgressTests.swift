import Testing

@testable import Runs

@Suite("How far a run is")
struct ProgressTests {
  @Test("a line leaves out what a narrow terminal has no room for, part by part")
  func width() {
    let line = "step 5 of 9 · 55 % · 3 steps/s"
    #expect(fitted(line, into: nil) == line)
    #expect(fitted(line, into: 31) == line)
    #expect(fitted(line, into: 30) == "step 5 of 9 · 55 %")
    #expect(fitted(line, into: 15) == "step 5 of 9")
    #expect(fitted(line, into: 8) == "step 5 ")
    for columns in 2...40 { #expect(fitted(line, into: columns).count < columns) }
  }

  @Test(
    "a pace has a number that tells something",
    arguments: [
      (347.2, "347 steps/s"), (12.0, "12 steps/s"), (2.53, "2.5 steps/s"), (0.5, "2.0 s a step"),
      (0.01, "1 min 40 s a step"),
    ])
  func pace(rate: Double, expected: String) {
    #expect(describe(stepsPerSecond: rate) == expected)
  }
}
