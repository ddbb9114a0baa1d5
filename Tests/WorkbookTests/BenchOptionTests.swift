import Testing

@testable import workbook

@Suite("workbook bench: options")
struct BenchOptionTests {
  @Test("without options, every workload is timed, alone")
  func defaults() throws {
    let bench = try #require(try Bench.parseAsRoot([]) as? Bench)
    #expect(bench.workload.all == Workload.allCases)
    #expect(bench.compare == nil)
    #expect(bench.rounds == 5)
  }

  @Test("lists are separated by commas, in the order given")
  func lists() throws {
    let bench = try #require(
      try Bench.parseAsRoot(["--workload", "W6b,W1", "--compare", "jax,torch"]) as? Bench)
    #expect(bench.workload.all == [.w6b, .w1])
    #expect(bench.compare?.all == [.jax, .torch])
  }

  @Test(
    "what cannot be is refused by name",
    arguments: [
      (["--workload", "W9"], "W9"), (["--workload", "W1,"], "W1,"),
      (["--workload", ""], "workload"),
      (["--compare", "numpy"], "numpy"), (["--python", "torch"], "torch"),
      (["--python", "perl=/bin/perl"], "perl"), (["--rounds", "0"], "--rounds 0"),
      (["--seconds", "0"], "--seconds 0"), (["--seconds", "nan"], "--seconds nan"),
      (["--batch", "1"], "--batch 1"), (["--threads", "0"], "--threads 0"),
      (["--scaling", "--compare", "jax"], "--scaling, --ops, --roofline and --compare"),
      (["--against", "other", "--roofline"], "--against"),
      (["--ops", "--scaling"], "--scaling, --ops, --roofline and --compare"),
    ])
  func refused(arguments: [String], named: String) {
    let error = #expect(throws: (any Error).self) { try Bench.parseAsRoot(arguments) }
    #expect(error.map { Bench.fullMessage(for: $0).contains(named) } == true)
  }

  @Test("a peer's Python: the option's, else the environment's, else python3")
  func pythons() throws {
    let given = try #require(Pythons(argument: "torch=/a=b/python,jax=python3.12"))
    let environment = [
      "WORKBOOK_TORCH_PYTHON": "/env/torch", "WORKBOOK_TENSORFLOW_PYTHON": "/env/tf",
    ]
    #expect(given.path(for: .torch, environment: environment) == "/a=b/python")
    #expect(given.path(for: .jax, environment: environment) == "python3.12")
    #expect(given.path(for: .tensorflow, environment: environment) == "/env/tf")
    #expect(Pythons().path(for: .jax, environment: environment) == "python3")
  }
}
