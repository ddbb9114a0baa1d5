/// One thing that is measured: its name in files, and what it tells in words for a reader who meets it
/// for the first time.
///
/// A metric stands beside the code that computes it. Two are the same if their names are: a chapter whose
/// numbers have another reference says so where it measures them.
///
///     measured[.std.comparedWith("1, that of the real numbers.")] = report.std
public struct Metric: Codable, Sendable {
  /// What a metric speaks of. The order is that of importance: samples first, losses last, because a
  /// GAN's loss is not its quality.
  public enum Topic: Int, CaseIterable, Codable, Sendable {
    case samples, answers, losses
  }

  /// As in `metrics.csv` and `summary.json`: `w1`.
  public private(set) var name: String
  /// Nil of a metric that nobody has put into words; it stands at the end of a report.
  public var topic: Topic?
  /// The name in words: "Wasserstein-1 distance".
  public var title: String
  /// One plain sentence.
  public var sentence: String
  /// Empty for a number without a unit.
  public var unit: String
  /// What the value is to be compared with; empty where nothing fixed can be said.
  public var reference: String
  /// Names of metrics that settle what this one leaves open, the best first.
  public var settledBy: [String]
  /// Whose it is, where several are trained side by side.
  public private(set) var subject: Subject?

  /// One of several that are trained side by side: "labels 1 and 0", and what stands behind the names of its
  /// metrics.
  public struct Subject: Codable, Equatable, Sendable {
    public let title: String
    public let suffix: String
  }

  public init(
    _ name: String, _ topic: Topic, _ title: String, _ sentence: String, unit: String = "",
    reference: String = "", settledBy: [String] = []
  ) {
    self.name = name
    self.topic = topic
    self.title = title
    self.sentence = sentence
    self.unit = unit
    self.reference = reference
    self.settledBy = settledBy
  }

  /// A metric without words.
  public init(_ name: String) {
    self.name = name
    topic = nil
    (title, sentence, unit, reference, settledBy) = ("", "", "", "", [])
  }

  /// The same with another reference.
  public func comparedWith(_ reference: String) -> Metric {
    var metric = self
    metric.reference = reference
    return metric
  }

  /// The same, measured of one of several that are trained side by side: `w1Hard`, "…, labels 1 and 0".
  /// The one that a run is about has no suffix, and keeps name and title.
  public func of(_ title: String, suffix: String) -> Metric {
    var metric = self
    metric.subject = Subject(title: title, suffix: suffix)
    if suffix.isEmpty { return metric }
    metric.name += suffix
    if !metric.title.isEmpty { metric.title += ", \(title)" }
    metric.settledBy = metric.settledBy.map { $0 + suffix }
    return metric
  }

  /// The same without its subject: what stands once in a table, for all of them.
  public var ofAll: Metric {
    guard let subject else { return self }
    var metric = self
    metric.subject = nil
    if subject.suffix.isEmpty { return metric }
    metric.name = String(name.dropLast(subject.suffix.count))
    if !title.isEmpty { metric.title = String(title.dropLast(subject.title.count + 2)) }
    metric.settledBy = settledBy.map { String($0.dropLast(subject.suffix.count)) }
    return metric
  }
}

extension Metric: Hashable {
  public static func == (a: Metric, b: Metric) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What was measured at one moment, in the order of measuring. A value that is `nil` could not be
/// measured.
public struct Measurements: ExpressibleByDictionaryLiteral, Sendable {
  public private(set) var metrics: [Metric] = []
  private var values: [Metric: Float] = [:]

  public init(dictionaryLiteral elements: (Metric, Float?)...) {
    for (metric, value) in elements { self[metric] = value }
  }

  /// The value of a metric; nil if it is not there or could not be measured.
  ///
  /// A metric that is set again keeps its place, and takes the words that it is set with.
  public subscript(metric: Metric) -> Float? {
    get { values[metric] }
    set {
      if let place = metrics.firstIndex(of: metric) {
        metrics[place] = metric
      } else {
        metrics.append(metric)
      }
      values[metric] = newValue
    }
  }

  /// The values that are finite numbers, by name.
  public var finite: [String: Float] {
    Dictionary(
      uniqueKeysWithValues: values.filter { $0.value.isFinite }.map { ($0.key.name, $0.value) })
  }

  /// Adds what is in `others`, which wins where both have a metric.
  public mutating func merge(_ others: Measurements) {
    for metric in others.metrics { self[metric] = others[metric] }
  }

  public func merging(_ others: Measurements) -> Measurements {
    var merged = self
    merged.merge(others)
    return merged
  }

  /// Each metric put into other words, or given another name.
  public func map(_ change: (Metric) -> Metric) -> Measurements {
    var changed: Measurements = [:]
    for metric in metrics { changed[change(metric)] = self[metric] }
    return changed
  }
}
