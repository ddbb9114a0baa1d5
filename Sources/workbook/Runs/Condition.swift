import Foundation
import Runs

/// Which runs are wanted: `legible < 0.5 and recipe = gp`.
///
///     condition  = comparison { "and" comparison }
///     comparison = name ("=" | "==" | "!=" | "<" | "<=" | ">" | ">=") value
///
/// A name is that of a metric or a loss, one of `steps`, `seconds`, `minutes` and `seed`, or that of a setting.
/// Names and values with spaces stand in quotes. A run in which nothing has the name is not wanted: what was
/// not measured is neither small nor large.
struct Condition: Equatable {
  enum Relation: String, CaseIterable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="

    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
      switch self {
      case .equal: left == right
      case .unequal: left != right
      case .less: left < right
      case .atMost: left <= right
      case .greater: left > right
      case .atLeast: left >= right
      }
    }

    /// Whether it asks for an order, which text has not.
    var isOrder: Bool { self != .equal && self != .unequal }
  }

  struct Comparison: Equatable {
    let name: String
    let relation: Relation
    let value: String
    /// Where the name begins, counted from 1.
    let place: Int
  }

  /// What is wrong with a condition, in a sentence that names the place.
  struct Mistake: Error, CustomStringConvertible, Equatable {
    let description: String
  }

  let text: String
  let comparisons: [Comparison]

  /// Reads a condition.
  ///
  /// - Throws: ``Mistake``.
  init(_ text: String) throws(Mistake) {
    self.text = text
    var words = try Condition.words(of: text)[...]
    var comparisons: [Comparison] = []
    func wrong(_ expected: String, at word: Word?) -> Mistake {
      Condition.mistake(
        text, at: word?.place ?? text.count + 1,
        word.map { "\(expected) should stand here, not \($0.text)" }
          ?? "\(expected) should follow")
    }
    repeat {
      let name = words.popFirst()
      guard let name, !name.isRelation, !name.isAnd else {
        throw wrong("the name of a metric or a setting", at: name)
      }
      let sign = words.popFirst()
      guard let relation = sign?.relation else { throw wrong("one of = != < <= > >=", at: sign) }
      let value = words.popFirst()
      guard let value, !value.isRelation, !value.isAnd else {
        throw wrong("a number or a word", at: value)
      }
      if relation.isOrder, Double(value.text) == nil {
        throw Condition.mistake(
          text, at: value.place,
          "behind \(relation.rawValue) a number should stand, not \(value.text)")
      }
      comparisons.append(
        Comparison(name: name.text, relation: relation, value: value.text, place: name.place))
      guard let and = words.popFirst() else { break }
      guard and.isAnd else { throw wrong("and", at: and) }
    } while true
    self.comparisons = comparisons
  }

  // MARK: - Runs

  /// Whether a run is wanted.
  func holds(for run: KeptRun) -> Bool {
    comparisons.allSatisfy { comparison in
      let relation = comparison.relation
      switch run.quantity(comparison.name) {
      case .number(let number)?:
        // As the run has it: a value that is printed as 0.1 is 0.1.
        return Float(comparison.value).map { relation.holds(number, $0) } ?? (relation == .unequal)
      case .text(let text)?:
        if let wanted = Double(comparison.value), let number = Double(text) {
          return relation.holds(number, wanted)
        }
        return !relation.isOrder && relation.holds(text, comparison.value)
      case nil: return false
      }
    }
  }

  /// That a name is none in any of the runs: a slip of the pen, which would else choose nothing unnoticed.
  func unknownName(in runs: [KeptRun]) -> Mistake? {
    for comparison in comparisons
    where !runs.contains(where: { $0.quantity(comparison.name) != nil }) {
      let names = Set(runs.flatMap(\.quantityNames)).sorted(by: comesBefore)
      return Condition.mistake(
        text, at: comparison.place,
        "no run here has a metric or a setting named \(comparison.name); there are "
          + names.joined(separator: ", "))
    }
    return nil
  }

  // MARK: - Words

  private struct Word {
    let text: String
    let place: Int
    var isQuoted = false

    var relation: Relation? {
      isQuoted ? nil : text == "==" ? .equal : Relation(rawValue: text)
    }
    var isRelation: Bool { relation != nil }
    var isAnd: Bool { !isQuoted && text == "and" }
  }

  private static func mistake(_ text: String, at place: Int, _ words: String) -> Mistake {
    Mistake(description: "--where '\(text)': character \(place): \(words)")
  }

  private static func words(of text: String) throws(Mistake) -> [Word] {
    var words: [Word] = []
    var rest = Array(text)[...]
    func isSign(_ character: Character) -> Bool { "=!<>".contains(character) }
    while let first = rest.first {
      let place = rest.startIndex + 1
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "'" || first == "\"" {
        let inner = rest.dropFirst().prefix { $0 != first }
        guard inner.endIndex < rest.endIndex else {
          throw mistake(text, at: place, "the quotation that begins here does not end")
        }
        words.append(Word(text: String(inner), place: place, isQuoted: true))
        rest = rest[(inner.endIndex + 1)...]
      } else if isSign(first) {
        let sign = rest.prefix(while: isSign)
        let word = Word(text: String(sign), place: place)
        guard word.isRelation else {
          throw mistake(text, at: place, "\(word.text) is none of = != < <= > >=")
        }
        words.append(word)
        rest = rest[sign.endIndex...]
      } else {
        let word = rest.prefix { !$0.isWhitespace && !isSign($0) && $0 != "'" && $0 != "\"" }
        words.append(Word(text: String(word), place: place))
        rest = rest[word.endIndex...]
      }
    }
    return words
  }
}

extension KeptRun {
  enum Quantity: Equatable {
    case number(Float)
    case text(String)
  }

  /// What a condition's name stands for; nil where this run has nothing of the name.
  func quantity(_ name: String) -> Quantity? {
    switch name {
    case "seconds": return .number(summary.seconds)
    case "minutes": return .number(summary.seconds / 60)
    case "chapter": return .text(summary.chapter)
    case "digest": return .text(summary.digest)
    default: break
    }
    if let value = values[name] { return .number(value) }
    // Steps and seeds are among them.
    return summary.traits.first { $0.name == name }.map { .text($0.value) }
  }

  var quantityNames: [String] {
    ["seconds", "minutes", "chapter", "digest"] + values.keys + summary.traits.map(\.name)
  }
}
