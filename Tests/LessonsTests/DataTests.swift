import Datasets
import Foundation
import Images
import Lessons
import Metrics
import Runs
import Tensors
import TestSupport
import Testing

/// Learns the brightness of pictures: little enough for a test, and every batch counts.
private struct Brightness: Lesson {
  var network: Sequential
  var optimizer = SGD(learningRate: 0.01)
  let images: any ImageSource
  var batches: Batches

  init(_ images: any ImageSource) {
    var weights = RandomStream(seed: 1, for: "weights")
    network = Sequential([Dense(inputs: 16, outputs: 1, using: &weights)])
    self.images = images
    batches = Batches(of: images.count, size: 4, seed: 1)
  }

  var players: KeyValuePairs<String, any Layer> { ["network": network] }

  mutating func visit(_ visit: inout Visit) {
    visit.network("network", &network)
    visit.counter("batches", &batches.position)
  }

  func willBegin() { images.follow(batches) }

  mutating func loop(
    over steps: some Sequence<Int>, observe: (_ state: Brightness, _ answers: Void) throws -> Void
  ) rethrows {
    for _ in steps {
      let real = images.tensor(batches.next(), in: .unit, flattened: true)
      let loss = network(real, phase: .training).mean()
      optimizer.update(
        &network.parameters, along: gradients(of: loss, withRespectTo: network.parameters))
      try observe(self, ())
    }
  }
}

private struct Enough: Error {}

/// Does something after some steps.
private struct Meddler: Observer {
  var acts: [Int: () throws -> Void] = [:]

  mutating func visit(_ visit: inout Visit) {}
  mutating func begin(_ lesson: Brightness, in run: Run) throws {}
  mutating func observe(
    _ lesson: Brightness, _ answers: Void, at step: Int, in run: Run
  ) throws {
    try acts[step]?()
  }
  func finish(_ lesson: Brightness, in run: Run) throws -> Outcome {
    Outcome(
      metrics: [:], sentences: "done", pictures: [], filmstrip: [], generator: nil, first: "")
  }
}

@Suite("The data of a run", .serialized)
struct DataTests {
  static let format = ImageFormat(side: 4, channels: .gray)

  /// Forty pictures in a folder of a folder.
  private func pictures(_ count: Int = 40) throws -> (home: TemporaryFolder, path: String) {
    let home = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: home.file("photos"), withIntermediateDirectories: false)
    for index in 0..<count { try write(index, home) }
    return (home, home.file("photos").path)
  }

  private func write(_ index: Int, _ home: TemporaryFolder, level: Int? = nil) throws {
    try Image(width: 4, height: 4, channels: .gray, level: UInt8(level ?? 6 * index))
      .write(to: home.file("photos/\(index + 100).png"))
  }

  /// Runs twenty steps on the folder, read again and again if it is `streamed`.
  private func train(
    _ path: String, _ out: TemporaryFolder, resume: Bool = false, streamed: Bool = true,
    every: Int = 7,
    _ observer: Meddler = Meddler()
  ) throws {
    let (images, unseen) = try ImageFolder.split(
      path, as: Self.format, memoryLimit: streamed ? 0 : 1 << 20)
    let options = try RunOptions.parse(
      ["--quiet", "--out", out.path, "--checkpoint-every", "\(every)"]
        + (resume ? ["--resume"] : []))
    let run = try Run(
      chapter: "toy", recipe: "test", options: options, steps: 20, batchSize: 4,
      dataset: "pictures", settings: [:], secondsPerStep: 0)
    run.use(images, unseen: unseen)
    try run.follow(Brightness(images), by: observer)
  }

  private func summary(_ folder: TemporaryFolder) throws -> Summary {
    try JSONDecoder().decode(Summary.self, from: folder.contents("summary.json"))
  }

  @Test(
    "when all files go the run stops with a checkpoint, and with the files goes on to the same end")
  func gone() throws {
    let (home, path) = try pictures()
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    try train(path, whole)
    let away = home.file("away")
    let failure = #expect(throws: RunFailure.self) {
      try train(
        path, broken,
        Meddler(acts: [
          9: { try FileManager.default.moveItem(atPath: path, toPath: away.path) }
        ]))
    }
    #expect(failure?.status == .inputNotFound)
    let text = failure?.description ?? ""
    #expect(
      text.contains("no images are left to learn from") && text.contains("checkpoint of step"))
    // What was read ahead is used, or left: no step of the checkpoint was without images.
    let step = text.firstMatch(of: /checkpoint of step (\d+)/).flatMap { Int($0.1) } ?? 0
    #expect((9...13).contains(step), "\(text)")
    #expect(!FileManager.default.fileExists(atPath: broken.file("summary.json").path))
    #expect(throws: DatasetError.self) { try train(path, broken, resume: true) }

    try FileManager.default.moveItem(atPath: away.path, toPath: path)
    try train(path, broken, resume: true)
    let (first, second) = (try summary(whole), try summary(broken))
    #expect(first.digest == second.digest && first.notes == nil)
    // No step was without them, so there is nothing to be noted.
    #expect(second.continuedAfter == step && second.notes == nil)
  }

  @Test("files that go while it runs stand in the summary and the report")
  func lost() throws {
    let (home, path) = try pictures()
    let out = try TemporaryFolder()
    let (images, _) = try ImageFolder.split(path, as: Self.format)
    // One that is learnt from, and not only held back.
    let lost = (0..<40).first { index in
      (0..<images.count).contains { images.levels([$0])[0] == UInt8(6 * index) }
    }
    let name = "\(try #require(lost) + 100).png"
    let file = home.file("photos/\(name)")
    let bytes = try Data(contentsOf: file)
    #expect(throws: Enough.self) {
      try train(
        path, out, every: 1,
        Meddler(acts: [1: { try FileManager.default.removeItem(at: file) }, 20: { throw Enough() }])
      )
    }
    // It stays true when the file is there again: the steps without it were other steps.
    try bytes.write(to: file)
    try train(path, out, resume: true, every: 1)
    let notes = try summary(out).notes ?? []
    #expect(notes.count == 1 && notes.last?.contains("\(name): no such file") == true, "\(notes)")
    #expect(
      String(decoding: try out.contents("report.html"), as: UTF8.self).contains(
        "\(name): no such file"))
  }

  @Test("a damaged file stands in both, whichever part it belongs to")
  func damaged() throws {
    let (home, path) = try pictures()
    for index in 0..<40 where index % 8 == 0 {
      try Data([0x89]).write(to: home.file("photos/\(index + 100).png"))
    }
    let out = try TemporaryFolder()
    try train(path, out, streamed: false)
    let notes = try summary(out).notes ?? []
    #expect(
      notes.count == 1
        && notes.last?.contains("5 of 40 files are left out: 100.png: trunc") == true)
    let report = String(decoding: try out.contents("report.html"), as: UTF8.self)
    #expect(report.contains("5 of 40 files are left out"))
    #expect(report.contains("fingerprint"))
  }

  @Test("over other data a run does not go on", arguments: [true, false])
  func changed(streamed: Bool) throws {
    let (home, path) = try pictures()
    let out = try TemporaryFolder()
    #expect(throws: Enough.self) {
      try train(path, out, streamed: streamed, Meddler(acts: [9: { throw Enough() }]))
    }
    let kept = try out.contents(Checkpoint.name)
    let files = FileManager.default
    func file(_ index: Int) -> URL { home.file("photos/\(index + 100).png") }
    let changes: [(name: String, make: () throws -> Void, undo: () throws -> Void)] = [
      ("one more", { try write(41, home) }, { try files.removeItem(at: file(41)) }),
      ("one fewer", { try files.removeItem(at: file(3)) }, { try write(3, home) }),
      ("damaged", { try Data([0x89]).write(to: file(3)) }, { try write(3, home) }),
      (
        "renamed", { try files.moveItem(at: file(3), to: file(50)) },
        { try files.moveItem(at: file(50), to: file(3)) }
      ),
      (
        "swapped",
        {
          try write(3, home, level: 24)
          try write(4, home, level: 18)
        },
        {
          try write(3, home)
          try write(4, home)
        }
      ),
      ("one level", { try write(3, home, level: 19) }, { try write(3, home) }),
    ]
    for (name, make, undo) in changes {
      try make()
      let failure = #expect(throws: RunFailure.self, "\(name)") {
        try train(path, out, resume: true, streamed: streamed)
      }
      #expect(failure?.status == .badData)
      let text = failure?.description ?? ""
      #expect(text.contains("data is ") && text.contains("of fingerprint"), "\(name): \(text)")
      #expect(try out.contents(Checkpoint.name) == kept)
      try undo()
    }
    // As it was, and however it is read, it does.
    try train(path, out, resume: true, streamed: !streamed)
    #expect(try summary(out).continuedAfter == 7)
  }
}
