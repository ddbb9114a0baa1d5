import Datasets
import Tensors

/// Three critics on heaps between which the best price list falls and climbs: two real ones outside,
/// the generated one in the middle.
package struct RulerBend {
  package let critics: [(title: String, values: [Float], parameters: [Tensor])]
  /// The best price list: its slope is 1 where more generated mass lies to the left than real, else −1.
  package let exact: [Float]
  package static let grid = (0...160).map { Float($0) / 40 - 2 }

  package init(updates: Int, samples: Int, seed: UInt64) throws {
    let real = Distribution(mixing: [
      try .init(mean: -1.2, standardDeviation: 0.2), try .init(mean: 1.2, standardDeviation: 0.2),
    ])
    let fake = Distribution.normal(mean: 0, standardDeviation: 0.3)
    var stream = RandomStream(seed: seed, for: "bend")
    let pair = HeapPair(
      real: real.sample(samples, using: &stream), fake: fake.sample(samples, using: &stream))
    let points = Tensor(shape: [Self.grid.count, 1], scalars: Self.grid)
    critics = [RulerKind.oneSided, .twoSided, .clipLarge].map { kind in
      let ruler = kind.ruler(of: pair, called: "bend", updates: updates, seed: seed)
      let values = ruler.layers(points).scalars
      let scaled = values.map { $0 / (kind.bound ?? 1) }
      return (
        kind.bound == nil ? kind.title : "\(kind.title), ÷ 8.2", Self.centred(scaled),
        ruler.layers.parameters
      )
    }
    var prices: [Float] = [0]
    for (x, next) in zip(Self.grid, Self.grid.dropFirst()) {
      let middle = Double(x + next) / 2
      let climbs = fake.cumulative(at: middle) > real.cumulative(at: middle)
      prices.append(prices[prices.count - 1] + (climbs ? next - x : x - next))
    }
    exact = Self.centred(prices)
  }

  /// A price list means the same when a constant is added, so lists are compared with mean 0.
  private static func centred(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0, +) / Float(values.count)
    return values.map { $0 - mean }
  }
}
