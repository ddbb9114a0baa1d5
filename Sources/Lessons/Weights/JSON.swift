import Foundation

/// A value of JSON that keeps the order in which it was put together: a reader of a generator's metadata
/// meets `operation` first, and the weights' layout last.
enum JSON: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Entry])

  struct Entry: Equatable {
    let name: String
    let value: JSON
  }

  /// A number that is written with no more digits than a `Float` has.
  static func float(_ number: Float) -> JSON { .number(Double("\(number)") ?? Double(number)) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .string(text) }
  init(integerLiteral number: Int) { self = .number(Double(number)) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(dictionaryLiteral entries: (String, JSON)...) {
    self = .object(entries.map { Entry(name: $0, value: $1) })
  }

  init(_ numbers: [Int]) { self = .array(numbers.map { .number(Double($0)) }) }
}

// MARK: - Writing

extension JSON: CustomStringConvertible {
  /// On one line.
  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let number):
      // A whole number has no fraction, as sizes should.
      Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .string(let text): JSON.quoted(text)
    case .array(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    case .object(let entries):
      "{\(entries.map { "\(JSON.quoted($0.name)): \($0.value)" }.joined(separator: ", "))}"
    }
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\0"..<" ": quoted += String(format: "\\u%04x", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

// MARK: - Reading

extension JSON: Decodable {
  /// Reads a text; the order of its entries is lost. Nil if it is no JSON.
  init?(text: String) {
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)) else { return nil }
    self = json
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let values = try? decoder.container(keyedBy: Name.self) {
      self = .object(
        try values.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
          Entry(name: $0.stringValue, value: try values.decode(JSON.self, forKey: $0))
        })
      return
    }
    if var values = try? decoder.unkeyedContainer() {
      var array: [JSON] = []
      while !values.isAtEnd { array.append(try values.decode(JSON.self)) }
      self = .array(array)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .string(try value.decode(String.self))
    }
  }
}
