import Charts
import Foundation
import Images
import Metrics
import Testing

@testable import Runs

@Suite("The report of a run")
struct ReportTests {
  static let example = Report(
    summary: Summary(
      chapter: "toy-gan", recipe: "reliable", preset: .lesson, seed: 7, dataset: "N(−1, 1)",
      steps: 5000, batchSize: 200, threads: 2, seconds: 2.6, stepsPerSecond: 1923,
      peakMemoryBytes: 28_600_000, losses: ["lossG": 0.698, "lossD": 1.371],
      metrics: ["dReal": 0.505, "w1": 0.0787, "std": 0.978, "zeal": 3],
      parameters: ["generator": 321, "discriminator": 353], digest: "4aaa80871ac91e9f"),
    outcome: "It works.", command: "swift run toy-gan --seed 7",
    settings: [("hidden units", "16")], figures: [.init("W₁ falls.", .svg(chart))],
    filmstrip: [.init("step 0", .svg(chart)), .init("step 5000", .png(grid))],
    metrics: [.w1, .std, .dReal, .lossD, .lossG])

  static let chart: String = {
    var chart = Chart("Distance & more", x: Axis("step"), y: Axis("W₁"))
    chart.line("W₁", x: [1, 2, 3], y: [1, 0.5, 0.1])
    return chart.svg()
  }()

  /// 66 pixels wide, 32 high.
  static let grid: Data = {
    let tile = Image(width: 32, height: 32, channels: .gray, level: 90)
    return (try? ImageGrid(columns: 2, gap: 2).image(of: [tile, tile]).pngData()) ?? Data()
  }()

  // MARK: - The page as a whole

  @Test("equal input gives equal bytes, in whatever order a dictionary was filled")
  func deterministic() {
    var other = Self.example
    for pairs in [
      Self.example.summary.metrics.sorted { $0 < $1 },
      Self.example.summary.metrics.sorted { $0 > $1 },
    ] {
      other.summary.metrics = Dictionary(minimumCapacity: 64 + pairs.count)
      for (name, value) in pairs { other.summary.metrics[name] = value }
      #expect(other.html() == Self.example.html())
    }
  }

  @Test("it loads nothing: every address is within the page, and a policy forbids the rest")
  func selfContained() throws {
    let html = Self.example.html()
    let addresses = html.matches(of: /(?:src|srcset|href|action|poster|data)="([^"]*)"/).map(\.1)
    #expect(addresses.count > 3)
    for address in addresses {
      #expect(address.hasPrefix("data:image/") || address.hasPrefix("#"), "\(address.prefix(60))")
    }
    for forbidden in ["://", "url(", "@import", "<link", "<iframe", "<object", "<embed"] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    #expect(html.contains("default-src 'none'"))
  }

  @Test("a link within the page leads somewhere, and no two places have one name")
  func anchors() {
    let html = Self.example.html()
    let places = html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(places).count == places.count)
    for link in html.matches(of: /href="#([^"]*)"/) { #expect(places.contains(String(link.1))) }
  }

  @Test("every tag that opens closes, in order")
  func balanced() {
    #expect(unbalanced(in: Self.example.html()) == nil)
    var bare = Self.example
    (bare.figures, bare.filmstrip, bare.settings, bare.outcome) = ([], [], [], "")
    (bare.summary.metrics, bare.summary.losses) = ([:], [:])
    #expect(unbalanced(in: bare.html()) == nil)
    #expect(unbalanced(in: "<p><b></p></b>") == "p in b")
  }

  @Test("it names its language, fits a phone's width and has headings without gaps")
  func structure() {
    let html = Self.example.html()
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(html.contains("<meta name=\"viewport\" content=\"width=device-width"))
    let levels = html.matches(of: /<h([1-6])/).compactMap { Int($0.1) }
    #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
    for (level, next) in zip(levels, levels.dropFirst()) { #expect(next <= level + 1) }
  }

  @Test("markup in any text stays text")
  func hostile() throws {
    let text = "<b class=\"x\">&'\u{0}"
    let safe = "&lt;b class=&quot;x&quot;&gt;&amp;&#39;\u{FFFD}"
    let metric = Metric(text, .samples, text, text, unit: text, reference: text)
    let picture = Report.Picture.svg("<svg><title>\(text)</title></svg>")
    let page = Report(
      summary: Summary(
        chapter: text, recipe: text, preset: .quick, seed: 1, dataset: text, steps: 1,
        batchSize: 1, threads: 1, seconds: 1, stepsPerSecond: 1, peakMemoryBytes: 1,
        losses: [text + "l": 1], metrics: [text: 2, text + "u": 3], parameters: [text: 1],
        digest: text),
      outcome: text, command: text, settings: [(text, text)], figures: [.init(text, picture)],
      filmstrip: [.init(text, .png(Data())), .init(text, picture)],
      metrics: [metric]
    ).html()
    #expect(!page.contains("<b "))
    #expect(!page.contains("\u{0}"))
    #expect(unbalanced(in: page) == nil)
    // Title, heading, data set and digest among them: each text is there, and no quote ends early.
    #expect(page.components(separatedBy: safe).count > 25)
    for (_, value) in page.matches(of: /\s(alt|id)="([^"]*)"/).map({ ($0.1, $0.2) }) {
      #expect(!value.contains("<") && !value.contains("class=x"))
    }
  }

  // MARK: - Metrics

  @Test(
    "every metric of the workbook has a title, a sentence and something to compare with",
    arguments: [
      Metric.w1, .ks, .mean, .std, .js, .dReal, .dFake, .accuracy, .lossD, .lossDReal, .lossDFake,
      .lossG, .frechetRatio, .pca50Frechet, .digitsCovered, .classKL, .nn1Real, .nn1Fake,
      .precision, .recall, .modesCovered, .highQuality, .criticEstimate, .gradientNormMean,
      .gradientNormStd, .slicedW1, .spread, .twins, .checkerboard, .lossQuality,
    ])
  func words(metric: Metric) {
    #expect(!metric.title.isEmpty && metric.sentence.hasSuffix("."))
    #expect(metric.reference.hasSuffix("."))
    #expect(metric.topic != nil)
  }

  @Test("samples come first, losses late, unknown names last; what was not measured is absent")
  func order() {
    let html = Self.example.html()
    let rows = html.matches(of: /<tr id="metric-([^"]*)"/).map { String($0.1) }
    #expect(rows == ["w1", "std", "dReal", "lossD", "lossG", "zeal"])
    #expect(html.contains("0.0787") && html.contains("ln 4 = 1.386"))
    #expect(!html.contains("Kolmogorov"))
  }

  @Test("what was measured of twins stands in one row, with a column for each, and the words once")
  func twins() throws {
    let (soft, hard) = ("labels 0.9 and 0", "labels 1 and 0")
    var report = Self.example
    report.summary.metrics = [
      "w1": 0.08, "w1Hard": 0.07, "stdHard": 0.9, "dReal": 0.4, "dRealHard": 0.5,
    ]
    report.metrics = [
      .w1.of(soft, suffix: ""), .w1.of(hard, suffix: "Hard"), .std.of(hard, suffix: "Hard"),
      .dReal.comparedWith("0.45.").of(soft, suffix: ""),
      .dReal.comparedWith("0.5.").of(hard, suffix: "Hard"),
    ]
    let html = report.html()
    #expect(html.contains("<th scope=\"col\">\(soft)</th><th scope=\"col\">\(hard)</th>"))
    let rows = html.matches(of: /<tr id="metric-([^"]*)"/).map { String($0.1) }
    #expect(rows.prefix(3) == ["w1", "std", "dReal"])
    let values = row("w1", of: report).matches(of: /<data value="([^"]*)"/).map { String($0.1) }
    #expect(values == ["0.08", "0.07"])
    #expect(!row("w1", of: report).contains("Hard"))
    #expect(row("std", of: report).matches(of: /<td class="value"/).count == 2)
    // What they are to be compared with is not the same.
    #expect(row("dReal", of: report).contains("\(soft): 0.45.<br>\(hard): 0.5. See <a"))
    #expect(unbalanced(in: html) == nil)
  }

  @Test("a metric of one of the twins is again that of all")
  func ofAll() {
    let metric = Metric.dReal.of("labels 1 and 0", suffix: "Hard").ofAll
    #expect(metric == .dReal && metric.title == Metric.dReal.title)
    #expect(metric.settledBy == Metric.dReal.settledBy && metric.subject == nil)
    #expect(Metric.w1.of("labels 1 and 0", suffix: "") == .w1)
  }

  @Test("D's one half is never shown without its trap, and points to what was measured")
  func trap() {
    var report = Self.example
    #expect(row("dReal", of: report).contains("collapsed. See <a href=\"#metric-std\">std</a>."))
    report.summary.metrics["std"] = nil
    #expect(row("dReal", of: report).contains("collapsed. See <a href=\"#metric-w1\">w1</a>."))
    report.summary.metrics["w1"] = nil
    #expect(row("dReal", of: report).contains("collapsed.</td>"))
  }

  @Test("a chapter's own reference takes the standard one's place")
  func references() {
    var report = Self.example
    report.metrics[1] = Metric.std.comparedWith("4, that of the real numbers.")
    #expect(row("std", of: report).contains("<td>4, that of the real numbers.</td>"))
    report.metrics.remove(at: 1)
    #expect(row("std", of: report).contains("<th scope=\"row\"><code>std</code></th>"))
  }

  @Test(
    "a value is written so that it can be read",
    arguments: [
      (0, "0"), (10, "10"), (-1.0018, "−1.002"), (0.5049, "0.505"), (0.07869, "0.0787"),
      (0.008786, "0.00879"), (0.099_99, "0.100"), (0.000_123_4, "0.000123"),
      (8.1e-6, "8.10 × 10⁻⁶"), (-2.5e9, "−2.50 × 10⁹"), (999.9996, "1000.0"), (1234.56, "1234.6"),
      (.infinity, "not finite"),
    ] as [(Float, String)])
  func numbers(value: Float, text: String) { #expect(readable(value) == text) }

  @Test(
    "a pace has three digits",
    arguments: [(22.501, "22.5"), (1.2345, "1.23"), (0.8, "0.8"), (1923.4, "1,923")]
      as [(Float, String)])
  func paces(rate: Float, text: String) {
    var report = Self.example
    report.summary.stepsPerSecond = rate
    #expect(report.html().contains(", \(text) steps/s</dd>"))
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-123_456, "-123,456")])
  func counts(count: Int, text: String) { #expect(grouped(count) == text) }

  // MARK: - Pictures

  @Test("the first picture stands above every number, and the others below")
  func firstPicture() throws {
    var report = Self.example
    report.figures.append(.init("Second.", .svg(Self.chart)))
    let html = report.html()
    func place(_ text: String) throws -> String.Index {
      try #require(html.range(of: text)).lowerBound
    }
    #expect(try place("W₁ falls.") < place("<table"))
    #expect(try place("over time") < place("<table"))
    #expect(try place("<table") < place("Second."))
  }

  @Test("a chart has a narrow drawing; one that plays has a still one too, for paper")
  func forms() throws {
    var chart = Chart("Distance", x: Axis("step"), y: Axis("W₁"))
    chart.line("W₁", x: [1, 2, 3], y: [1, 0.5, 0.1])
    let still = Report.Picture.chart(chart).html(fallback: "")
    #expect(
      still.contains("<source media=\"(max-width: 40rem)\"") && !still.contains("class=\"still\""))
    let grid = Report.Picture.charts(ChartGrid("Both", columns: 2, panels: [chart, chart]))
    #expect(grid.html(fallback: "").contains("<source"))
    let film = Animation(frames: [chart, chart], captions: ["step 1", "step 2"])
    let picture = Report.Picture.animation(film)
    #expect(picture.data == Data(film.svg().utf8))
    let html = picture.html(fallback: "")
    #expect(html.contains("<source media=\"(max-width: 40rem)\""))
    let source = Data(film.still().utf8).base64EncodedString()
    #expect(html.contains("<img class=\"still\" src=\"data:image/svg+xml;base64,\(source)\""))
    #expect(Report.style.contains("figure>.moving{display:none}.still{display:block}"))
  }

  @Test("the page holds each picture's own bytes")
  func bytes() throws {
    let html = Self.example.html()
    let held = html.matches(of: /src="data:image\/(svg\+xml|png);base64,([^"]*)"/).compactMap {
      Data(base64Encoded: String($0.2))
    }
    #expect(held == [Data(Self.chart.utf8), Data(Self.chart.utf8), Self.grid])
  }

  @Test("a chart's title and description are its text for those who do not see it")
  func alternative() {
    let html = Report.Picture.svg(Self.chart).html(fallback: "unused")
    #expect(html.contains("alt=\"Distance &amp; more. Across: step."))
    #expect(Report.Picture.svg("<svg/>").html(fallback: "a < b").contains("alt=\"a &lt; b\""))
  }

  @Test("a narrow screen gets the narrow drawing")
  func narrow() {
    let html = Report.Picture.svg("<svg/>", narrow: "<svg></svg>").html(fallback: "")
    let source = Data("<svg></svg>".utf8).base64EncodedString()
    #expect(html.contains("<source media=\"(max-width: 40rem)\" srcset=\"data:image/svg+xml;"))
    #expect(html.contains(source))
  }

  @Test("small grids are enlarged by a whole factor, large ones and broken ones are left alone")
  func enlarged() throws {
    let small = Report.Picture.png(Self.grid).html(fallback: "")
    #expect(small.contains("class=\"pixels\"") && small.contains("width=\"594\" height=\"288\""))
    let large = try Image(width: 700, height: 2, channels: .gray, level: 0).pngData()
    let html = Report.Picture.png(large).html(fallback: "")
    #expect(!html.contains("pixels") && html.contains("width=\"700\" height=\"2\""))
    #expect(!Report.Picture.png(Self.grid.prefix(20)).html(fallback: "").contains("width"))
  }

  @Test("without a script the filmstrip is a strip, and a page without one has no script at all")
  func film() {
    var report = Self.example
    #expect(report.html().contains("<p class=\"slider\" hidden>"))
    #expect(report.html().contains("max=\"1\" value=\"1\""))
    // Its ends name the moments; what else a caption tells stands below the picture.
    report.filmstrip[1].caption += " · W₁ 0.1"
    #expect(report.html().contains("<span>step 5000</span></p>"))
    report.filmstrip.removeLast()
    #expect(report.html().contains("over time") && !report.html().contains("slider\""))
    report.filmstrip = []
    #expect(!report.html().contains("<script"))
    #expect(!report.html().contains("over time"))
  }

  // MARK: - The command

  @Test(
    "a shell reads the words of a command back",
    arguments: [
      ["toy-gan", "--mixture", "0.5:-2:0.4,0.5:2:0.4"], ["a b", "", "it's", "'"],
      ["$HOME", "`x`", "\"q\"", "a\\b", "*", "~", "N(−1)", "#", "tab\t", "!"],
    ])
  func shell(words: [String]) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "printf '%s|' " + commandLine(words)]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: output, as: UTF8.self) == words.map { $0 + "|" }.joined())
  }

  @Test("the page's command is the command, word for word")
  func command() throws {
    let html = Self.example.html()
    let code = try #require(html.firstMatch(of: /<pre><code>(.*?)<\/code><\/pre>/)).1
    #expect(code.replacing(/<[^>]*>/, with: "") == "swift run toy-gan --seed 7")
  }

  @Test("plain words stay unquoted")
  func plain() {
    #expect(commandLine(["swift", "run", "--out=a/b_1"]) == "swift run --out=a/b_1")
  }
}

private func row(_ name: String, of report: Report) -> Substring {
  let html = report.html()
  guard let start = html.range(of: "<tr id=\"metric-\(name)\">"),
    let end = html.range(of: "</tr>", range: start.upperBound..<html.endIndex)
  else { return "" }
  return html[start.lowerBound..<end.upperBound]
}

/// The first tag that closes another than the last one opened; nil where all is in order.
private func unbalanced(in html: String) -> String? {
  let void = ["meta", "img", "source", "input", "br", "!DOCTYPE"]
  var open: [Substring] = []
  // Style and script hold no tags of their own.
  let page = html.replacing(/<(style|script)>[^<]*<\//) { "<\($0.1)></" }
  for tag in page.matches(of: /<(\/?)([!a-zA-Z0-9]+)[^>]*>/) {
    if void.contains(String(tag.2)) { continue }
    if tag.1.isEmpty {
      open.append(tag.2)
    } else if open.last == tag.2 {
      open.removeLast()
    } else {
      return "\(tag.2) in \(open.last ?? "nothing")"
    }
  }
  return open.last.map(String.init)
}
