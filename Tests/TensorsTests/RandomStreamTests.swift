import Testing

@testable import Tensors

@Suite("A random stream") struct RandomStreamTests {
  @Test("one seed and name give the same numbers, another of either gives others")
  func seedAndName() {
    func first(_ seed: UInt64, _ name: String) -> [Float] {
      var stream = RandomStream(seed: seed, for: name)
      return Tensor.uniform([32], using: &stream).scalars
    }
    #expect(first(1, "noise") == first(1, "noise"))
    // The upper half of the seed counts too.
    let others = [first(2, "noise"), first(1 << 32 | 1, "noise"), first(1, "noisf"), first(1, "")]
    for other in others {
      #expect(zip(first(1, "noise"), other).allSatisfy { $0 != $1 })
    }
  }

  @Test("begins with these bits: to change them changes every result of the workbook")
  func golden() {
    var stream = RandomStream(seed: 1, for: "noise")
    // Words, and thus uniform numbers, also come from philox.py: the counter is (0, 0, low and
    // high half of the FNV-1a hash of "noise"), the key (1, 0).
    #expect(
      (0..<8).map { _ in stream.next() } == [
        0x85A0_3012, 0xCBD1_8D4A, 0x7315_A5AB, 0x5874_B59F,
        0xE2BC_5D41, 0x95D7_B38A, 0x2DFB_CF5A, 0x46EF_B35C,
      ])
    stream.position = 0
    #expect(
      bits(.uniform([8], using: &stream)) == [
        0x3F05_A030, 0x3F4B_D18D, 0x3EE6_2B4A, 0x3EB0_E96A,
        0x3F62_BC5D, 0x3F15_D7B3, 0x3E37_EF3C, 0x3E8D_DF66,
      ])
    stream.position = 0
    #expect(
      bits(.normal([8], using: &stream)) == [
        0xBEF2_398D, 0x3FD2_3159, 0x3F88_C6C1, 0x3F3B_4858,
        0x3F91_8579, 0xBFA9_D5EA, 0xBDF7_B1DA, 0x3F0D_CBC9,
      ])
  }

  @Test("words and uniform tensors read the same stream: the top 24 bits, in order")
  func wordsAgreeWithBulk() {
    var words = RandomStream(seed: 7, for: "data")
    var bulk = words
    // 50 scalars take two whole groups of 32 words.
    let uniform = Tensor.uniform([50], using: &bulk).scalars
    #expect(uniform == (0..<50).map { _ in Float(words.next() >> 8) / 0x1p24 })
    #expect(bulk.position == 64)
    #expect(words.position == 50)
  }

  @Test("a tensor drawn after single words starts at a fresh block: no word is used twice")
  func blocksAreFresh() {
    var words = RandomStream(seed: 7, for: "data")
    let all = (0..<40).map { _ in Float(words.next() >> 8) / 0x1p24 }
    for read in 0..<9 {
      var stream = RandomStream(seed: 7, for: "data")
      for _ in 0..<read { _ = stream.next() }
      let start = (read + 3) / 4 * 4
      #expect(Tensor.uniform([16], using: &stream).scalars == Array(all[start..<start + 16]))
    }
  }

  @Test("a restored position continues with the same bits", arguments: [0, 1, 3, 4, 31, 100])
  func restored(read: Int) {
    var stream = RandomStream(seed: 3, for: "noise")
    _ = Tensor.normal([45], using: &stream)
    for _ in 0..<read { _ = stream.next() }
    var fresh = RandomStream(seed: 3, for: "noise")
    fresh.position = stream.position
    #expect(fresh == stream)
    #expect(stream.next() == fresh.next())
    #expect(stream.next(below: 1000) == fresh.next(below: 1000))
    #expect(stream.permutation(of: 20) == fresh.permutation(of: 20))
    let (expected, got) = (
      Tensor.truncatedNormal([333], using: &stream), Tensor.truncatedNormal([333], using: &fresh)
    )
    #expect(bits(expected) == bits(got))
    #expect(fresh == stream)
  }

  @Test("a draw begins the same whatever its size, and the next draw is another")
  func prefixes() {
    func drawn(_ count: Int) -> [UInt32] {
      var stream = RandomStream(seed: 5, for: "noise")
      return bits(.normal([count], using: &stream))
    }
    let whole = drawn(200)
    for count in [1, 15, 16, 17, 32, 33, 48, 199] {
      #expect(drawn(count) == Array(whole[..<count]))
    }
    var stream = RandomStream(seed: 5, for: "noise")
    let first = bits(.normal([64], using: &stream))
    let second = bits(.normal([64], using: &stream))
    #expect(Set(first).isDisjoint(with: second))
    #expect(first + second == Array(whole[..<128]))
  }

  @Test("a large draw has the same bits on one, two and three threads, and those of single words")
  func threads() {
    let stream = RandomStream(seed: 8, for: "noise")
    func draw() -> [[Float]] {
      var stream = stream
      return [
        Tensor.uniform([100_003], using: &stream).scalars,
        Tensor.normal([100_003], using: &stream).scalars, [Float(stream.position)],
      ]
    }
    let one = withThreads(1, draw)
    for threads in 2...3 { #expect(withThreads(threads, draw) == one) }
    var words = stream
    #expect(one[0] == (0..<100_003).map { _ in Float(words.next() >> 8) * 0x1p-24 })
  }

  @Test("the position may lie beyond 2³⁴, where the counter needs its second word")
  func farPositions() {
    var near = RandomStream(seed: 5, for: "noise")
    var far = near
    far.position = 1 << 34
    #expect(far.next() != near.next())
    far.position = 1 << 34
    let words = (0..<32).map { _ in far.next() }
    far.position = 1 << 34
    let uniform = Tensor.uniform([32], using: &far).scalars
    #expect(uniform == words.map { Float($0 >> 8) / 0x1p24 })
  }

  private func bits(_ tensor: Tensor) -> [UInt32] { tensor.scalars.map(\.bitPattern) }
}

@Suite("Whole numbers and permutations") struct WholeNumberTests {
  @Test("next(below:) stays below its bound", arguments: [1, 2, 3, 7, 1000, 1 << 31])
  func bounds(bound: Int) {
    var stream = RandomStream(seed: 1, for: "data")
    let drawn = (0..<2000).map { _ in stream.next(below: bound) }
    #expect(drawn.allSatisfy { (0..<bound).contains($0) })
    // Small bounds show every number: for 7, one is missed with a chance of 7 (6/7)²⁰⁰⁰ < 1e-132.
    if bound <= 7 { #expect(Set(drawn).count == bound) }
  }

  @Test(
    "next(below:) gives each number equally often",
    arguments: [(2, 10.83), (7, 22.46), (10, 27.88)])
  func uniform(bound: Int, limit: Double) {
    var stream = RandomStream(seed: 2, for: "data")
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<20_000 { counts[stream.next(below: bound)] += 1 }
    // χ² of bound − 1 degrees of freedom: above its limit by chance once in 1000.
    #expect(chiSquare(counts) < limit)
  }

  @Test("next(below:) draws again where 2³² is no multiple of the bound")
  func withoutBias() {
    // 3 · 2²⁹: taken from 2³² words without rejection, the numbers that are 2 modulo 3 would come up
    // in 2 of 8 draws, the others in 3. χ² would be about 625 for these 20,000; above 13.82 (two
    // degrees of freedom) it is by chance once in 1000.
    var stream = RandomStream(seed: 3, for: "data")
    var counts = [0, 0, 0]
    for _ in 0..<20_000 { counts[stream.next(below: 3 << 29) % 3] += 1 }
    #expect(chiSquare(counts) < 13.82)
  }

  @Test("a permutation holds each number once", arguments: [0, 1, 2, 5, 1000])
  func permutation(count: Int) {
    var stream = RandomStream(seed: 1, for: "order")
    let order = stream.permutation(of: count)
    #expect(order.sorted() == Array(0..<count))
    if count == 1000 { #expect(order != Array(0..<count)) }
  }

  @Test("all 24 orders of four are equally likely")
  func uniformPermutations() {
    var stream = RandomStream(seed: 4, for: "order")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[stream.permutation(of: 4), default: 0] += 1 }
    #expect(counts.count == 24)
    // 23 degrees of freedom: 49.73 is exceeded by chance once in 1000.
    #expect(chiSquare(Array(counts.values)) < 49.73)
  }

  @Test("a bound of nothing stops with a sentence that quotes it")
  func impossibleBound() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var stream = RandomStream(seed: 1, for: "data")
      _ = stream.next(below: 0)
    }
    expectSaid("next(below:)", "not 0", by: result)
  }

  private func chiSquare(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.reduce(0) { sum, count in
      sum + (Double(count) - expected) * (Double(count) - expected) / expected
    }
  }
}
