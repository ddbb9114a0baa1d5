import Foundation
import Metrics

/// A run on one page: `report.html`.
///
///     let report = Report(
///       summary: summary, command: "swift run toy-gan", settings: [("hidden units", "16")],
///       figures: [.init("W₁ falls.", .svg(chart.svg()))])
///     try run.write(report.html(), as: "report.html")
///
/// The page carries everything within itself: it opens offline, loads nothing, and the same values
/// give the same bytes. It needs no script: the filmstrip is a strip to scroll, which a few lines turn
/// into a slider where scripts are allowed.
public struct Report: Sendable {
  public var summary: Summary
  /// What came out, in sentences of the chapter's own; an empty text is left out.
  public var outcome: String
  /// What to type to repeat the run; see ``commandLine(_:)``.
  public var command: String
  /// What the summary does not hold: layers, optimisers, the chapter's options.
  public var settings: [(name: String, value: String)]
  /// The first of them is what a reader should see first: it stands above all numbers.
  public var figures: [Figure]
  /// The samples in the order of the steps; the last one is shown first.
  public var filmstrip: [Figure]
  /// The words of what the summary holds, in the order in which a reader should meet them.
  public var metrics: [Metric]
  /// The runs that lie beside this one.
  public var neighbours: Neighbours

  public init(
    summary: Summary, outcome: String = "", command: String,
    settings: [(name: String, value: String)] = [], figures: [Figure] = [],
    filmstrip: [Figure] = [], metrics: [Metric] = [], neighbours: Neighbours = Neighbours()
  ) {
    self.summary = summary
    self.outcome = outcome
    self.command = command
    self.settings = settings
    self.figures = figures
    self.filmstrip = filmstrip
    self.metrics = metrics
    self.neighbours = neighbours
  }

  public func html() -> String {
    let others = figures.dropFirst().map(figure).joined()
    let sections = [
      filmstrip.isEmpty ? "" : section("samples", "The samples over time", film),
      section("outcome", "The outcome", metricTable),
      others.isEmpty ? "" : section("pictures", "More pictures", others),
      section("run", "The run", run),
      neighbours.isEmpty ? "" : section("neighbours", "Beside it", neighbours.html),
    ]
    // The policy forbids what the page promises not to do: load anything from anywhere.
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>\(escaped("\(summary.chapter) · \(summary.recipe) · seed \(summary.seed)"))</title>
      <style>
      \(Report.style)</style>
      </head>
      <body>
      <main>
      \(header)
      \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
      </main>
      \(filmstrip.count < 2 ? "" : "<script>\n\(Film.script)</script>\n")</body>
      </html>

      """
  }

  private func section(_ id: String, _ heading: String, _ content: String) -> String {
    """
    <section aria-labelledby="\(id)">
    <h2 id="\(id)">\(heading)</h2>
    \(content)
    </section>
    """
  }

  // MARK: - Parts

  private var header: String {
    let paragraphs = outcome.split(separator: "\n").map {
      "<p class=\"verdict\">\(escaped(String($0)))</p>\n"
    }
    let notes = (summary.notes ?? []).map { "<p class=\"note\">Note: \(escaped($0))</p>\n" }
    let failure = summary.failure.map { "<p class=\"failure\">\(escaped($0.words))</p>\n" } ?? ""
    let threads = summary.threads == 1 ? "one thread" : "\(summary.threads) threads"
    return """
      <header>
      <p class="kicker">Report of a run</p>
      <h1>\(escaped(summary.chapter)) <span>\(escaped(summary.recipe))</span></h1>
      <p class="lead">\(grouped(summary.steps)) steps of \(grouped(summary.batchSize)) samples from \
      \(escaped(summary.dataset)), preset \(summary.preset.rawValue), \
      seed\u{A0}\(summary.seed). \(took) on \(threads).</p>
      \(failure)\(paragraphs.joined())\(notes.joined())</header>
      \(figures.first.map(figure) ?? "")
      """
  }

  private var took: String {
    let time = describe(seconds: Double(summary.seconds))
    guard let step = summary.continuedAfter else { return "It took \(time)" }
    return "It was continued after step \(grouped(step)), which took \(time)"
  }

  private func figure(_ figure: Figure) -> String {
    let caption =
      figure.caption.isEmpty ? "" : "\n<figcaption>\(escaped(figure.caption))</figcaption>"
    return """
      <figure>
      \(figure.picture.html(fallback: figure.caption))\(caption)
      </figure>

      """
  }

  private var film: String {
    // "step 500" of a caption "step 500 · …".
    let frames = filmstrip.map {
      Film.Frame(end: $0.caption.components(separatedBy: " · ")[0], html: figure($0))
    }
    return Film(
      frames, label: "Moment of the run", group: "Samples, from the first step to the last"
    ).html
  }

  private var run: String {
    """
    <p>To repeat it, type</p>
    <pre><code>\(commandWords)</code></pre>
    \(list(facts + settings))
    <h3>Digest</h3>
    <p class="digest"><code>\(escaped(summary.digest))</code></p>
    <p>A fingerprint of the bits of every final parameter. Whoever repeats the run gets the same \
    one, with any number of threads; if yours differs, the code, the settings or the data are not \
    the same.</p>
    """
  }

  /// A line never breaks behind the hyphens of an option.
  private var commandWords: String {
    command.split(separator: " ", omittingEmptySubsequences: false).map {
      $0.hasPrefix("-") ? "<span>\(escaped(String($0)))</span>" : escaped(String($0))
    }.joined(separator: " ")
  }

  private var facts: [(name: String, value: String)] {
    let players = summary.parameters.sorted { $0.key < $1.key }
    return [
      ("chapter", summary.chapter),
      ("recipe", summary.recipe),
      ("preset", summary.preset.rawValue),
      ("seed", "\(summary.seed)"),
      ("data set", summary.dataset),
      ("steps", grouped(summary.steps)),
      ("batch", "\(grouped(summary.batchSize)) samples"),
      (
        "time",
        describe(seconds: Double(summary.seconds))
          + (summary.stepsPerSecond > 0 ? ", \(pace(summary.stepsPerSecond)) steps/s" : "")
      ),
      ("threads", "\(summary.threads)"),
      ("peak memory", "\(grouped((summary.peakMemoryBytes + 500_000) / 1_000_000)) MB"),
    ] + players.map { ("parameters, \($0.key)", grouped($0.value)) }
  }

  /// Three digits: what lies behind them is not the same the next time.
  private func pace(_ rate: Float) -> String {
    rate >= 100 && rate < 1e9 ? grouped(Int(rate)) : String(format: "%.3g", Double(rate))
  }

  private func list(_ pairs: [(name: String, value: String)]) -> String {
    let rows = pairs.map { "<div><dt>\(escaped($0.name))</dt><dd>\(escaped($0.value))</dd></div>" }
    return "<dl>\n\(rows.joined(separator: "\n"))\n</dl>"
  }
}
