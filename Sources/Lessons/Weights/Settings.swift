/// The entries of an object of a generator's metadata, taken out one by one. Nothing in it is trusted:
/// each number has its bounds, and what nobody has asked for is an error, as it may change the network.
struct Settings {
  /// What is wrong, in one sentence without the path of the file.
  struct Problem: Error, Equatable {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }

  /// What a reader is told this is: `layer 3`.
  let place: String
  private var rest: [String: JSON]

  init(_ json: JSON?, at place: String) throws(Problem) {
    guard case .object(let entries)? = json else { throw Problem("\(place) is no object of JSON") }
    self.place = place
    rest = Dictionary(entries.map { ($0.name, $0.value) }) { $1 }
  }

  /// The entry of this name; nil if there is none, or null.
  mutating func take(_ name: String) -> JSON? {
    let value = rest.removeValue(forKey: name)
    return value == .null ? nil : value
  }

  mutating func object(_ name: String) throws(Problem) -> Settings {
    try Settings(take(name), at: name)
  }

  mutating func array(_ name: String) throws(Problem) -> [JSON] {
    guard case .array(let values)? = take(name) else { throw problem(name, "no list") }
    return values
  }

  mutating func string(_ name: String) throws(Problem) -> String {
    guard let text = optionalString(name) else { throw problem(name, "no text") }
    return text
  }

  mutating func optionalString(_ name: String) -> String? {
    guard case .string(let text)? = take(name) else { return nil }
    return text
  }

  /// A text that can only be one.
  mutating func expect(_ text: String, as name: String) throws(Problem) {
    let found = try string(name)
    guard found == text else { throw problem(name, "\"\(found)\", and only \"\(text)\" is known") }
  }

  mutating func bool(_ name: String) throws(Problem) -> Bool {
    guard case .bool(let value)? = take(name) else { throw problem(name, "neither true nor false") }
    return value
  }

  mutating func whole(
    _ name: String, in range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    guard let number = Settings.whole(take(name), in: range) else {
      throw problem(name, "no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  mutating func wholes(
    _ name: String, in range: ClosedRange<Int>, count: ClosedRange<Int>
  ) throws(Problem) -> [Int] {
    let values = try array(name)
    let numbers = values.compactMap { Settings.whole($0, in: range) }
    guard numbers.count == values.count, count.contains(numbers.count) else {
      throw problem(
        name,
        "no list of \(count.lowerBound) to \(count.upperBound) whole numbers "
          + "from \(range.lowerBound) to \(range.upperBound)")
    }
    return numbers
  }

  private static func whole(_ value: JSON?, in range: ClosedRange<Int>) -> Int? {
    guard case .number(let number)? = value, let whole = Int(exactly: number) else { return nil }
    return range.contains(whole) ? whole : nil
  }

  mutating func float(_ name: String, in range: ClosedRange<Float>) throws(Problem) -> Float {
    guard case .number(let number)? = take(name), range.contains(Float(number)) else {
      throw problem(name, "no number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Float(number)
  }

  /// To be called when everything known has been taken.
  func requireEmpty() throws(Problem) {
    guard let name = rest.keys.min() else { return }
    throw Problem("\(place) has \"\(name)\", which this workbook does not know")
  }

  func problem(_ name: String, _ what: String) -> Problem {
    Problem("\(place): \"\(name)\" is \(what)")
  }
}
