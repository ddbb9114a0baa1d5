import Charts
import Foundation
import Runs
import Weaving

/// The page on speed, `SPEED.md`: its template with what `workbook bench --json` printed, a file of lines in
/// `Chapters/speed` for each of its readings.
///
/// `{{standings}}`, `{{roofs}}` and `{{scaling}}` are tables, `{{elsewhere}}` is the contest on another machine, and
/// `{{batches}}` that at other batches.
/// `{{peak}}` and `{{memory}}` are the machine's
/// rates, `{{rounds}}` how often each library played at least, `{{W2.arithmetic}}` a number of a workload's
/// roof or of its contest, and `{{listen.ratio}}` how many times longer a step took without that idea.
/// `{{errors}}` is the table of what FilterErrorTests measures, and `{{errors.worst}}` its largest ratio.
struct Speed {
  static let templatePath = "Chapters/speed.md"
  static let pagePath = "SPEED.md"
  static let figurePath = "Figures/speed/roofline.svg"
  private static let folder = "Chapters/speed"

  /// A step with an idea and without it, in turn.
  struct Idea: Codable {
    let idea: String
    let workload: String
    let batch: Int
    let withMs: Double
    let withoutMs: Double
    /// In each round, how many times longer the step took without it.
    let ratios: [Double]
    /// The most that the process ever held, in megabytes, where that is what the idea is about.
    var withMB: Int?
    var withoutMB: Int?
  }

  /// The largest errors of one reading of a layer, of the direct sum and of minimal filtering, as parts of the
  /// largest number.
  struct FilterError: Codable {
    let kernel: String
    let channels: String
    let pixels: Int
    let workloads: String
    let reading: String
    let direct: Double
    let minimal: Double

    var ratio: Double { minimal / direct }
  }

  let standings: [Standing]
  /// The contest once more, on another machine.
  let elsewhere: [Standing]
  /// And at batches that nobody chose.
  let batches: [Standing]
  let roofs: [Roof]
  let scalings: [Scaling]
  let ideas: [Idea]
  let errors: [FilterError]

  init(
    standings: [Standing], elsewhere: [Standing] = [], batches: [Standing] = [], roofs: [Roof],
    scalings: [Scaling], ideas: [Idea], errors: [FilterError] = []
  ) {
    (self.standings, self.roofs, self.scalings, self.ideas) = (standings, roofs, scalings, ideas)
    (self.elsewhere, self.batches, self.errors) = (elsewhere, batches, errors)
  }

  /// What is recorded.
  init() throws {
    standings = try Speed.lines("standings")
    elsewhere = try Speed.lines("standings-xeon")
    batches = try Speed.lines("standings-batches")
    roofs = try Speed.lines("roofs")
    scalings = try Speed.lines("scaling")
    ideas = try Speed.lines("ideas")
    errors = try Speed.lines("errors")
  }

  func woven() throws -> String {
    try Chapter(markdown: text(at: Speed.templatePath), path: Speed.templatePath)
      .markdown(value: cited)
  }

  /// Each workload under the roof: what it reaches, over what it computes for each byte.
  var roofline: Chart {
    let peak = median(roofs.map(\.peakGflops))
    let memory = median(roofs.map(\.gigabytesPerSecond))
    var chart = Chart(
      "Under the roof", x: Axis("operations for each byte", scale: .log, range: 0.5...500),
      y: Axis("billion operations a second", scale: .log, range: 1...1000), height: 380)
    chart.line(
      "roof", x: [0.5, peak / memory, 500], y: [0.5 * memory, peak, peak], ink: .gray)
    // What lies side by side shares a colour.
    var groups: [[Roof]] = []
    for roof in roofs.sorted(by: { $0.flopPerByte < $1.flopPerByte }) {
      if let last = groups.last?.last, roof.flopPerByte < 1.1 * last.flopPerByte {
        groups[groups.count - 1].append(roof)
      } else {
        groups.append([roof])
      }
    }
    for group in groups {
      chart.points(
        group.map(\.workload).sorted().joined(separator: ", "), x: group.map(\.flopPerByte),
        y: group.map { $0.gflopOnPixels / $0.medianMs * 1e3 })
    }
    return chart
  }

  private static func lines<Line: Decodable>(_ name: String) throws -> [Line] {
    let path = "\(folder)/\(name).jsonl"
    return try text(at: path).split(separator: "\n").enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      } catch {
        throw RunFailure(
          .badData, "\(path):\(index + 1): not a line of `workbook bench --json`: \(error)")
      }
    }
  }

  func cited(_ name: String) -> String? {
    switch name {
    case "standings": return table(of: standings)
    case "elsewhere": return table(of: elsewhere)
    case "batches": return table(of: batches)
    case "elsewhere.peak": return digits(median(elsewhere.map(\.peakGflops)))
    case "roofs": return roofsTable
    case "scaling": return scalingTable
    case "errors": return errorsTable
    case "errors.worst": return errors.map(\.ratio).max().map(digits)
    case "peak": return digits(median(roofs.map(\.peakGflops)))
    case "memory": return digits(median(roofs.map(\.gigabytesPerSecond)))
    case "balance":
      return digits(
        median(roofs.map(\.peakGflops)) / median(roofs.map(\.gigabytesPerSecond)))
    case "rounds": return standings.map(\.roundMs.count).min().map { "\($0)" }
    default: break
    }
    let words = name.split(separator: ".").map(String.init)
    guard words.count == 2 else { return nil }
    if let idea = ideas.first(where: { $0.idea == words[0] }) { return idea.cited(words[1]) }
    return roofs.first { $0.workload == words[0] }?.cited(words[1])
      ?? contests(of: standings).first { $0.ours.workload == words[0] }?.cited(words[1])
  }

  // MARK: Tables

  /// One workload's rows: ours first.
  struct Contest {
    let ours: Standing
    let peers: [Standing]

    /// The peer whose step took the least time beside ours.
    var fastest: Standing? { peers.min { ($0.ratio ?? .infinity) < ($1.ratio ?? .infinity) } }

    func cited(_ name: String) -> String? {
      switch name {
      case "ms": digits(ours.medianMs)
      case "best": digits(ours.bestMs)
      case "fastest": fastest.map { String($0.library.prefix { $0 != " " }) }
      case "fastestBest": fastest.map { digits($0.bestMs) }
      case "ratio": fastest?.ratio.map { fixed($0, 2) }
      default: nil
      }
    }
  }

  /// One for each workload and batch, in the order in which they were played.
  private func contests(of standings: [Standing]) -> [Contest] {
    standings.filter { $0.ratio == nil }.map { ours in
      Contest(
        ours: ours,
        peers: standings.filter {
          $0.ratio != nil && $0.workload == ours.workload && $0.batch == ours.batch
        })
    }
  }

  private func table(of standings: [Standing]) -> String {
    let libraries = ["PyTorch", "TensorFlow", "JAX"]
    return table(
      ["", "ours, ms"] + libraries
        + [
          "beside the fastest", "memory, MB", "least peer", "start, s", "through a step, s",
          "least peer",
        ],
      contests(of: standings).map { contest in
        let (ours, peers) = (contest.ours, contest.peers)
        func least(_ value: (Standing) -> Double) -> String {
          peers.map(value).min().map(digits) ?? "–"
        }
        return ["\(ours.workload), batch \(ours.batch)", digits(ours.medianMs)]
          + libraries.map { library in
            peers.first { $0.library.hasPrefix(library) }.map { digits($0.medianMs) } ?? "–"
          } + [
            contest.fastest.map { "× " + range($0.ratios ?? []) } ?? "–",
            digits(Double(ours.peakMemoryBytes) * 1e-6),
            least { Double($0.peakMemoryBytes) * 1e-6 },
            digits(ours.startSeconds - ours.firstMs * 1e-3), digits(ours.startSeconds),
            least(\.startSeconds),
          ]
      })
  }

  private var roofsTable: String {
    table(
      [
        "", "GFLOP, all taps", "on pixels", "MB", "FLOP a byte", "by arithmetic, ms",
        "by memory, ms", "measured, ms", "of the roof",
      ],
      roofs.map { [$0.workload] + $0.cells })
  }

  private var scalingTable: String {
    table(
      ["", "over", "sizes", "median, ms", "growth at each doubling"],
      scalings.map { scaling in
        [
          scaling.workload, scaling.over, scaling.sizes.map { "\($0)" }.joined(separator: ", "),
          scaling.medianMs.map(digits).joined(separator: ", "),
          scaling.growth.map { fixed($0, 2) }.joined(separator: ", "),
        ]
      })
  }

  private var errorsTable: String {
    var layers: [[FilterError]] = []
    for error in errors {
      if let last = layers.last?.last, last.kernel == error.kernel, last.channels == error.channels,
        last.pixels == error.pixels
      {
        layers[layers.count - 1].append(error)
      } else {
        layers.append([error])
      }
    }
    return table(
      [
        "kernel", "pixels", "channels", "in", "forward", "", "gradient of images", "", "of weights",
        "",
      ],
      layers.map { layer in
        [layer[0].kernel, "\(layer[0].pixels)²", layer[0].channels, layer[0].workloads]
          + layer.flatMap { [millionths($0.minimal), "× " + digits($0.ratio)] }
      })
  }

  private func millionths(_ number: Double) -> String { digits(number * 1e6) }

  private func table(_ titles: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    return ([line(titles), "|" + titles.map { _ in "---|" }.joined()] + rows.map(line))
      .joined(separator: "\n")
  }
}

extension Speed.Idea {
  fileprivate func cited(_ name: String) -> String? {
    switch name {
    case "with": digits(withMs)
    case "without": digits(withoutMs)
    case "ratio": fixed(median(ratios), 2)
    case "withMB": withMB.map { "\($0)" }
    case "withoutMB": withoutMB.map { "\($0)" }
    default: nil
    }
  }
}

extension Roof {
  fileprivate func cited(_ name: String) -> String? {
    switch name {
    case "operations": "\(operations)"
    case "arithmetic": digits(arithmeticMs)
    case "memory": digits(memoryMs)
    case "gflop": digits(gflop)
    case "pixels": digits(gflopOnPixels)
    case "megabytes": digits(megabytes)
    case "share": fixed(share * 100, 0)
    default: nil
    }
  }
}

/// The median, and between which numbers it lies.
private func range(_ ratios: [Double]) -> String {
  guard let low = ratios.min(), let high = ratios.max() else { return "–" }
  return "\(fixed(median(ratios), 2)) (\(fixed(low, 2))–\(fixed(high, 2)))"
}
