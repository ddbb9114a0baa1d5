import Datasets
import Tensors

/// What differs from student to student: the real distribution, the random numbers, an order.
///
/// Everything follows from the name, so a teacher gets the same checks from it as the student. The
/// empty name is the book's own variant.
public struct Variant: Equatable, Sendable {
  public let name: String

  public init(_ name: String = "") { self.name = name }

  public var isTheBooks: Bool { name.isEmpty }

  /// 1 for the book's variant.
  public var seed: UInt64 {
    if isTheBooks { return 1 }
    // FNV-1a: a hash whose value is the same in every process, which Swift's own is not.
    return name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Random numbers for one purpose, such as `"data"`; each purpose has a stream of its own.
  public func stream(for purpose: String) -> RandomStream { RandomStream(seed: seed, for: purpose) }

  /// The real distribution of exercises on the line: N(−1, 1) in the book, else a normal one with a mean
  /// from −2 to 2 and a standard deviation from 0.6 to 1.2, both in tenths.
  public var target: Distribution {
    .normal(
      mean: number("target mean", book: -1, from: -2, to: 2),
      standardDeviation: number("target standard deviation", book: 1, from: 0.6, to: 1.2))
  }

  /// A number in tenths: `book` in the book's variant, else one from `low` to `high`.
  public func number(_ purpose: String, book: Double, from low: Double, to high: Double) -> Double {
    if isTheBooks { return book }
    let (first, last) = (Int((low * 10).rounded()), Int((high * 10).rounded()))
    return Double(first + whole(purpose, book: 0, below: last - first + 1)) / 10
  }

  /// A whole number: `book` in the book's variant, else one from 0 to `bound` − 1.
  public func whole(_ purpose: String, book: Int, below bound: Int) -> Int {
    if isTheBooks { return book }
    var stream = stream(for: purpose)
    return stream.next(below: bound)
  }

  /// An order of 0 ..< `count`: ascending in the book's variant.
  public func order(of count: Int, _ purpose: String) -> [Int] {
    if isTheBooks { return Array(0..<count) }
    var stream = stream(for: purpose)
    return stream.permutation(of: count)
  }

  /// Puts the variant's own numbers into an exercise's text: `{{target}}`, `{{target.mean}}`,
  /// `{{target.std}}`.
  public func filled(_ text: String) -> String {
    var text = text
    for (name, value) in [
      ("target", target.description), ("target.mean", shown(Float(target.mean))),
      ("target.std", shown(Float(target.standardDeviation))),
    ] {
      text = text.split(separator: "{{\(name)}}", omittingEmptySubsequences: false)
        .joined(separator: value)
    }
    return text
  }
}
