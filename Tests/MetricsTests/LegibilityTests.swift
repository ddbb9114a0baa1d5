import Datasets
import Tensors
import Testing

@testable import Metrics

/// Is what can be read legible, and nothing else? Broken once by teaching the readers no eleventh class:
/// they read halves, strong blur and strong noise.
@Suite("Legibility", .serialized)
struct LegibilityTests {
  private static let hasMNIST = (try? Real.mnist.get()) != nil

  /// The legible share of each control that is made of unseen digits.
  private func shares(_ sets: Real.Sets, steps: Int) throws -> [Control: Float] {
    var readers = Readers(seed: 1)
    readers.train(labels: sets.training.labels.map { Int($0) }, steps: steps, seed: 1) {
      sets.training.tensor($0, in: .unit)
    }
    let real = sets.unseen.tensor(0..<2000, in: .unit, flattened: true)
    let classes = sets.unseen.classes(of: Array(0..<2000))
    return try Dictionary(
      uniqueKeysWithValues: Control.allCases.map {
        ($0, try #require(legibility(of: $0.images(from: real, showing: classes), by: readers)))
      })
  }

  private func expect(_ shares: [Control: Float], _ limits: [Control: ClosedRange<Float>]) throws {
    for (control, limit) in limits {
      let share = try #require(shares[control])
      #expect(limit.contains(share), "\(control.title): \(share)")
    }
  }

  @Test("drawn digits are legible; halves, blur and noise are not")
  func drawn() throws {
    try expect(
      shares(Real.drawn.get(), steps: 500),
      [
        .real: 0.97...1, .few: 0.95...1, .missing: 0.95...1, .repeated: 0.9...1,
        .blurred: 0.8...1, .smeared: 0...0.05, .grainy: 0.9...1, .noisy: 0...0.1,
        .halves: 0...0.35, .noise: 0...0,
      ])
  }

  @Test(
    "handwriting is legible; halves, blur and noise are not",
    .enabled(if: hasMNIST, "skipped: no MNIST at WORKBOOK_DATA"))
  func mnist() throws {
    try expect(
      shares(Real.mnist.get(), steps: 1500),
      [
        .real: 0.92...1, .repeated: 0.75...1, .blurred: 0.7...1, .smeared: 0...0.05,
        .grainy: 0.8...1, .noisy: 0...0.1, .halves: 0...0.35, .noise: 0...0,
      ])
  }

  @Test("a digit counts if all three readers see it")
  func unanimous() throws {
    let sets = try Real.drawn.get()
    var readers = Readers(seed: 1)
    let untrained = readers.readings(of: sets.unseen.tensor(0..<50, in: .unit))
    #expect(try #require(untrained).allSatisfy { $0 == nil })
    readers.train(labels: sets.training.labels.map { Int($0) }, steps: 60, seed: 1) {
      sets.training.tensor($0, in: .unit)
    }
    let images = sets.unseen.tensor(0..<500, in: .unit)
    let read = try #require(readers.readings(of: images))
    let right = zip(read, sets.unseen.labels).count { $0 == Int($1) }
    #expect(right > 50 && right < 490, "\(right) of 500")
    // Without a head, a reader gives every class a like chance, and sees nothing.
    var parameters = readers.parameters
    for i in parameters.indices.suffix(2) { parameters[i] = .zeros(parameters[i].shape) }
    readers.parameters = parameters
    #expect(try #require(readers.readings(of: images)).allSatisfy { $0 == nil })
  }

  @Test("equal seeds teach equal readers, whatever the order of asking")
  func repeatable() throws {
    let sets = try Real.drawn.get()
    func trained(_ seed: UInt64) -> String {
      var readers = Readers(seed: 1)
      readers.train(labels: sets.training.labels.map { Int($0) }, steps: 3, seed: seed) {
        sets.training.tensor($0, in: .unit)
      }
      return digest(of: readers.parameters)
    }
    #expect(trained(1) == trained(1))
    #expect(trained(1) != trained(2))
  }

  @Test("what is read as asked is counted against the labels")
  func asked() {
    #expect(shareRead([1, 2, 3, 4], asAsked: [1, 2, 3, 5]) == 0.75)
    #expect(shareRead([1, 2], asAsked: [2, 1]) == 0)
  }

  @Test("a pixel that is no number leaves nothing to read")
  func absent() {
    var pixels = [Float](repeating: 0, count: 2 * 784)
    pixels[900] = .nan
    let readers = Readers(seed: 1)
    #expect(legibility(of: Tensor(shape: [2, 784], scalars: pixels), by: readers) == nil)
    #expect(legibility(of: .zeros([2, 784]), by: readers) == 0)
  }
}
