import Charts
import Runs

/// Pictures in the book of which a slider shows one: a setting is moved, and what follows from it is seen.
///
/// Their numbers are computed exactly while the book is made, or stand in a chapter's record; nothing is
/// trained. The chapters' pages in Markdown, where nothing moves, have the recorded picture alone.
struct BookSlider {
  struct Frame {
    /// The setting's value: the slider's ends show it.
    let value: String
    let caption: String
    let wide: String
    let narrow: String

    init(_ value: String, _ caption: String, _ chart: Chart) {
      var small = chart
      (small.width, small.height) = (380, 350)
      (self.value, self.caption, wide, narrow) = (value, caption, chart.svg(), small.svg())
    }

    init(_ value: String, _ caption: String, _ grid: ChartGrid) {
      var small = grid
      (small.columns, small.width) = (1, 380)
      (self.value, self.caption, wide, narrow) = (value, caption, grid.svg(), small.svg())
    }
  }

  /// A word for file names.
  let name: String
  /// The recorded picture behind which it stands.
  let picture: String
  /// What is moved, and what to look for.
  let title: String
  let words: String
  /// The setting.
  let label: String
  let frames: [Frame]
  /// The frame that is shown first: that of the recorded picture, where it has one.
  let first: Int

  // MARK: - On a page

  /// Where the pictures lie in the book, with their contents.
  var files: [(path: String, svg: String)] {
    frames.enumerated().flatMap { index, frame in
      [(path(index), frame.wide), (path(index, "-narrow"), frame.narrow)]
    }
  }

  private func path(_ index: Int, _ end: String = "") -> String {
    "sliders/\(name)-\(index + 1)\(end).svg"
  }

  /// What stands for it on the page until the converter is through: it would not leave markup as it is.
  static func slot(_ name: String) -> String {
    "<div class=\"slot\" data-slider=\"\(name)\"></div>"
  }

  var html: String {
    let figures = frames.enumerated().map { index, frame in
      Film.Frame(
        end: frame.value,
        html: """
          <figure>
          <picture><source media="(max-width: 40rem)" srcset="\(path(index, "-narrow"))">\
          <img src="\(path(index))" alt="\(escaped(frame.caption))" loading="lazy"></picture>
          <figcaption>\(escaped(frame.caption))</figcaption>
          </figure>

          """)
    }
    let film = Film(figures, label: label, group: title, first: first, layout: .pile)
    return """
      <div class="moved">
      <p><strong>\(escaped(title))</strong> \(escaped(words))</p>
      \(film.html)
      </div>
      """
  }

  /// The rules for it in the book, whose quiet colour is named `--soft`.
  static let style = """
    .moved{--quiet:var(--soft);margin:1.5rem 0}
    .moved figure{margin:0 0 1.5rem}
    .moved figcaption{padding-top:.5rem;color:var(--soft);font-size:.9375rem}
    \(Film.style)
    .moved .strip{margin:0;padding:0}
    @media (max-width:30rem){\(Film.narrowStyle)}
    @media print{\(Film.paperStyle)}

    """
}
