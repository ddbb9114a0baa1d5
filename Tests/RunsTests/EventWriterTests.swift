import Foundation
import Images
import Metrics
import TestSupport
import Testing

@testable import Runs

@Suite("TensorBoard events")
struct EventWriterTests {
  private static func noon() -> Double { 1_700_000_000.5 }

  private func events(in folder: TemporaryFolder) throws -> EventWriter {
    try EventWriter(in: folder.url, clock: Self.noon)
  }

  /// Step and tags of each event in the file.
  private func outline(_ writer: EventWriter) throws -> [String] {
    let file = try Data(contentsOf: writer.url)
    let events = EventOutline.all(in: file)
    #expect(events.last?.range.upperBound == file.count)
    return events.map { "\($0.step) \($0.tags.joined(separator: " "))" }
  }

  @Test("the bytes are those of TensorBoard's own writer")
  func golden() {
    // RecordWriter and Event.SerializeToString of Python's tensorboard 2.21.
    let python = bytes(
      """
      1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b3531101b0000000000\
      00001a0d9e130900002040fc54d94110ac022a0d0a0b0a046c6f7373150000803ec5f6859b1800000000000000a3\
      7f4b220900002040fc54d9412a0d0a0b0a047a65726f15000000009ccde9932100000000000000017becf6090000\
      2040fc54d94110ad022a130a110a0173220c0802100318012204504e47214cd560ae
      """)
    let image = EventRecord.Value.image(png: Data("PNG!".utf8), width: 3, height: 2, channels: 1)
    let events = [
      EventRecord(time: Self.noon(), version: EventRecord.version),
      EventRecord(time: Self.noon(), step: 300, values: [("loss", .scalar(0.25))]),
      EventRecord(time: Self.noon(), step: 0, values: [("zero", .scalar(0))]),
      EventRecord(time: Self.noon(), step: 301, values: [("s", image)]),
    ]
    #expect(events.reduce(Data()) { $0 + $1.record } == python)
    let outlines = EventOutline.all(in: python)
    #expect(outlines.map(\.step) == [0, 300, 0, 301])
    #expect(outlines.map(\.tags) == [[], ["loss"], ["zero"], ["s"]])
  }

  @Test("a file has the time in its name, no host, and begins with the version")
  func file() throws {
    let folder = try TemporaryFolder()
    let writer = try events(in: folder)
    try writer.scalar("loss", 0.25, step: 300)
    try writer.scalar("loss", .nan, step: 301)
    try writer.scalar("loss", .infinity, step: 302)
    #expect(writer.url.lastPathComponent == "events.out.tfevents.1700000000.gan-workbook")
    try writer.flush()
    let expected =
      EventRecord(time: Self.noon(), version: "brain.Event:2").record
      + EventRecord(time: Self.noon(), step: 300, values: [("loss", .scalar(0.25))]).record
    #expect(try Data(contentsOf: writer.url) == expected)
  }

  @Test("events are written in batches: when there are many, when it is time, and on leaving")
  func batches() throws {
    let folder = try TemporaryFolder()
    final class Clock { var now = 100.0 }
    let clock = Clock()
    var writer: EventWriter? = try EventWriter(in: folder.url) { clock.now }
    let url = try #require(writer?.url)
    func size() throws -> Int {
      let contents = try Data(contentsOf: url)
      return contents.count
    }
    let begin = try size()
    try writer?.scalar("a", 1, step: 1)
    #expect(try size() == begin)
    clock.now += 5
    try writer?.scalar("a", 1, step: 2)
    let two = try size()
    #expect(two > begin)
    for step in 3...3000 { try writer?.scalar("a", 1, step: step) }
    #expect(try size() > 1 << 16)
    try writer?.scalar("a", 1, step: 3001)
    writer = nil
    #expect(EventOutline.all(in: try Data(contentsOf: url)).count == 3002)
  }

  @Test("a run that begins anew leaves no events of a former one; others' files stay")
  func anew() throws {
    let folder = try TemporaryFolder()
    let foreign = folder.url.appendingPathComponent("events.out.tfevents.1.host")
    try Data("x".utf8).write(to: foreign)
    let old = try EventWriter(in: folder.url, clock: { 5 })
    let new = try EventWriter(in: folder.url, clock: { 6 })
    #expect(!FileManager.default.fileExists(atPath: old.url.path))
    #expect(FileManager.default.fileExists(atPath: new.url.path))
    #expect(FileManager.default.fileExists(atPath: foreign.path))
  }

  @Test("resumed at any step, a file is that of the run that was never stopped")
  func resumed() throws {
    func write(_ steps: ClosedRange<Int>, to writer: EventWriter) throws {
      for step in steps {
        try writer.scalar("d", Float(step), step: step)
        if step % 3 == 0 {
          try writer.image(
            "samples", Image(width: 2, height: 2, channels: .rgb, level: UInt8(step)), step: step)
        }
      }
      try writer.flush()
    }
    let whole = try TemporaryFolder()
    let unbroken = try events(in: whole)
    try write(1...10, to: unbroken)
    let expected = try Data(contentsOf: unbroken.url)
    for checkpoint in 1...9 {
      for stop in checkpoint...9 {
        let folder = try TemporaryFolder()
        try write(1...stop, to: try events(in: folder))
        let writer = try EventWriter(resuming: folder.url, at: checkpoint, clock: Self.noon)
        #expect(writer.lastSteps["d"] == checkpoint)
        #expect(writer.damagedBytes == 0)
        try write(checkpoint + 1...10, to: writer)
        #expect(try Data(contentsOf: writer.url) == expected, "\(checkpoint), \(stop)")
      }
    }
  }

  @Test(
    "cut at any byte or with any bit flipped, what comes before is kept and the rest is dropped")
  func damage() throws {
    let folder = try TemporaryFolder()
    var writer: EventWriter? = try events(in: folder)
    for step in 1...3 { try writer?.scalar("d", Float(step), step: step) }
    let url = try #require(writer?.url)
    writer = nil
    let whole = try Data(contentsOf: url)
    let ends = EventOutline.all(in: whole).map(\.range.upperBound)

    func expectKept(_ bytes: Data, damagedAt place: Int) throws {
      try bytes.write(to: url)
      let resumed = try EventWriter(resuming: folder.url, at: 9, clock: Self.noon)
      try resumed.scalar("next", 1, step: 10)
      try resumed.flush()
      let sound = ends.count { $0 <= place }
      // Where nothing is left, the file begins anew.
      let steps = ["0 "] + (1..<max(1, sound)).map { "\($0) d" }
      #expect(try outline(resumed) == steps + ["10 next"], "damaged at \(place)")
      #expect(resumed.damagedBytes == bytes.count - (sound > 0 ? ends[sound - 1] : 0))
    }
    for length in whole.indices { try expectKept(whole.prefix(length), damagedAt: length) }
    // Each rewriting waits for the disk: one bit of each byte by file, all of them in memory.
    for index in whole.indices {
      for bit in 0..<8 {
        var flipped = whole
        flipped[index] ^= 1 << UInt8(bit)
        if bit == index % 8 { try expectKept(flipped, damagedAt: index) }
        #expect(
          EventOutline.all(in: flipped).map(\.range.upperBound) == ends.filter { $0 <= index })
      }
    }
  }

  @Test("numbers lost with a damaged part come back from the log, each once")
  func completed() throws {
    let folder = try TemporaryFolder()
    var log = MetricLog(columns: [.lossD, .w1, Metric("hidden")])
    var writer: EventWriter? = try events(in: folder)
    for step in 1...6 {
      log.append([.lossD: Float(step), Metric("hidden"): 0], at: step)
      try writer?.scalar("d", Float(step), step: step)
      if step % 2 == 0 {
        log.append([.w1: 0.5], at: step)
        try writer?.scalar("w1", 0.5, step: step)
      }
    }
    let url = try #require(writer?.url)
    writer = nil
    let whole = try Data(contentsOf: url)
    for length in whole.indices {
      try whole.prefix(length).write(to: url)
      let resumed = try EventWriter(resuming: folder.url, at: 6, clock: Self.noon)
      try resumed.complete(from: log) { [.lossD: "d", .w1: "w1"][$0] }
      try resumed.flush()
      #expect(
        try outline(resumed).dropFirst().sorted() == [
          "1 d", "2 d", "2 w1", "3 d", "4 d", "4 w1", "5 d", "6 d", "6 w1",
        ], "cut to \(length)")
    }
  }

  @Test("a run without a former file begins one; a folder that is not there is an error")
  func noFile() throws {
    let folder = try TemporaryFolder()
    let writer = try EventWriter(resuming: folder.url, at: 5, clock: Self.noon)
    #expect(try outline(writer) == ["0 "])
    let failure = #expect(throws: RunFailure.self) {
      try EventWriter(in: folder.url.appendingPathComponent("none"), clock: Self.noon)
    }
    #expect(failure?.status == .cannotWrite)
    #expect(failure?.description.contains("none/events.out.tfevents.1700000000") == true)
  }

  @Test(
    "TensorBoard's own reader finds every number and picture",
    .enabled(if: Python.has("tensorboard"), "Python has no tensorboard"))
  func tensorBoard() throws {
    struct Found: Decodable {
      let scalars: [String: [[Double]]]
      let images: [String: [[Int]]]
    }
    let folder = try TemporaryFolder()
    var writer: EventWriter? = try EventWriter(in: folder.url)
    for step in 1...50 {
      try writer?.scalar("generator_loss", 1 / Float(step), step: step)
      if step % 20 == 0 {
        try writer?.image("samples", Image(width: 5, height: 4, channels: .gray), step: step)
      }
    }
    writer = nil
    writer = try EventWriter(resuming: folder.url, at: 30)
    for step in 31...40 { try writer?.scalar("generator_loss", 1 / Float(step), step: step) }
    try writer?.image("colour", Image(width: 3, height: 2, channels: .rgb), step: 40)
    writer = nil
    let found = try Python.decode(Found.self, from: "read_events.py", folder.url)
    #expect(
      found.scalars == [
        "generator_loss": (1...40).map { [Double($0), Double(1 / Float($0))] }
      ])
    let png = try Image(width: 5, height: 4, channels: .gray).pngData().count
    let colour = try Image(width: 3, height: 2, channels: .rgb).pngData().count
    #expect(found.images == ["samples": [[20, 5, 4, png]], "colour": [[40, 3, 2, colour]]])
  }
}
