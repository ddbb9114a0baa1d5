import Testing

@testable import Datasets

@Suite("Batches")
struct BatchesTests {
  private func epoch(_ batches: inout Batches) -> [[Int]] {
    (0..<batches.batchesPerEpoch).map { _ in batches.next() }
  }

  @Test("every image comes once an epoch, in another order each time")
  func once() {
    var batches = Batches(of: 60, size: 12, seed: 1)
    let epochs = (0..<20).map { _ in epoch(&batches).flatMap(\.self) }
    for indices in epochs { #expect(indices.sorted() == Array(0..<60)) }
    #expect(Set(epochs).count == 20)
  }

  @Test("with drop, all batches are whole and no image is left out for good")
  func drop() {
    var batches = Batches(of: 64, size: 10, seed: 1)
    #expect(batches.batchesPerEpoch == 6)
    var missing = Set(0..<64)
    for _ in 0..<20 {
      let indices = epoch(&batches)
      #expect(indices.allSatisfy { $0.count == 10 })
      #expect(Set(indices.joined()).count == 60, "no image twice in an epoch")
      missing.subtract(indices.joined())
    }
    // Each is left out of all twenty epochs in one of 10²⁴ cases.
    #expect(missing.isEmpty)
  }

  @Test("with keep, the last batch of each epoch has the rest")
  func keep() {
    var batches = Batches(of: 64, size: 10, order: .shuffled(short: .keep), seed: 1)
    for _ in 0..<3 {
      let indices = epoch(&batches)
      #expect(indices.map(\.count) == [10, 10, 10, 10, 10, 10, 4])
      #expect(indices.joined().sorted() == Array(0..<64))
    }
    var whole = Batches(of: 60, size: 10, order: .shuffled(short: .keep), seed: 1)
    #expect(epoch(&whole).map(\.count) == [10, 10, 10, 10, 10, 10])
  }

  static let orders: [Batches.Order] = [
    .shuffled(), .shuffled(short: .keep), .withReplacement,
  ]

  @Test("set back to any position, exactly the batches that followed follow", arguments: orders)
  func restored(_ order: Batches.Order) {
    var batches = Batches(of: 23, size: 5, order: order, seed: 3)
    var positions: [UInt64] = []
    var drawn: [[Int]] = []
    for _ in 0..<17 {
      positions.append(batches.position)
      drawn.append(batches.next())
    }
    for (index, position) in positions.enumerated() {
      var restored = Batches(of: 23, size: 5, order: order, seed: 3)
      restored.position = position
      #expect((index..<17).map { _ in restored.next() } == Array(drawn[index...]))
    }
    // The same object, sent back within its epoch and into another one.
    for index in [16, 2, 3, 9] {
      batches.position = positions[index]
      #expect(batches.next() == drawn[index])
    }
  }

  @Test("the seed decides", arguments: orders)
  func seeds(_ order: Batches.Order) {
    var one = Batches(of: 1000, size: 50, order: order, seed: 1)
    var again = Batches(of: 1000, size: 50, order: order, seed: 1)
    var two = Batches(of: 1000, size: 50, order: order, seed: 2)
    let first = one.next()
    #expect(again.next() == first)
    #expect(two.next() != first)
  }

  @Test("with replacement, images repeat as often as chance has it")
  func replacement() {
    var batches = Batches(of: 100, size: 100, order: .withReplacement, seed: 1)
    var times = [Int](repeating: 0, count: 100)
    var distinct = 0
    for _ in 0..<1000 {
      let indices = batches.next()
      #expect(indices.count == 100)
      distinct += Set(indices).count
      for index in indices { times[index] += 1 }
    }
    // 100 (1 − 0.99¹⁰⁰) = 63.4 different ones in a batch, standard deviation 3.1/√1000.
    #expect(abs(Double(distinct) / 1000 - 63.4) < 0.5)
    // 1000 times each, standard deviation 31.5; five of them one seed in 20,000 would exceed.
    #expect(times.allSatisfy { abs($0 - 1000) < 158 })
  }

  @Test("with replacement a batch may be larger than the set")
  func largeReplacement() {
    var batches = Batches(of: 3, size: 50, order: .withReplacement, seed: 1)
    #expect(Set(batches.next()) == [0, 1, 2])
  }

  @Test("a batch larger than the set is a programmer's error that quotes both")
  func tooLarge() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Batches(of: 5, size: 6, seed: 1)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Batches: a batch of 6 needs as many images, not 5"))
  }
}
