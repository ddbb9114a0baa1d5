/// Pictures of which a slider shows one: the moments of a run, or runs that differ in one number.
///
/// Without a script they are all there, in a strip to scroll or one below the other; a few lines lay them
/// over each other and show the slider. On paper they stand side by side.
package struct Film {
  package struct Frame {
    /// What the slider says where this is its first or its last: "step 500".
    let end: String
    /// A whole `<figure>`, whose caption tells which it is.
    let html: String

    package init(end: String, html: String) {
      self.end = end
      self.html = html
    }
  }

  package enum Layout: String {
    /// To scroll sideways.
    case strip
    /// One below the other: for pictures to be compared, which a reader without a script should not miss.
    case pile = "strip pile"
  }

  private let frames: [Frame]
  private let label: String
  private let group: String
  private let first: Int
  private let layout: Layout

  /// - Parameters:
  ///   - label: what the slider moves.
  ///   - group: what the pictures are.
  ///   - first: the one that is shown first; the last unless told otherwise.
  package init(
    _ frames: [Frame], label: String, group: String, first: Int? = nil, layout: Layout = .strip
  ) {
    self.frames = frames
    self.label = label
    self.group = group
    self.first = min(max(0, first ?? frames.count - 1), max(0, frames.count - 1))
    self.layout = layout
  }

  package var html: String {
    """
    <div class="film">
    \(slider)<div class="\(layout.rawValue)" role="group" aria-label="\(escaped(group))" tabindex="0">
    \(frames.map(\.html).joined())</div>
    </div>
    """
  }

  /// Hidden until the script has made it work.
  private var slider: String {
    guard let start = frames.first, let last = frames.last, frames.count > 1 else { return "" }
    return """
      <p class="slider" hidden><span>\(escaped(start.end))</span>\
      <input type="range" min="0" max="\(frames.count - 1)" value="\(first)" \
      aria-label="\(escaped(label))" autocomplete="off"><span>\(escaped(last.end))</span></p>

      """
  }

  /// The rules for it, in the page's own colours `--link` and `--quiet`.
  package static let style = """
    .strip{display:flex;gap:2rem;margin:0 -1rem;padding:0 1rem 1rem;overflow-x:auto;\
    scroll-snap-type:x mandatory;scroll-padding:0 1rem}
    .strip figure{flex:0 0 min(90%,45rem);display:block;scroll-snap-align:start}
    .strip figcaption{padding-top:.25rem;font-variant-numeric:tabular-nums}
    .pile{display:block}
    .slider{display:flex;align-items:center;gap:1rem;max-width:45rem;color:var(--quiet);\
    font-size:.875rem;font-variant-numeric:tabular-nums}
    .slider[hidden]{display:none}
    .slider input{flex:1;min-width:6rem;height:1.75rem;margin:0;accent-color:var(--link)}
    .flip .strip{display:grid;grid-template-columns:minmax(0,1fr);overflow:visible}
    .flip figure{grid-area:1/1;visibility:hidden;margin:0}
    .flip .now{visibility:visible}

    """

  /// The same on narrow screens, and on paper.
  package static let narrowStyle = ".slider span{display:none}.slider input{height:2.75rem}\n"
  package static let paperStyle = """
    .slider{display:none}
    .strip,.flip .strip{display:grid;grid-template-columns:repeat(3,1fr);overflow:visible}
    .flip figure{grid-area:auto;visibility:visible}

    """

  /// Turns each strip of the page into one picture and a slider.
  package static let script = """
    document.querySelectorAll(".film").forEach((film) => {
      const moments = film.querySelectorAll("figure");
      const slider = film.querySelector("input");
      if (!slider) return;
      const show = () => {
        moments.forEach((moment, index) => moment.classList.toggle("now", index == slider.value));
        const caption = moments[slider.value].querySelector("figcaption");
        if (caption) slider.setAttribute("aria-valuetext", caption.textContent);
      };
      slider.addEventListener("input", show);
      slider.parentElement.hidden = false;
      film.classList.add("flip");
      show();
    });

    """
}
