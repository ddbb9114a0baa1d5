import Foundation

/// Text as HTML accepts it, between tags and in quoted attributes alike. Control characters, which no
/// HTML document may hold, become U+FFFD.
package func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\t", "\n": result.unicodeScalars.append(scalar)
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A measured value as a reader wants it: three decimals, or three digits where that would hide it.
///
/// `0.0786`, `1.218`, `−1.002`, `0.505`, `1234.5`, `10`, `8.10 × 10⁻⁶`; with a true minus sign.
package func readable(_ value: Float) -> String {
  let value = Double(value)
  let size = abs(value)
  guard value.isFinite else { return "not finite" }
  // The exponent after rounding, by which 0.09999 counts as 0.100.
  let scientific = String(format: "%.2e", value).split(separator: "e")
  let exponent = Int(scientific.last ?? "") ?? 0
  var text: String
  if size < 1e6 && value == value.rounded() {
    text = "\(Int(value))"
  } else if size >= 1e6 || exponent < -4 {
    text = "\(scientific[0]) × 10\(superscript(exponent))"
  } else {
    text = String(format: "%.\(exponent > 2 ? 1 : max(3, 2 - exponent))f", value)
  }
  if text.hasPrefix("-") { text = "−" + text.dropFirst() }
  return text
}

/// A count with commas: `10,000`.
func grouped(_ count: some BinaryInteger) -> String {
  let digits = Array(String(count))
  return digits.indices.map { index in
    let left = digits.count - index
    let isBreak = index > 0 && left % 3 == 0 && digits[index - 1] != "-"
    return (isBreak ? "," : "") + String(digits[index])
  }.joined()
}

private func superscript(_ exponent: Int) -> String {
  String(
    String(exponent).map { character in
      character.wholeNumberValue.map { Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[$0] } ?? "⁻"
    })
}
