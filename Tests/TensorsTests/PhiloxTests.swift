import Testing

@testable import Tensors

@Suite("Philox") struct PhiloxTests {
  @Test("the published vectors are reproduced, bit for bit")
  func publishedVectors() throws {
    let vectors = try Reference.Philox.load().vectors
    #expect(vectors.count == 3)
    for vector in vectors {
      let counter = words(vector.counter)
      let key = words(vector.key)
      let got = Philox.words(
        counter: (counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
      #expect([got.0, got.1, got.2, got.3] == words(vector.words), "\(vector.name)")
    }
  }

  @Test("every bit of counter and key matters", arguments: 0..<192)
  func everyBitMatters(bit: Int) {
    var input = [UInt32](repeating: 0, count: 6)
    let zero = output(input)
    input[bit / 32] = 1 << (bit % 32)
    let changed = zip(zero, output(input)).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    // Half of 128 bits change, ± 5.7. Outside 30…98 (6 σ) by chance: about 2e-9 for one bit.
    #expect((30...98).contains(changed), "\(changed) of 128 bits changed")
  }

  private func output(_ x: [UInt32]) -> [UInt32] {
    let words = Philox.words(counter: (x[0], x[1], x[2], x[3]), key: (x[4], x[5]))
    return [words.0, words.1, words.2, words.3]
  }

  private func words(_ text: String) -> [UInt32] {
    text.split(separator: " ").compactMap { UInt32($0, radix: 16) }
  }

  @Test("eight blocks at once are those one by one, also where the counter's first word is full")
  func eight() {
    for index in [0, 5, 0xFFFF_FFFD, UInt64.max - 2] {
      let (low, high) = Philox.words(from: index, high: (7, 0x8000_0001), key: (3, 0xFFFF_FFF0))
      let got = (0..<16).map { low[$0] } + (0..<16).map { high[$0] }
      let expected = (0..<8).flatMap { block in
        let counter = index &+ UInt64(block)
        let words = Philox.words(
          counter: (
            UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32), 7,
            0x8000_0001
          ), key: (3, 0xFFFF_FFF0))
        return [words.0, words.1, words.2, words.3]
      }
      #expect(got == expected)
    }
  }
}
