import Runs

/// What a recorded run gave when it was run again, value by value.
///
/// What is compared how:
/// - Digests of parameters, texts of charts and pixels of images: exactly. Training is the same bits on
///   every machine; charts write their numbers by their own arithmetic, to a tenth of a pixel; and of
///   PNG files the pixels count, as another version of zlib compresses them differently.
/// - Metrics: exactly as well, and if that fails within 1e-6 of the value, which is called rounding
///   and passes. A few of them (`w1`, `ks`, `js`, `classKL`, `optimumError`) go through the system's
///   logarithm, exponential or error function in double precision. Those of two systems may differ in
///   the last of 53 bits, which can move a `Float` to its neighbour, 6e-8 to 1.2e-7 away. Everything
///   else in them is sums, products, quotients and square roots, which are exact everywhere.
/// - Where a record is older than its values by seed, nothing is equal: the metric is stale, and has to be
///   recorded again.
struct Comparison {
  let chapter: String
  let run: String
  let seed: UInt64
  /// What was typed.
  let command: String
  let items: [Item]

  struct Item {
    let name: String
    let kind: Kind
    let recorded: String
    let cameOut: String
    let verdict: Verdict
    /// Both pictures, as far as they are there.
    var pictures: (recorded: Picture?, cameOut: Picture?) = (nil, nil)
  }

  enum Kind { case digest, metric, picture }

  enum Verdict: Equatable {
    case equal
    /// The difference is one that systems' functions may have.
    case rounding
    /// Recorded without the seeds' values: what came out lies where they lay, and no more is known.
    case stale
    case differs(String)
  }

  /// How far apart two metrics may lie, as a share of the recorded one.
  static let rounding: Float = 1e-6

  var differences: [Item] { items.filter(\.isDifference) }

  func count(_ kind: Kind) -> Int { items.count { $0.kind == kind } }
}

extension Comparison.Item {
  var isDifference: Bool { verdict != .equal && verdict != .rounding }
}

extension Comparison.Verdict: CustomStringConvertible {
  var description: String {
    switch self {
    case .equal: "equal"
    case .rounding: "equal but for rounding"
    case .stale: "stale, not equal: recorded without the seeds' values"
    case .differs(let how): "differs: \(how)"
    }
  }
}

// MARK: - Comparing

extension Comparison {
  /// - Parameters:
  ///   - summary: what came out; nil of a command that only draws.
  ///   - pictures: what was drawn, by the names in the record; nil of a seed whose pictures are not
  ///     recorded.
  ///   - kept: those that stand in the chapter's folder; nil of a run whose pictures do not.
  init(
    chapter: String, run: String, recorded: Record.Run, seed: UInt64, summary: Summary?,
    pictures: [String: Picture]?, kept: [String: Picture]?
  ) {
    self.chapter = chapter
    self.run = run
    self.seed = seed
    command = recorded.command + " --seed \(seed)"
    var items: [Item] = []
    if let summary {
      let place = recorded.seeds.firstIndex(of: seed) ?? recorded.seeds.count
      let names = Set(recorded.values.keys).union((recorded.stale ?? [:]).keys)
        .union(summary.metrics.keys).sorted()
      items.append(Item(digest: recorded.digests["\(seed)"], summary.digest))
      items += names.compactMap {
        Item(metric: $0, recorded, place: place, summary.metrics[$0])
      }
    }
    if let pictures {
      let digests = recorded.pictures ?? [:]
      for name in Set(digests.keys).union((kept ?? [:]).keys).union(pictures.keys).sorted() {
        items.append(
          Item(
            picture: name, digests[name], isKept: kept != nil, kept: kept?[name], pictures[name]))
      }
    }
    self.items = items
  }
}

extension Comparison {
  /// A run at full size, of which the first steps were run again.
  ///
  /// - Parameters:
  ///   - prefix: what is recorded of them.
  ///   - digest: of what was learnt in them now.
  ///   - course: what was measured in them now.
  ///   - kept: the pictures in the chapter's folder, which were drawn by the whole run.
  init(
    chapter: String, run: String, recorded: Record.Run, prefix: Record.Prefix, digest: String,
    course: MeasuredCourse, kept: [String: Picture]
  ) {
    self.chapter = chapter
    self.run = run
    seed = recorded.seeds.first ?? 1
    command = recorded.command + " --seed \(seed) --stop-after \(prefix.step)"
    var items = [
      Item(digest: prefix.digest, digest, "digest after step \(prefix.step)")
    ]
    for (name, curve) in (recorded.curves ?? [:]).sorted(by: { $0.key < $1.key }) {
      let old = curve.through(prefix.step)
      let new = Curve(course.series[name] ?? [], at: old.steps)
      for (place, step) in old.steps.enumerated() {
        let value = new.steps.firstIndex(of: step).map { new.values[$0] }
        items.append(
          Item(
            name: "\(name) at step \(step)", kind: .metric, recorded: "\(old.values[place])",
            cameOut: value.map { "\($0)" } ?? "none",
            verdict: Recorded.value(old.values[place]).verdict(on: value, spread: nil)))
      }
    }
    let digests = recorded.pictures ?? [:]
    for name in Set(digests.keys).union(kept.keys).sorted() {
      items.append(Item(keptPicture: name, digests[name], kept[name]))
    }
    self.items = items
  }
}

extension Comparison.Item {
  /// A picture that is not drawn again: the chapter's own has to be the one that was recorded.
  fileprivate init(keptPicture name: String, _ digest: String?, _ kept: Picture?) {
    let problem: String? =
      kept == nil
      ? "the chapter's own is missing"
      : digest == kept?.digest ? nil : "the chapter's own is not what was recorded"
    self.init(
      name: name, kind: .picture, recorded: digest ?? "none", cameOut: kept?.digest ?? "none",
      verdict: problem.map { .differs($0) } ?? .equal, pictures: (kept, nil))
  }

  fileprivate init(
    digest recorded: String?, _ cameOut: String, _ name: String = "digest"
  ) {
    self.init(
      name: name, kind: .digest, recorded: recorded ?? "none", cameOut: cameOut,
      verdict: recorded == cameOut
        ? .equal : .differs(recorded == nil ? "not recorded" : "other parameters"))
  }

  /// Nil when the seed neither has nor had the metric.
  ///
  /// - Parameter place: that of the seed among those of the run.
  fileprivate init?(
    metric name: String, _ run: Record.Run, place: Int, _ cameOut: Float?
  ) {
    let recorded = Recorded(name, in: run, place: place)
    if recorded == .nothing && cameOut == nil { return nil }
    self.init(
      name: name, kind: .metric, recorded: recorded.description,
      cameOut: cameOut.map { "\($0)" } ?? "none",
      verdict: recorded.verdict(on: cameOut, spread: run.spread(of: name)))
  }

  /// The digest says whether it is right; the picture that is kept shows what is wrong.
  fileprivate init(
    picture name: String, _ digest: String?, isKept: Bool, kept: Picture?, _ cameOut: Picture?
  ) {
    var recorded = digest ?? kept?.digest ?? "none"
    var problem: String?
    if let cameOut {
      let isRecorded = digest == cameOut.digest
      if isKept && kept == nil {
        problem = "the chapter's own is missing"
      } else if let kept, let difference = kept.difference(from: cameOut) {
        recorded = kept.digest
        problem = (isRecorded ? "the chapter's own is not what was recorded: " : "") + difference
      } else if digest != nil {
        problem = isRecorded ? nil : "another picture"
      } else if !isKept {
        problem = "not recorded"
      }
    } else {
      problem = "not drawn"
    }
    self.init(
      name: name, kind: .picture, recorded: recorded, cameOut: cameOut?.digest ?? "none",
      verdict: problem.map { .differs($0) } ?? .equal, pictures: (kept, cameOut))
  }
}

/// What a record knows of a metric of one seed.
private enum Recorded: Equatable, CustomStringConvertible {
  case nothing
  case value(Float)
  case stale(Spread)

  init(_ metric: String, in run: Record.Run, place: Int) {
    if let each = run.values[metric] {
      self = (place < each.count ? each[place] : nil).map { .value($0) } ?? .nothing
    } else {
      self = run.stale?[metric].map { .stale($0) } ?? .nothing
    }
  }

  var description: String {
    switch self {
    case .nothing: "none"
    case .value(let value): "\(value)"
    case .stale(let spread): "\(spread.low) … \(spread.high)"
    }
  }

  /// - Parameter spread: that of the seeds.
  func verdict(on cameOut: Float?, spread: Spread?) -> Comparison.Verdict {
    guard let cameOut else { return .differs("not measured") }
    func slack(_ x: Float) -> Float { abs(x) * Comparison.rounding }
    switch self {
    case .nothing: return .differs("not recorded")
    case .stale(let spread):
      let (low, high) = (spread.low, spread.high)
      return cameOut >= low - slack(low) && cameOut <= high + slack(high)
        ? .stale : .differs("outside of the recorded range")
    case .value(let value):
      if value == cameOut { return .equal }
      if abs(cameOut - value) <= slack(value) { return .rounding }
      var how = "by \(readable(abs(cameOut - value)))"
      if let spread, spread.low < spread.high {
        how += ", \(spread.contains(cameOut) ? "inside" : "outside") of the range over the seeds"
      }
      return .differs(how)
    }
  }
}
