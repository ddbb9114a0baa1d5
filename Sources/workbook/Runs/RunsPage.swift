import Charts
import Foundation
import Runs

/// All runs side by side on one page, `Runs/index.html`: thumbnails, a table of what differs, sliders over
/// runs that differ in one thing, curves over each other.
///
/// It opens offline, and shows the runs' own pictures, to which it leads by relative links. Without a script
/// everything is there, one below the other; a few lines make sliders of it, and choose what is overlaid.
struct RunsPage {
  let groups: [RunGroup]
  let passedOver: [(path: String, why: String)]
  /// What was asked of the runs that are shown, and how many there are without it.
  let condition: Condition?
  let total: Int

  func html() -> String {
    let sections = groups.map(section).joined(separator: "\n")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>Runs side by side</title>
      <style>
      \(Report.style)\(RunsPage.style)</style>
      </head>
      <body>
      <main>
      \(header)
      \(sections)\(missing)
      </main>
      <script>
      \(Film.script)\(RunsPage.script)</script>
      </body>
      </html>

      """
  }

  // MARK: - Parts

  private var header: String {
    let count = groups.map(\.runs.count).reduce(0, +)
    let shown =
      condition.map {
        """
        \(count) of \(total) runs, those with <code>\(escaped($0.text))</code>. \
        <code>swift run workbook runs</code> shows all again
        """
      } ?? VerifyTable.counted(count, "run")
    let ways = groups.map {
      "<a href=\"#\(linked($0.chapter))\">\(escaped($0.chapter))</a> \($0.runs.count)"
    }
    return """
      <header>
      <p class="kicker">workbook runs</p>
      <h1>Runs side by side</h1>
      <p class="lead">\(shown)\(groups.count > 1 ? ": \(ways.joined(separator: ", "))" : "").</p>
      </header>
      """
  }

  private func section(_ group: RunGroup) -> String {
    let id = linked(group.chapter)
    let curves = group.runs.map(Curves.init)
    let parts = [
      cards(of: group), table(of: group), sliders(of: group), overlays(of: group, curves),
    ]
    return """
      <section class="group" aria-labelledby="\(id)">
      <h2 id="\(id)">\(escaped(group.chapter))</h2>
      \(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
      </section>
      """
  }

  /// What a folder holds that is no run to show.
  private var missing: String {
    if passedOver.isEmpty { return "" }
    let items = passedOver.map {
      "<li><code>\(escaped($0.path))</code>: \(escaped($0.why))</li>"
    }
    return """

      <section aria-labelledby="passed-over">
      <h2 id="passed-over">Passed over</h2>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      </section>
      """
  }

  // MARK: - Thumbnails

  private func cards(of group: RunGroup) -> String {
    let items = zip(group.runs, group.names).map { run, name in
      let picture =
        run.picture.map {
          "<img src=\"\(way(to: $0, of: run))\" alt=\"\(escaped($0)) of \(escaped(name))\" loading=\"lazy\">"
        } ?? "<span class=\"none\">no picture</span>"
      let target = run.has("report.html") ? "report.html" : "summary.json"
      return """
        <li><a href="\(way(to: target, of: run))"><span class="frame">\(picture)</span>\
        <span class="name">\(escaped(name))</span></a></li>
        """
    }
    return "<ul class=\"cards\">\n\(items.joined(separator: "\n"))\n</ul>"
  }

  /// The relative way to a file of a run.
  private func way(to file: String, of run: KeptRun) -> String {
    (run.path.split(separator: "/").map(String.init) + [file]).map(linked).joined(separator: "/")
  }

  // MARK: - What differs

  private func table(of group: RunGroup) -> String {
    let heads = ["run"] + group.telling + ["time"] + group.metrics + ["digest"]
    let rows = zip(group.runs, group.names).map { run, name in
      let traits = group.telling.map { escaped(group.value(of: $0, in: run) ?? "not told") }
      let values = group.metrics.map { run.values[$0].map(readable) ?? "" }
      let cells = traits + [describe(seconds: Double(run.summary.seconds))] + values
      return """
        <tr><th scope="row">\(escaped(name))</th>\
        \(cells.map { "<td>\($0)</td>" }.joined())<td><code>\(escaped(run.summary.digest))</code></td></tr>
        """
    }
    let failures = zip(group.runs, group.names).compactMap { run, name in
      run.summary.failure.map {
        "<li>\(escaped(name)): \(escaped($0.name)). \(escaped($0.sentence))</li>"
      }
    }
    let wrong =
      failures.isEmpty
      ? ""
      : "\n<p>What went wrong, most likely:</p>\n<ul>\n\(failures.joined(separator: "\n"))\n</ul>"
    let same = group.common.map {
      "<div><dt>\(escaped($0.name))</dt><dd>\(escaped($0.value))</dd></div>"
    }
    let follows = group.byRecipe.map { name, values in
      let words = values.map { "\($0.recipe): \($0.value)" }.joined(separator: "; ")
      return "<div><dt>\(escaped(name))</dt><dd>\(escaped(words))</dd></div>"
    }
    return """
      <h3>What differs</h3>
      <div class="scroll"><table class="runs">
      <thead><tr>\(heads.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>\(wrong)
      \(details("What goes with the recipe", follows))\(details("The same in all of them", same))
      """
  }

  private func details(_ title: String, _ items: [String]) -> String {
    items.isEmpty
      ? ""
      : """
      <details>
      <summary>\(title)</summary>
      <dl>
      \(items.joined(separator: "\n"))
      </dl>
      </details>

      """
  }

  // MARK: - Sliders

  private func sliders(of group: RunGroup) -> String {
    let series = group.series
    let films = series.map { series in
      // One kind of picture, so that what changes is the run.
      let shared = series.runs[0].pictures.first { name in series.runs.allSatisfy { $0.has(name) } }
      let frames = zip(series.runs, series.values).map { run, value in
        let picture = shared ?? run.picture ?? ""
        let measured = group.metrics.compactMap { name in
          run.summary.metrics[name].map { "\(name) \(readable($0))" }
        }
        let words = (["\(series.trait) \(value)"] + measured.prefix(6)).joined(separator: " · ")
        return Film.Frame(
          end: value,
          html: """
            <figure>
            <img src="\(way(to: picture, of: run))" alt="\(escaped(picture)), \(escaped(series.trait)) \
            \(escaped(value))" loading="lazy">
            <figcaption>\(escaped(words))</figcaption>
            </figure>

            """)
      }
      let first = series.runs[0]
      let others = group.telling.filter { $0 != series.trait }
        .compactMap { name in group.value(of: name, in: first).map { "\(name) \($0)" } }
      let film = Film(
        frames, label: series.trait, group: "The runs by \(series.trait)", first: 0, layout: .pile)
      return """
        <h4>\(escaped(series.trait))\
        \(others.isEmpty ? "" : "<span>, with \(escaped(others.joined(separator: ", ")))</span>")</h4>
        \(film.html)
        """
    }
    if films.isEmpty { return "" }
    return "<h3>Runs that differ in one thing</h3>\n\(films.joined(separator: "\n"))"
  }

  // MARK: - Curves

  private func overlays(of group: RunGroup, _ curves: [Curves]) -> String {
    let (wide, narrow) = (group.charts(curves, width: 900), group.charts(curves, width: 360))
    if wide.isEmpty { return "" }
    let figures = zip(wide, narrow).map { wide, narrow in
      """
      <figure class="curve">
      <div class="wide">\(wide.chart.svg(numbersSeries: true))</div>
      <div class="narrow">\(narrow.chart.svg(numbersSeries: true))</div>
      </figure>
      """
    }
    let options = wide.enumerated().map { "<option value=\"\($0)\">\(escaped($1.name))</option>" }
    let boxes = group.names.map {
      "<label><input type=\"checkbox\" checked autocomplete=\"off\"> \(escaped($0))</label>"
    }
    return """
      <h3>Curves</h3>
      <div class="controls" hidden>
      <label>Metric <select autocomplete="off">\(options.joined())</select></label>
      <fieldset><legend>Runs</legend>
      \(boxes.joined(separator: "\n"))
      </fieldset>
      </div>
      \(figures.joined(separator: "\n"))
      """
  }
}
