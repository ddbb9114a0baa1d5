import Foundation
import Lessons
import Metrics
import Runs
import Tensors
import TestSupport
import Testing

/// A lesson with everything in it that a checkpoint has to remember: batch norm, dropout, an optimiser
/// with a state, an average, a stream.
private struct Toy: Lesson {
  var generator: Sequential
  var discriminator: Sequential
  var generatorOptimizer: any Optimizer = Adam(learningRate: 0.01)
  var discriminatorOptimizer = RMSProp(learningRate: 0.01)
  var average: MovingAverage<Sequential>?
  var noise = RandomStream(seed: 1, for: "noise")

  init() {
    var weights = RandomStream(seed: 1, for: "weights")
    generator = Sequential([
      Dense(inputs: 2, outputs: 4, using: &weights), BatchNorm(features: 4),
      Dropout(rate: 0.5, from: RandomStream(seed: 1, for: "dropout")),
      Dense(inputs: 4, outputs: 1, using: &weights),
    ])
    discriminator = Sequential([Dense(inputs: 1, outputs: 1, using: &weights)])
    average = MovingAverage(of: generator, decay: 0.9)
  }

  var players: KeyValuePairs<String, any Layer> {
    ["generator": generator, "discriminator": discriminator]
  }

  var learnt: [Tensor] {
    players.flatMap { $0.value.parameters + $0.value.averages }
      + (average.map { $0.network.parameters + $0.network.averages } ?? [])
  }

  mutating func visit(_ visit: inout Visit) {
    visit.network("generator", &generator)
    visit.network("discriminator", &discriminator)
    visit.average("average", &average)
    visit.optimizer("generator", &generatorOptimizer, of: generator)
    visit.optimizer("discriminator", &discriminatorOptimizer, of: discriminator)
    visit.stream("noise", &noise)
  }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Toy, _ answers: Float) throws -> Void
  ) rethrows {
    for _ in steps {
      let z = Tensor.normal([8, 2], using: &noise)
      let fake = generator(z, phase: .training).detached()
      let lossD = sigmoidCrossEntropy(logits: discriminator(fake), label: 0)
      discriminatorOptimizer.update(
        &discriminator.parameters,
        along: gradients(of: lossD, withRespectTo: discriminator.parameters))
      let lossG = sigmoidCrossEntropy(
        logits: discriminator(generator(z, phase: .training)), label: 1)
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
      average?.update(with: generator)
      try observe(self, lossG.scalar)
    }
  }
}

private struct Failed: Error {}

/// Keeps the loss of every step, and fails where it is told to, as a process that is killed would.
private struct ToyObserver: Observer {
  var frames = Frames(at: Array(0...12), width: 1)
  var fails: Int?
  var poison = false

  mutating func visit(_ visit: inout Visit) { frames.visit(&visit) }

  mutating func begin(_ lesson: Toy, in run: Run) throws { frames.append([0], at: 0) }

  mutating func observe(_ lesson: Toy, _ loss: Float, at step: Int, in run: Run) throws {
    if step == fails { throw Failed() }
    frames.append([loss], at: step)
    try run.record([.lossG: loss], at: step)
  }

  func finish(_ lesson: Toy, in run: Run) throws -> Outcome {
    Outcome(
      metrics: [.mean: frames.frames.map(\.numbers[0]).reduce(0, +), .std: .nan],
      sentences: "done", pictures: [Drawn("one.svg", "a picture", .svg("<svg></svg>"))],
      filmstrip: [], generator: nil, first: "one.svg")
  }
}

@Suite("The course of a run", .serialized)
struct CourseTests {
  private func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> Run {
    try run(folder, arguments)
  }

  private func run(_ folder: TemporaryFolder, _ arguments: [String]) throws -> Run {
    let options = try RunOptions.parse(
      ["--quiet", "--out", folder.path, "--checkpoint-every", "3"] + arguments)
    return try Run(
      chapter: "toy", recipe: "test", options: options, steps: 12, batchSize: 8, dataset: "noise",
      settings: [:], secondsPerStep: 0)
  }

  private func summary(_ folder: TemporaryFolder) throws -> Summary {
    try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json"))
  }

  @Test(
    "--stop-after: a checkpoint, no summary, and the same end when it goes on", arguments: [4, 6])
  func stopAfter(step: Int) throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    try run(whole, "--digest-at", "\(step)").follow(Toy(), by: ToyObserver())
    let stopping = ["--stop-after", "\(step)", "--digest-at", "\(step)"]
    #expect {
      try run(broken, stopping).follow(Toy(), by: ToyObserver())
    } throws: { error in
      (error as? RunFailure)?.status == .stopped && "\(error)".contains("after step \(step) of 12")
    }
    #expect(!FileManager.default.fileExists(atPath: broken.file("summary.json").path))
    let name = "digest-\(step).txt"
    #expect(try broken.contents(name) == whole.contents(name))
    // Asked again to stop there, it has nothing to do.
    #expect(throws: RunFailure.self) {
      try run(broken, stopping + ["--resume"]).follow(Toy(), by: ToyObserver())
    }
    try run(broken, ["--resume"]).follow(Toy(), by: ToyObserver())
    #expect(try summary(whole).digest == summary(broken).digest)
    #expect(try broken.contents("metrics.csv") == whole.contents("metrics.csv"))
    #expect(
      try String(decoding: whole.contents(name), as: UTF8.self) != summary(whole).digest + "\n")
  }

  @Test(
    "a run that ends after any step and goes on ends like one that never stopped",
    arguments: [4, 7, 11])
  func resumed(after step: Int) throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    try run(whole).follow(Toy(), by: ToyObserver())
    #expect(throws: Failed.self) {
      try run(broken).follow(Toy(), by: ToyObserver(fails: step))
    }
    try run(broken, "--resume").follow(Toy(), by: ToyObserver())
    let (first, second) = (try summary(whole), try summary(broken))
    #expect(first.digest == second.digest)
    #expect(first.metrics == second.metrics && first.metrics["std"] == nil)
    #expect(try whole.contents("metrics.csv") == broken.contents("metrics.csv"))
    #expect(second.continuedAfter == (step - 1) / 3 * 3)
  }

  @Test("a lesson that does not visit one of its parts is found by that comparison")
  func forgotten() throws {
    var (saved, other) = (Toy(), Toy())
    saved.loop(over: 1...3) { _, _ in }
    let checkpoint = Visit.save(Checkpoint(facts: [:], step: 3)) { saved.visit(&$0) }
    Visit.restore(checkpoint) { other.visit(&$0) }
    saved.loop(over: 4...6) { _, _ in }
    other.loop(over: 4...6) { _, _ in }
    #expect(digest(of: saved.learnt) == digest(of: other.learnt))

    var incomplete = Toy()
    Visit.restore(checkpoint) {
      $0.network("generator", &incomplete.generator)
      $0.network("discriminator", &incomplete.discriminator)
      $0.average("average", &incomplete.average)
      $0.optimizer(
        "discriminator", &incomplete.discriminatorOptimizer, of: incomplete.discriminator)
      $0.stream("noise", &incomplete.noise)
    }
    incomplete.loop(over: 4...6) { _, _ in }
    #expect(digest(of: saved.learnt) != digest(of: incomplete.learnt))
  }

  @Test("a finished run is replaced by --overwrite alone, and then nothing of it is left")
  func finished() throws {
    let folder = try TemporaryFolder()
    try run(folder).follow(Toy(), by: ToyObserver())
    let before = try folder.contents("summary.json")
    let failure = #expect(throws: RunFailure.self) { try run(folder) }
    #expect(failure?.status == .cannotWrite)
    #expect(failure?.description.contains(folder.url.lastPathComponent) == true)
    #expect(failure?.description.contains("--overwrite") == true)
    #expect(try folder.contents("summary.json") == before)
    try Data("mine".utf8).write(to: folder.file("notes.txt"))
    #expect(throws: Failed.self) {
      try run(folder, "--overwrite").follow(Toy(), by: ToyObserver(fails: 2))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names.count == 3 && names[0] == ".lock" && names[2] == "notes.txt", "\(names)")
  }

  @Test("a forgotten --resume costs nothing: a run that was stopped is refused, and named")
  func stopped() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Failed.self) { try run(folder).follow(Toy(), by: ToyObserver(fails: 8)) }
    let before = try folder.contents(Checkpoint.name)
    let failure = #expect(throws: RunFailure.self) { try run(folder) }
    #expect(failure?.status == .cannotWrite)
    for option in ["--resume", "--overwrite"] {
      #expect(failure?.description.contains(option) == true)
    }
    #expect(try folder.contents(Checkpoint.name) == before)
    // A run without a checkpoint has nothing to lose.
    let other = try TemporaryFolder()
    #expect(throws: Failed.self) { try run(other).follow(Toy(), by: ToyObserver(fails: 2)) }
    try run(other).follow(Toy(), by: ToyObserver())
  }

  @Test("--resume makes no folder")
  func mistyped() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.removeItem(at: folder.url)
    let failure = #expect(throws: RunFailure.self) { try run(folder, "--resume") }
    #expect(failure?.status == .inputNotFound)
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test("a finished run that is resumed keeps its times")
  func times() throws {
    let folder = try TemporaryFolder()
    try run(folder).follow(Toy(), by: ToyObserver())
    var before = try summary(folder)
    before.seconds = 77
    try before.json().write(to: folder.file("summary.json"))
    try run(folder, "--resume").follow(Toy(), by: ToyObserver())
    #expect(try summary(folder) == before)
  }

  @Test("weights that are no numbers are refused; what an observer keeps may have gaps")
  func notFinite() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Failed.self) { try run(folder).follow(Toy(), by: ToyObserver(fails: 8)) }
    let sound = try Checkpoint(contentsOf: folder.file(Checkpoint.name))
    for name in [
      "generator", "generatorAverages", "discriminatorOptimizer", "average", "averageAverages",
      "frames",
    ] {
      var damaged = sound
      var scalars = damaged[name][0].scalars
      scalars[scalars.count - 1] = name.hasPrefix("average") ? .infinity : .nan
      damaged[name][0] = Tensor(shape: damaged[name][0].shape, scalars: scalars)
      try damaged.save(in: folder.url)
      if name == "frames" {
        try run(folder, "--resume").follow(Toy(), by: ToyObserver())
        continue
      }
      let failure = #expect(throws: RunFailure.self, "\(name)") {
        try run(folder, "--resume").follow(Toy(), by: ToyObserver())
      }
      #expect(failure?.status == .badData)
      #expect(failure?.description.contains("tensor \(name).0") == true, "\(failure!)")
    }
  }

  @Test("training that diverges ends with 70 and names the step, before it gets into a checkpoint")
  func diverged() throws {
    let folder = try TemporaryFolder()
    var lesson = Toy()
    lesson.discriminatorOptimizer.learningRate = .infinity
    let failure = #expect(throws: RunFailure.self) {
      try run(folder).follow(lesson, by: ToyObserver())
    }
    #expect(failure?.status == .software)
    #expect(failure?.description.contains("step 1: training has diverged") == true)
    #expect(failure?.description.contains("discriminator") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file(Checkpoint.name).path))
  }
}
