/// A command as a shell reads it: each word as it is, or in quotes where it has to be.
///
///     commandLine(["toy-gan", "--mixture", "0.5:-2:0.4, 0.5:2:0.4"])
///     // toy-gan --mixture '0.5:-2:0.4, 0.5:2:0.4'
public func commandLine(_ words: [String]) -> String {
  words.map { word in
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        switch $0 {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", ",", "=", "+", "@", "%": true
        default: false
        }
      }
    // Between single quotes only a single quote means anything: end, an escaped one, begin again.
    return isPlain
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }.joined(separator: " ")
}
