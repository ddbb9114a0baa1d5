import Foundation
import Preconditions

/// In an edition for students the cases stand under seal: who searches the sources for a diagnosis finds
/// none. It keeps out the eye, and not somebody who wants to know.
extension Shelf {
  /// The files of the shelf as an edition for students has them, by their paths; nil where it has none.
  public static func sealedFiles() throws -> [String: String?] {
    let text = try JSONEncoder().encode(bugs).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithLineFeed])
    let folder = "Sources/BugShelf/"
    let source = """
      /// The bug shelf: games that have one mistake each, and do not say which.
      public enum Shelf {
        /// All cases by number, 1, 2, ….
        public static let bugs = opened(sealed)

        public static func bug(_ number: Int) -> Bug? { bugs.first { $0.number == number } }

        static let cases = bugs

        // swift-format-ignore
        private static let sealed = \"\"\"
      \(text)
      \"\"\"
      }

      """
    return [
      folder + "Shelf.swift": source, folder + "Shelf+Line.swift": nil,
      folder + "Shelf+Digits.swift": nil, folder + "Shelf+Critics.swift": nil,
      folder + "Shelf+Asked.swift": nil,
    ]
  }

  /// What is under the seal.
  static func opened(_ sealed: String) -> [Bug] {
    guard let bytes = Data(base64Encoded: sealed, options: .ignoreUnknownCharacters),
      let bugs = try? JSONDecoder().decode([Bug].self, from: bytes)
    else { stop("the seal of the bug shelf is broken: Sources/BugShelf/Shelf.swift was changed") }
    return bugs
  }
}
