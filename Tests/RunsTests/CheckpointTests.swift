import Foundation
import Metrics
import Tensors
import TestSupport
import Testing

@testable import Runs

@Suite("A checkpoint")
struct CheckpointTests {
  static let facts = ["chapter": "toy-gan", "recipe": "reliable", "seed": "7", "penalty": "0.1"]

  static func example(step: Int = 20_000_003) -> Checkpoint {
    var checkpoint = Checkpoint(facts: facts, step: step)
    checkpoint["generator"] = (0..<11).map { Tensor([Float($0), 0.1]) }
    checkpoint["generator.optimizer"] = [Tensor(shape: [1, 2], scalars: [-0.0, .nan])]
    checkpoint.counters = ["noise": 1 << 62, "updates": 40]
    checkpoint.log = MetricLog(columns: [.lossD, .w1])
    checkpoint.log.append([.lossD: 1.1], at: 1)
    checkpoint.log.append([:], at: 2)
    checkpoint.log.append([.lossD: -0.0, .w1: .leastNonzeroMagnitude], at: 16_777_217)
    checkpoint.log.append([.w1: 1 / 3], at: 20_000_003)
    return checkpoint
  }

  static let need = Checkpoint.Need(
    facts: facts, counters: ["noise", "updates"],
    shapes: [
      "generator": Array(repeating: [2], count: 11), "generator.optimizer": [[1, 2]],
    ])

  @Test("what is read is what was written, to the last bit")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let written = Self.example()
    try written.save(in: folder.url)
    let (read, note) = try Checkpoint.load(from: folder.url, for: Self.need)
    #expect(note == nil)
    #expect(read.facts == written.facts)
    #expect(read.step == 20_000_003)
    #expect(read.counters == written.counters)
    #expect(read.groupNames == ["generator", "generator.optimizer"])
    for group in read.groupNames {
      #expect(read[group].map(\.shape) == written[group].map(\.shape))
      #expect(
        read[group].map { $0.scalars.map(\.bitPattern) }
          == written[group].map { $0.scalars.map(\.bitPattern) })
    }
    #expect(read["discriminator"].isEmpty)
    #expect(read.log.columns == written.log.columns)
    #expect(read.log.csv == written.log.csv)
    #expect(read.safetensors.data() == written.safetensors.data())
  }

  @Test("a checkpoint without tensors, counters or rows is one, too")
  func bare() throws {
    let bare = Checkpoint(facts: [:], step: 0)
    let read = try Checkpoint(Safetensors(data: bare.safetensors.data(withChecksum: true)))
    #expect(read.groupNames.isEmpty && read.log.rows.isEmpty && read.log.columns.isEmpty)
  }

  @Test("cut at any byte, or with any bit flipped, it is damaged and nothing else")
  func damage() throws {
    var small = Checkpoint(facts: ["seed": "1"], step: 3)
    small["g"] = [Tensor([1, 2])]
    small.counters["noise"] = 5
    small.log = MetricLog(columns: [.w1])
    small.log.append([.w1: 2], at: 3)
    let whole = small.safetensors.data(withChecksum: true)

    /// Whether reading ends in an error that says so.
    func isDamaged(_ bytes: Data) -> Bool {
      guard let file = try? Safetensors(data: bytes) else { return true }
      do {
        _ = try Checkpoint(file)
      } catch {
        if case .damaged = error { return true }
      }
      return false
    }
    #expect(!isDamaged(whole))
    for length in whole.indices { #expect(isDamaged(whole.prefix(length)), "cut to \(length)") }
    for index in whole.indices {
      for bit in 0..<8 {
        var flipped = whole
        flipped[index] ^= 1 << UInt8(bit)
        #expect(isDamaged(flipped), "byte \(index), bit \(bit)")
      }
    }
    #expect(isDamaged(whole + Data(count: 1)))
    #expect(isDamaged(small.safetensors.data()), "without a checksum")
  }

  @Test(
    "a sound file that is no checkpoint is damaged, and nothing stops the program",
    arguments: [
      ("checkpoint", nil, "no version"), ("step", nil, "at which step"),
      ("step", "-1", "at which step"), ("step", "99999999999999999999", "at which step"),
      ("counter.noise", "-1", "counter.noise is -1"), ("column.1", nil, "no table"),
      ("column.7", "x", "not numbered"), ("column.x", "x", "not numbered"),
      ("column.1", "lossD", "no table"),
    ] as [(String, String?, String)])
  func contradictions(key: String, value: String?, reason: String) throws {
    var file = Self.example().safetensors
    file.metadata[key] = value
    let read = try Safetensors(data: file.data(withChecksum: true))
    let problem = #expect(throws: CheckpointError.Problem.self) { try Checkpoint(read) }
    #expect(problem?.description.contains(reason) == true, "\(problem?.description ?? "")")
  }

  @Test(
    "tensors out of order and logs that are none are damage",
    arguments: [
      ("g", [1]), ("g.1", [1]), (".0", [1]), ("g.00", [1]), ("g.", [1]), ("log", [1]),
      ("log", [1, 3]),
    ] as [(String, [Float])])
  func strayTensors(name: String, shape: [Float]) throws {
    var metadata = Checkpoint(facts: [:], step: 1).safetensors.metadata
    metadata["column.0"] = "w1"
    let tensor = Tensor.ones(Shape(shape.map { Int($0) })) * -1
    let file = Safetensors(tensors: [(name, tensor)], metadata: metadata)
    let read = try Safetensors(data: file.data(withChecksum: true))
    #expect(throws: CheckpointError.Problem.self) { try Checkpoint(read) }
    let sound = Safetensors(tensors: [("g.0", Tensor.ones([1]))], metadata: metadata)
    #expect(throws: Never.self) {
      try Checkpoint(Safetensors(data: sound.data(withChecksum: true)))
    }
  }

  @Test("a checkpoint that does not fit says what it has, what is needed and what to do")
  func doesNotFit() throws {
    let folder = try TemporaryFolder()
    try Self.example().save(in: folder.url)
    func problem(_ change: (inout Checkpoint.Need) -> Void) -> String? {
      var need = Self.need
      change(&need)
      do {
        _ = try Checkpoint.load(from: folder.url, for: need)
        return nil
      } catch {
        #expect(error.status == .badData)
        #expect(error.path.hasSuffix(Checkpoint.name))
        #expect("\(error)".contains("choose another --out"))
        return "\(error.problem)"
      }
    }
    func expect(_ text: String, _ change: (inout Checkpoint.Need) -> Void) {
      let found = problem(change)
      #expect(found?.contains(text) == true, "\(found ?? "no error")")
    }
    #expect(problem { _ in } == nil)
    expect("chapter is toy-gan there, and wgan here") { $0.facts["chapter"] = "wgan" }
    expect("seed is 7 there, and 8 here") { $0.facts["seed"] = "8" }
    expect("penalty is 0.1 there, and 10 here") { $0.facts["penalty"] = "10" }
    expect("has penalty 0.1, which this run does not have") { $0.facts["penalty"] = nil }
    expect("does not say what hidden was, and 6 is wanted here") { $0.facts["hidden"] = "6" }
    // The chapter explains the rest.
    expect("chapter is") { $0 = .init(facts: ["chapter": "wgan", "seed": "8"]) }
    expect("tensor generator.3 is [2], and the run needs [3]") { $0.shapes["generator"]?[3] = [3] }
    expect("has no tensor generator.11, and the run needs it, [5]") {
      $0.shapes["generator"]?.append([5])
    }
    expect("has a tensor generator.10, [2], and the run has none") {
      $0.shapes["generator"]?.removeLast()
    }
    expect("has no tensor critic.0") { $0.shapes["critic"] = [[1]] }
    expect("has a tensor generator.0") { $0.shapes["generator"] = nil }
    expect("has no counter data") { $0.counters.insert("data") }
    expect("has a counter noise") { $0.counters.remove("noise") }
  }

  @Test("a column of the log keeps its words; one of an earlier file has its name alone")
  func words() throws {
    let folder = try TemporaryFolder()
    try Self.example().save(in: folder.url)
    var read = try Checkpoint.load(from: folder.url, for: Self.need).checkpoint
    #expect(read.log.columns.map(\.title) == [Metric.lossD.title, Metric.w1.title])
    var file = Self.example().safetensors
    file.metadata["column.1"] = "w1"
    read = try Checkpoint(Safetensors(data: file.data(withChecksum: true)))
    #expect(read.log.columns.map(\.name) == ["lossD", "w1"])
    #expect(read.log.columns[1].title.isEmpty && read.log.last(.w1) == 1 / 3)
  }

  @Test("tensors are found by their names, in whichever order a file has them")
  func order() throws {
    let folder = try TemporaryFolder()
    let sound = Self.example().safetensors
    // Python's package writes them by name: generator.0, generator.1, generator.10, generator.2, ….
    let sorted = Safetensors(
      tensors: sound.tensors.sorted { $0.name < $1.name }, metadata: sound.metadata)
    #expect(sorted.tensors.map(\.name) != sound.tensors.map(\.name))
    try sorted.save(to: folder.file(Checkpoint.name), withChecksum: true)
    let read = try Checkpoint.load(from: folder.url, for: Self.need).checkpoint
    #expect(read["generator"].map(\.scalars) == Self.example()["generator"].map(\.scalars))
  }

  @Test("a tensor under another name is missing under its own, and one too many is named")
  func names() throws {
    let folder = try TemporaryFolder()
    let sound = Self.example().safetensors
    func error(_ rename: (String) -> String) throws -> String {
      let file = Safetensors(
        tensors: sound.tensors.map { (rename($0.name), $0.tensor) }, metadata: sound.metadata)
      try file.save(to: folder.file(Checkpoint.name), withChecksum: true)
      let error = #expect(throws: CheckpointError.self) {
        try Checkpoint.load(from: folder.url, for: Self.need)
      }
      #expect(error?.status == .badData)
      return error?.description ?? ""
    }
    #expect(
      try error { $0 == "generator.0" ? "GENERATOR.0" : $0 }.contains("GENERATOR.0")
        || error { $0 == "generator.0" ? "GENERATOR.0" : $0 }.contains("no generator.0"))
    #expect(try error { $0 == "generator.4" ? "generator.11" : $0 }.contains("no generator.4"))
    #expect(try error { $0 == "generator.4" ? "generator.04" : $0 }.contains("generator.04"))
  }

  @Test(
    "numbers in the head that no run has are damage, and no reason to trap",
    arguments: [
      ("step", "9223372036854775807"), ("step", "20000004"), ("step", "-1"),
      ("counter.updates", "18446744073709551615"), ("counter.noise", "9223372036854775808"),
    ])
  func head(name: String, value: String) throws {
    let folder = try TemporaryFolder()
    var file = Self.example().safetensors
    file.metadata[name] = value
    try file.save(to: folder.file(Checkpoint.name), withChecksum: true)
    var need = Self.need
    need.lastStep = 20_000_003
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(from: folder.url, for: need)
    }
    #expect(error?.status == .badData && "\(error!)".contains("damaged"), "\(error!)")
  }

  @Test("another number of steps is said as that, not as what follows from it")
  func steps() throws {
    let folder = try TemporaryFolder()
    let facts = ["averageDecay": "0.9", "steps": "300"]
    try Checkpoint(facts: facts, step: 1).save(in: folder.url)
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(
        from: folder.url, for: .init(facts: ["averageDecay": "0.99", "steps": "4000"]))
    }
    #expect(error?.description.contains("steps is 300 there, and 4000 here") == true)
  }

  @Test("a sound file of a later format is refused as that, and not as damaged")
  func laterFormat() throws {
    let folder = try TemporaryFolder()
    var later = Self.example().safetensors
    later.metadata["checkpoint"] = "2"
    let file = folder.url.appendingPathComponent(Checkpoint.name)
    try later.save(to: file, withChecksum: true)
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(from: folder.url, for: Self.need)
    }
    #expect(error == CheckpointError(path: file.path, .otherVersion("2")))
    #expect(error?.description.contains("is of format 2, and this program reads format 1") == true)
  }

  @Test(
    "Python's package reads a checkpoint",
    .enabled(if: Python.has("safetensors", "numpy"), "Python has no safetensors and numpy"))
  func python() throws {
    struct Found: Decodable {
      struct Entry: Decodable {
        let shape: [Int]
        let sum: Double?
      }
      let metadata: [String: String]
      let tensors: [String: Entry]
    }
    let folder = try TemporaryFolder()
    var checkpoint = Self.example()
    checkpoint["generator.optimizer"] = []
    checkpoint.log = MetricLog()
    try checkpoint.save(in: folder.url)
    let found = try Python.decode(
      Found.self, from: "read_safetensors.py", folder.url.appendingPathComponent(Checkpoint.name))
    #expect(found.metadata["counter.noise"] == "18446744073709551615")
    #expect(found.metadata["fact.penalty"] == "0.1")
    #expect(found.tensors.count == 11)
    #expect(found.tensors["generator.10"]?.shape == [2])
    #expect(found.tensors["generator.10"]?.sum == 10 + Double(Float(0.1)))
  }
}
