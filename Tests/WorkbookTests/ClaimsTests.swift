import Testing

@testable import workbook

@Suite("The register cites records and tests")
struct ClaimsTests {
  private let record = Record(runs: [
    "lesson.small": Record.Run(
      command: "toy-gan", seeds: [1, 2, 3],
      values: [
        "w1": [1.23456, -0.25, 0.5], "digits": [10, 10, nil],
      ], digests: [:])
  ])

  @Test(
    "a range has the median and both ends, or one number where all seeds agree",
    arguments: [
      ("w1.lesson.small", "0.5"), ("w1.lesson.small.range", "0.5 (−0.25 to 1.23)"),
      ("digits.lesson.small.range", "10"), ("lesson.small.seeds", "three"),
      ("w1.lesson.range", nil), ("ks.lesson.small.range", nil), ("lesson.seeds", nil),
    ])
  func claimed(name: String, value: String?) {
    #expect(record.claimed(name) == value)
  }

  @Test(
    "a test is found by its bundle, suite and function, in whatever file it stands",
    arguments: [
      ("WGANTests/LineTests/estimate", "Tests/WGANTests/ConvergenceTests.swift"),
      ("WGANTests/LineTests/ring", nil), ("WGANTests/LineTests/estim", nil),
      ("TensorsTests/LossTests/closedForm", "Tests/TensorsTests/LossTests.swift"),
      ("NoTests/LossTests/closedForm", nil),
    ])
  func testFile(name: String, path: String?) {
    #expect(Claims.testFile(name) == path)
  }
}
