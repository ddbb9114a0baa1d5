/// Text as XML accepts it: markup characters as entities, and the control characters that XML 1.0
/// has no way to write replaced by U+FFFD.
func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
    case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A whole SVG document around `body`.
///
/// The page behind the chart is painted, because a git host's own dark theme and the system's
/// colour scheme, which is all a picture can see, may differ: dark words on a dark page would be
/// lost. The shades are those of the common hosts, so that no edge shows when they agree.
func document(
  title: String, description: String, width: Double, height: Double, style: String = "",
  body: String
) -> String {
  let size = "width=\"\(coordinate(width))\" height=\"\(coordinate(height))\""
  return """
    <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" \
    viewBox="0 0 \(coordinate(width)) \(coordinate(height))" \(size)>
    <title>\(escaped(title))</title>
    <desc>\(escaped(description))</desc>
    <style>
    \(styleSheet)\(style)</style>
    <rect class="page" \(size) rx="6"/>
    \(body)</svg>

    """
}

/// The rules that every chart shares. Each names the root's class, and they are the same in every
/// chart: several charts written into one page do not disturb each other or the page.
///
/// Colours reach lines and fills as `currentColor`, so that a series is one class. No CSS
/// variables: some converters (librsvg) know none, and would draw black.
let styleSheet: String = {
  let texts = TextStyle.allCases.map { style in
    ".chart .\(style.rawValue){font-size:\(coordinate(style.size))px"
      + (style.isBold ? ";font-weight:600}" : "}")
  }
  let dashes = Look.dashes.enumerated().dropFirst().map { index, dash in
    ".chart .d\(index){stroke-dasharray:\(dash);stroke-linecap:butt}"
  }
  func inks(_ shade: (Ink) -> String) -> String {
    Ink.allCases.map { ".chart .i\($0.rawValue){color:\(shade($0))}" }.joined()
  }
  return """
    .chart{font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;\
    font-variant-numeric:tabular-nums}
    .chart text{fill:#1f2328}.chart .m{text-anchor:middle}.chart .e{text-anchor:end}
    \(texts.joined())
    .chart .u,.chart .a,.chart .k,.chart .r{fill:#59636e}
    .chart .o{paint-order:stroke;stroke:#fff;stroke-width:1.5;stroke-linejoin:round}
    .chart .page{fill:#fff}
    .chart .g{stroke:#e4e8ec;stroke-width:1;fill:none}
    .chart .x{stroke:#8c959f;stroke-width:1;fill:none}
    .chart .v{stroke:#7a838d;stroke-width:1.2;fill:none}
    .chart .h{fill:#fff;fill-opacity:.82}
    .chart .l{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;\
    stroke-linecap:round}
    .chart .w{stroke-width:1.2}.chart .f{stroke-width:6}
    .chart .y{stroke-width:1;stroke-opacity:.28}.chart .s{fill:currentColor;fill-opacity:.16}
    .chart .b{fill:currentColor;fill-opacity:.2}
    .chart .c{fill:currentColor}
    \(inks(\.light))
    \(dashes.joined())
    @media (prefers-color-scheme:dark){
    .chart text{fill:#e6edf3}
    .chart .u,.chart .a,.chart .k,.chart .r{fill:#a3adb8}
    .chart .page{fill:#0d1117}.chart .o{stroke:#0d1117}
    .chart .g{stroke:#262c34}.chart .x{stroke:#6e7681}.chart .v{stroke:#848d97}
    .chart .h{fill:#0d1117}
    .chart .b{fill-opacity:.27}.chart .y{stroke-opacity:.36}.chart .s{fill-opacity:.2}
    \(inks(\.dark))
    }

    """
}()
