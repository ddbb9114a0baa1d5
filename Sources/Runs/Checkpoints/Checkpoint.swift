import Foundation
import Metrics
import Preconditions
import Tensors

/// Everything that a run needs to go on from a step as if it had never stopped.
///
/// ```swift
/// var checkpoint = Checkpoint(facts: ["chapter": "toy-gan", "seed": "1"], step: step)
/// checkpoint["generator"] = generator.parameters
/// checkpoint["generatorOptimizer"] = optimizer.state
/// checkpoint.counters["noise"] = noise.position
/// checkpoint.log = log
/// ```
///
/// It is one safetensors file with a checksum. A group of tensors `generator` is there as
/// `generator.0`, `generator.1`, …; counters and facts are texts of the metadata; the log is a
/// tensor `log` of a row for each of its rows.
public struct Checkpoint {
  /// What this program writes, and the only one that it reads.
  public static let version = 1

  /// What must be equal for a run to go on from here: chapter, recipe, preset, seed, and each
  /// setting that changes the result. One entry a setting, so that a message can say which of them
  /// differs.
  public var facts: [String: String]

  /// The steps that are done.
  public var step: Int

  /// Whole numbers that belong to the state: the positions of random streams, optimisers' updates.
  public var counters: [String: UInt64] = [:]

  /// What was lost of the data so far: it stays true when the files are there again.
  public var notes: [String] = []

  /// What was measured so far.
  public var log = MetricLog()

  private var groups: [String: [Tensor]] = [:]

  public init(facts: [String: String], step: Int) {
    self.facts = facts
    self.step = step
  }

  /// The tensors of one name; none if it is not there, as with an optimiser that has not begun.
  ///
  /// A tensor that was read has no record: call `tracked()` on what is to be trained.
  public subscript(group: String) -> [Tensor] {
    get { groups[group] ?? [] }
    set {
      require(group != Checkpoint.logName, "the name log is for the metric log")
      groups[group] = newValue.isEmpty ? nil : newValue
    }
  }

  /// The names that have tensors, sorted.
  public var groupNames: [String] { groups.keys.sorted() }

  private static let logName = "log"
}

// MARK: - As safetensors

extension Checkpoint {
  /// The file's contents. Equal checkpoints give equal bytes.
  public var safetensors: Safetensors {
    var metadata = ["checkpoint": "\(Checkpoint.version)", "step": "\(step)"]
    for (name, value) in facts { metadata["fact.\(name)"] = value }
    for (name, value) in counters { metadata["counter.\(name)"] = "\(value)" }
    for (index, note) in notes.enumerated() { metadata["note.\(index)"] = note }
    for (index, metric) in log.columns.enumerated() { metadata["column.\(index)"] = words(metric) }
    var tensors = groupNames.flatMap { group in
      self[group].enumerated().map { (name: "\(group).\($0)", tensor: $1) }
    }
    if let rows = log.tensor { tensors.append((Checkpoint.logName, rows)) }
    return Safetensors(tensors: tensors, metadata: metadata)
  }

  /// What a file says, with no check of whether a certain run can go on from it.
  init(_ file: Safetensors) throws(CheckpointError.Problem) {
    guard file.hadChecksum else {
      throw .damaged("it has no checksum in the place where a checkpoint has one")
    }
    guard let version = file.metadata["checkpoint"] else { throw .damaged("it has no version") }
    guard version == "\(Checkpoint.version)" else { throw .otherVersion(version) }
    guard let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0 else {
      throw .damaged("it does not say at which step it was written")
    }
    self.init(facts: [:], step: step)

    var columns: [Int: Metric] = [:]
    var notes: [Int: String] = [:]
    for (key, value) in file.metadata {
      if let name = key.after("fact.") {
        facts[name] = value
      } else if let name = key.after("counter.") {
        guard let number = UInt64(value), number <= Checkpoint.largestCounter else {
          throw .damaged("\(key) is \(value)")
        }
        counters[name] = number
      } else if let index = key.after("note.") {
        notes[Int(index) ?? -1] = value
      } else if let index = key.after("column.") {
        columns[Int(index) ?? -1] = metric(value)
      }
    }
    self.notes = notes.sorted { $0.key < $1.key }.map(\.value)
    guard columns.keys.sorted() == Array(0..<columns.count) else {
      throw .damaged("the columns of its log are not numbered from 0")
    }
    let metrics = columns.sorted { $0.key < $1.key }.map(\.value)

    groups = try Checkpoint.groups(of: file.tensors.filter { $0.name != Checkpoint.logName })
    guard let log = MetricLog(columns: metrics, tensor: file[Checkpoint.logName]) else {
      throw .damaged("its log is no table of \(metrics.count) columns with rising steps")
    }
    self.log = log
  }
}

extension Checkpoint {
  /// No run draws more numbers or makes more updates, and one that goes on may still count up.
  private static let largestCounter: UInt64 = 1 << 62

  /// The tensors by the group and the place that their names tell, `generator.0`: in which order a file
  /// has them means nothing.
  private static func groups(
    of tensors: [(name: String, tensor: Tensor)]
  ) throws(CheckpointError.Problem) -> [String: [Tensor]] {
    var places: [String: [Int: Tensor]] = [:]
    for (name, tensor) in tensors {
      guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
        let place = Int(name[name.index(after: dot)...]), name[dot...] == ".\(place)", place >= 0
      else { throw .damaged("the tensor \(name) has no number as it should, such as generator.0") }
      places[String(name[..<dot]), default: [:]][place] = tensor
    }
    var groups: [String: [Tensor]] = [:]
    for (group, tensors) in places {
      if let missing = (0..<tensors.count).first(where: { tensors[$0] == nil }) {
        throw .damaged("it has \(tensors.count) tensors of \(group), and no \(group).\(missing)")
      }
      groups[group] = (0..<tensors.count).compactMap { tensors[$0] }
    }
    return groups
  }
}

extension String {
  /// The rest after `prefix`, if that is how the string begins.
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

// MARK: - A column of the log, with its words

private func words(_ metric: Metric) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  return (try? encoder.encode(metric)).map { String(decoding: $0, as: UTF8.self) } ?? metric.name
}

/// Earlier checkpoints have the name alone.
private func metric(_ words: String) -> Metric {
  (try? JSONDecoder().decode(Metric.self, from: Data(words.utf8))) ?? Metric(words)
}

// MARK: - The log as a tensor

extension MetricLog {
  /// 2²⁴, up to which a Float tells every whole number from the next.
  private static let half = 1 << 24

  /// A row for each row: the step divided by 2²⁴, the remainder, and the values, NaN where there is
  /// none. (The log itself takes no NaN.) `nil` for a log without rows.
  fileprivate var tensor: Tensor? {
    if rows.isEmpty { return nil }
    let scalars = rows.flatMap { row in
      [Float(row.step / MetricLog.half), Float(row.step % MetricLog.half)]
        + row.values.map { $0 ?? .nan }
    }
    return Tensor(shape: [rows.count, 2 + columns.count], scalars: scalars)
  }

  /// The log of such a tensor; `nil` if it is none.
  fileprivate init?(columns: [Metric], tensor: Tensor?) {
    guard Set(columns).count == columns.count else { return nil }
    self.init(columns: columns)
    guard let tensor else { return }
    guard tensor.rank == 2, tensor.shape[1] == 2 + columns.count else { return nil }
    let scalars = tensor.scalars
    for start in stride(from: 0, to: scalars.count, by: 2 + columns.count) {
      guard let high = Int(exactly: scalars[start]), let low = Int(exactly: scalars[start + 1]),
        0..<MetricLog.half ~= high, 0..<MetricLog.half ~= low
      else { return nil }
      let step = high * MetricLog.half + low
      if let last = rows.last, step <= last.step { return nil }
      append([:], at: step)
      for (column, metric) in columns.enumerated() {
        let value = scalars[start + 2 + column]
        append([metric: value.isNaN ? nil : value], at: step)
      }
    }
  }
}
