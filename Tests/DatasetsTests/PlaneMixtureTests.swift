import Tensors
import Testing

@testable import Datasets

@Suite("Clusters in the plane")
struct PlaneMixtureTests {
  @Test("the ring: eight middles at distance 1, each √2 − √2 from the next")
  func ring() {
    let centers = PlaneMixture.ring.centers
    #expect(centers.count == 8)
    for (index, center) in centers.enumerated() {
      #expect(abs(center.x * center.x + center.y * center.y - 1) < 1e-6)
      let next = centers[(index + 1) % 8]
      let (dx, dy) = (next.x - center.x, next.y - center.y)
      #expect(abs(dx * dx + dy * dy - (2 - Float(2).squareRoot())) < 1e-5)
    }
  }

  @Test("the grid: twenty-five middles, all different, from −4 to 4 in steps of 2")
  func grid() {
    let centers = PlaneMixture.grid.centers
    #expect(Set(centers.map { [$0.x, $0.y] }).count == 25)
    #expect(
      centers.allSatisfy { [-4, -2, 0, 2, 4].contains($0.x) && [-4, -2, 0, 2, 4].contains($0.y) })
  }

  // Of 20,000 samples a cluster of the ring has 2,500 ± 47, one of the grid 800 ± 28: six standard
  // deviations would be left once in 10⁸ clusters.
  @Test("samples lie in all clusters alike, spread by σ", arguments: [PlaneMixture.ring, .grid])
  func samples(mixture: PlaneMixture) {
    var stream = RandomStream(seed: 1, for: "test")
    let points = mixture.sample(20_000, using: &stream)
    #expect(points.shape == [20_000, 2])
    let numbers = points.scalars
    var counts = [Int](repeating: 0, count: mixture.centers.count)
    var squares: Float = 0
    for start in stride(from: 0, to: numbers.count, by: 2) {
      let away = mixture.centers.map { center in
        let (dx, dy) = (numbers[start] - center.x, numbers[start + 1] - center.y)
        return dx * dx + dy * dy
      }
      let nearest = away.indices.min { away[$0] < away[$1] } ?? 0
      counts[nearest] += 1
      squares += away[nearest]
    }
    let share = 20_000 / Float(counts.count)
    #expect(counts.allSatisfy { abs(Float($0) - share) < 6 * share.squareRoot() }, "\(counts)")
    let spread = (squares / 40_000).squareRoot() / mixture.standardDeviation
    #expect(abs(spread - 1) < 0.03)
  }

  @Test("equal streams give equal points")
  func same() {
    var (a, b) = (RandomStream(seed: 1, for: "test"), RandomStream(seed: 1, for: "test"))
    let first = PlaneMixture.ring.sample(100, using: &a).scalars
    #expect(PlaneMixture.ring.sample(100, using: &b).scalars == first)
    #expect(PlaneMixture.ring.sample(100, using: &a).scalars != first)
  }
}
