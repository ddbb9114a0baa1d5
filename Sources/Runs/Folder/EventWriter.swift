import Foundation
import Images
import Metrics

/// Writes what is measured during a run for TensorBoard: one `events.out.tfevents.…` file in the
/// run's folder, which `tensorboard --logdir Runs` shows as curves and pictures.
///
/// ```swift
/// let events = try EventWriter(in: run.folder)
/// try events.scalar("generator_loss", loss, step: step)
/// try events.flush()
/// ```
///
/// Events gather in memory and are written when there are 64 KiB of them, when the last writing was
/// some seconds ago, and by ``flush()``. A process that is killed loses what was not written; call
/// ``flush()`` before a checkpoint, and nothing that the checkpoint counts as done is missing.
public final class EventWriter {
  public let url: URL

  /// The last step at which each tag has an event.
  public private(set) var lastSteps: [String: Int] = [:]

  /// How many bytes of the file were cut off or damaged when it was resumed: 0 for a sound one.
  public private(set) var damagedBytes = 0

  private let file: Int32
  /// How long the file is, but for what waits.
  private var written: Int
  private var waiting = Data()
  private let clock: () -> Double
  private var lastWriting: Double

  private static let batch = 1 << 16
  private static let interval = 5.0
  private static let prefix = "events.out.tfevents."
  /// A host's name usually stands here. It would tell where a run was made, and change its bytes.
  private static let suffix = ".gan-workbook"

  /// Begins a new file. Events files of a former run in this folder are deleted, for TensorBoard
  /// would mix their curves with these.
  ///
  /// - Parameters:
  ///   - folder: must exist.
  ///   - clock: seconds since 1970: TensorBoard shows when an event was written.
  /// - Throws: ``RunFailure`` (73) when the folder cannot be written.
  public convenience init(
    in folder: URL, clock: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) throws(RunFailure) {
    let former = EventWriter.files(in: folder)
    let name = "\(EventWriter.prefix)\(Int(clock()))\(EventWriter.suffix)"
    try self.init(folder.appendingPathComponent(name), keeping: Data(), clock: clock)
    for file in former where file.lastPathComponent != name { unlink(file.path) }
  }

  /// Continues the file that is in a run's folder after step `step`, or begins one if there is
  /// none.
  ///
  /// All events of later steps go, and so does everything from the first record that is cut or
  /// damaged: what the run does again, it writes again. ``complete(from:tag:)`` brings back the
  /// numbers that were lost with a damaged part.
  /// - Throws: ``RunFailure`` (73) when the file cannot be read or written.
  public convenience init(
    resuming folder: URL, at step: Int,
    clock: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) throws(RunFailure) {
    guard let url = EventWriter.files(in: folder).last else {
      try self.init(in: folder, clock: clock)
      return
    }
    guard let former = try? Data(contentsOf: url) else {
      throw RunFailure(.cannotWrite, "\(url.relativePath): cannot be read, to continue it")
    }
    let sound = EventOutline.all(in: former)
    let kept = sound.filter { $0.step <= step }
    let bytes =
      kept.count == sound.count && sound.last?.range.upperBound == former.count
      ? former : kept.reduce(into: Data()) { $0.append(former[$1.range]) }
    try self.init(url, keeping: bytes, replacing: former, clock: clock)
    damagedBytes = former.count - (sound.last?.range.upperBound ?? 0)
    for event in kept {
      for tag in event.tags { lastSteps[tag] = max(event.step, lastSteps[tag] ?? 0) }
    }
  }

  /// Makes the file with `bytes`, or with a first event if there are none, and opens it.
  private init(
    _ url: URL, keeping bytes: Data, replacing former: Data? = nil, clock: @escaping () -> Double
  ) throws(RunFailure) {
    self.url = url
    self.clock = clock
    lastWriting = clock()
    let first = EventRecord(time: lastWriting, version: EventRecord.version)
    let contents = bytes.isEmpty ? first.record : bytes
    written = contents.count
    do {
      // A TensorBoard that is looking on goes on reading a file that stays as it is.
      if contents != former { try WholeFile.save(contents, to: url) }
    } catch {
      throw RunFailure(.cannotWrite, "\(url.relativePath): cannot be written (\(error.reason))")
    }
    file = open(url.path, O_WRONLY | O_CLOEXEC)
    if file < 0 {
      throw RunFailure(
        .cannotWrite, "\(url.relativePath): cannot be written (\(systemMessage(errno)))")
    }
  }

  deinit {
    try? write()
    close(file)
  }

  /// The events files of this program in `folder`, the oldest first.
  static func files(in folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }.sorted()
      .map { folder.appendingPathComponent($0) }
  }
}

// MARK: - Events

extension EventWriter {
  /// Enters a number. One that is not finite is left out, as in a ``MetricLog``.
  public func scalar(_ tag: String, _ value: Float, step: Int) throws(RunFailure) {
    if value.isFinite { try add(tag, .scalar(value), step) }
  }

  /// Enters a picture, stored as PNG.
  public func image(_ tag: String, _ image: Image, step: Int) throws(RunFailure) {
    let png: Data
    do { png = try image.pngData() } catch { throw RunFailure(.software, "\(tag): \(error)") }
    try add(
      tag,
      .image(
        png: png, width: image.width, height: image.height, channels: image.channels.count), step)
  }

  /// Enters those numbers of `log` that the file does not have: those at steps after its last event
  /// with their tag.
  ///
  /// - Parameter tag: the tag of a column of the log; `nil` for a column that is not shown.
  public func complete(
    from log: MetricLog, tag: (_ column: Metric) -> String?
  ) throws(RunFailure) {
    let before = lastSteps
    for (column, metric) in log.columns.enumerated() {
      guard let tag = tag(metric) else { continue }
      for row in log.rows where row.step > before[tag] ?? -1 {
        if let value = row.values[column] { try scalar(tag, value, step: row.step) }
      }
    }
  }

  private func add(_ tag: String, _ value: EventRecord.Value, _ step: Int) throws(RunFailure) {
    let now = clock()
    waiting.append(EventRecord(time: now, step: step, values: [(tag, value)]).record)
    lastSteps[tag] = max(step, lastSteps[tag] ?? 0)
    if waiting.count >= EventWriter.batch || now - lastWriting >= EventWriter.interval {
      try write()
    }
  }

  /// Writes what waits and forces it to the disk.
  ///
  /// - Throws: ``RunFailure`` (73), when the disk is full for instance. The file is left without a
  ///   part of a record, and what waits goes on waiting.
  public func flush() throws(RunFailure) {
    try write()
    let problem = WholeFile.force(file)
    if problem != 0 { throw failure(problem) }
  }

  private func write() throws(RunFailure) {
    lastWriting = clock()
    let problem = waiting.withUnsafeBytes { buffer -> Int32 in
      var done = 0
      while done < buffer.count {
        let count = pwrite(
          file, UnsafeRawBufferPointer(rebasing: buffer[done...]).baseAddress,
          buffer.count - done, off_t(written + done))
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        done += count
      }
      return 0
    }
    if problem != 0 {
      ftruncate(file, off_t(written))
      throw failure(problem)
    }
    written += waiting.count
    waiting.removeAll(keepingCapacity: true)
  }

  private func failure(_ code: Int32) -> RunFailure {
    RunFailure(
      .cannotWrite,
      """
      \(url.relativePath): cannot be written (\(systemMessage(code))); --resume goes on from the last \
      checkpoint
      """)
  }
}
