/// A colour that tells series apart, in a shade for light pages and one for dark pages.
///
/// The shades were searched for, not picked by eye: six hues with a contrast of at least 3:1
/// (light) and 4.9:1 (dark) on their page, kept as far from each other as the search could bring
/// them for readers with full colour vision, protanopia, deuteranopia and tritanopia at once: at
/// least 25 units of CIELAB, where 2 can be seen. Colour is never the only difference: series also
/// differ in dash and marker.
///
/// References: WCAG 2.1, 1.4.11, Non-text contrast; G. M. Machado, M. M. Oliveira,
/// L. A. F. Fernandes (2009), A Physiologically-based Model for Simulation of Color Vision Deficiency.
public enum Ink: Int, CaseIterable, Sendable {
  case blue, orange, green, purple, ochre, gray

  var light: String {
    switch self {
    case .blue: "#0059ce"
    case .orange: "#dc7206"
    case .green: "#29a76c"
    case .purple: "#c46eb5"
    case .ochre: "#6f4b15"
    case .gray: "#484b4d"
    }
  }

  var dark: String {
    switch self {
    case .blue: "#3183f0"
    case .orange: "#e45834"
    case .green: "#39e68f"
    case .purple: "#ce5ba7"
    case .ochre: "#f4cc36"
    case .gray: "#d7dfe6"
    }
  }
}

/// How one series looks: its colour, and its place in the order, which gives dash and marker.
struct Look: Equatable, Sendable {
  var ink: Ink
  var order: Int

  /// After six they begin again one further, so that colour and dash do not return together.
  static let dashes = [
    "none", "8 4", "2 2.5", "10 3.5 2 3.5", "15 4", "6 3 2 3 2 3",
  ]

  var dash: Int { (order + order / Look.dashes.count) % Look.dashes.count }
  var marker: Marker { Marker.allCases[order % Marker.allCases.count] }
}

/// The series of one or several charts (frames, panels): their names in order of appearance, and
/// how each looks. A name looks the same in every one of them.
struct SeriesList {
  private(set) var names: [String] = []
  private(set) var looks: [String: Look] = [:]
  /// The layers that a name stands for, for its sample in the legend.
  private(set) var bodies: [String: [Mark.Body]] = [:]
  /// Whether groups tell which series they belong to.
  var isNumbered = false

  /// The start of a group of one series, in its colour.
  func group(_ look: Look) -> String {
    let number = isNumbered ? " data-series=\"\(look.order)\"" : ""
    return "<g class=\"i\(look.ink.rawValue)\"\(number)>"
  }

  init(of charts: [Chart]) {
    var pinned: [String: Ink] = [:]
    for mark in charts.lazy.flatMap(\.marks) {
      if bodies[mark.name] == nil { names.append(mark.name) }
      let kinds = bodies[mark.name, default: []]
      if !kinds.contains(where: { $0.isDrawn(like: mark.body) }) {
        bodies[mark.name] = kinds + [mark.body]
      }
      if let ink = mark.ink, pinned[mark.name] == nil { pinned[mark.name] = ink }
    }

    var uses = [Int](repeating: 0, count: Ink.allCases.count)
    for ink in pinned.values { uses[ink.rawValue] += 1 }
    for (order, name) in names.enumerated() {
      // The least used colour; of several, the first.
      let ink = pinned[name] ?? Ink.allCases.min { uses[$0.rawValue] < uses[$1.rawValue] } ?? .blue
      if pinned[name] == nil { uses[ink.rawValue] += 1 }
      looks[name] = Look(ink: ink, order: order)
    }
  }
}

extension Mark.Body {
  /// Whether two layers need only one sample in the legend.
  fileprivate func isDrawn(like other: Mark.Body) -> Bool {
    switch (self, other) {
    case (.line(let a, _), .line(let b, _)): isLong(a) == isLong(b)
    case (.area, .area), (.band, .band), (.histogram, .histogram), (.points, .points),
      (.heat, .heat), (.arrows, .arrows):
      true
    default: false
    }
  }
}
