import Metrics
import Testing

@Suite("Optimal transport")
struct TransportPlanTests {
  @Test("a known plan: every brick, every price, and the cost in whole bricks")
  func example() {
    let plan = TransportPlan(
      from: [3, 1], to: [0, 2, 2], costs: lineCosts([0, 1], [0, 1, 2]))
    #expect(plan.cost == 5)
    #expect(plan.table.map { $0.reduce(0, +) } == [3, 1])
    expectOptimal(plan, [3, 1], [0, 2, 2], lineCosts([0, 1], [0, 1, 2]))
  }

  @Test(
    "no plan of all is cheaper: heaps of up to four bricks on three places, whole costs, by force",
    arguments: 1...40)
  func byForce(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let (n, m) = (2 + Int(seed % 2), 2 + Int(seed / 2 % 2))
    let supply = (0..<n).map { _ in Int.random(in: 0...3, using: &random) }
    var demand = [Int](repeating: 0, count: m)
    for _ in 0..<supply.reduce(0, +) { demand[Int.random(in: 0..<m, using: &random)] += 1 }
    let costs = supply.map { _ in
      demand.map { _ in Double(Int.random(in: -2...9, using: &random)) }
    }
    let plan = TransportPlan(from: supply, to: demand, costs: costs)
    let least = cheapest(supply, demand, costs)
    #expect(plan.cost == least, "\(supply) onto \(demand), costs \(costs)")
    expectOptimal(plan, supply, demand, costs)
  }

  @Test(
    "on the line it costs what the area between the cumulative functions says", arguments: 1...12)
  func line(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    // Heaps of different sizes: each value of the one stands for as many bricks as the other has.
    let (n, m) = (3 + Int(seed), 15 - Int(seed) / 2)
    let a = random.normals(n)
    let b = random.normals(m, mean: 0.7, std: 2)
    let costs = lineCosts(a.map { Double($0) }, b.map { Double($0) })
    let supply = [Int](repeating: m, count: n)
    let demand = [Int](repeating: n, count: m)
    let plan = TransportPlan(from: supply, to: demand, costs: costs)
    let w1 = try #require(wasserstein1(a, b))
    #expect(abs(Float(plan.cost / Double(n * m)) - w1) < 1e-6 * max(1, w1))
    expectOptimal(plan, supply, demand, costs, tolerance: 1e-12)
  }

  @Test("on the plane, where nothing is in order, prices prove it optimal")
  func plane() {
    var random = SplitMix64(state: 7)
    func points(_ count: Int) -> [(x: Double, y: Double)] {
      (0..<count).map { _ in
        (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
      }
    }
    let (from, to) = (points(30), points(40))
    let costs = from.map { p in
      to.map { q in ((p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y)).squareRoot() }
    }
    let plan = TransportPlan(
      from: [Int](repeating: 4, count: 30), to: [Int](repeating: 3, count: 40), costs: costs)
    expectOptimal(
      plan, [Int](repeating: 4, count: 30), [Int](repeating: 3, count: 40), costs, tolerance: 1e-12)
  }

  @Test("equal heaps stay where they are, and a shifted heap costs its shift")
  func shift() {
    let heap = [1, 3, 0, 2]
    let places = (0..<4).map { Double($0) }
    for shift in [0.0, 1, 2.5, -4] {
      let plan = TransportPlan(
        from: heap, to: heap, costs: lineCosts(places, places.map { $0 + shift }))
      #expect(plan.cost == 6 * abs(shift))
    }
  }

  @Test("no bricks, no moves")
  func empty() {
    #expect(TransportPlan(from: [], to: [], costs: []).moves.isEmpty)
    #expect(TransportPlan(from: [0, 0], to: [0], costs: [[1], [2]]).moves.isEmpty)
  }
}

/// |x − y| for every pair.
private func lineCosts(_ from: [Double], _ to: [Double]) -> [[Double]] {
  from.map { x in to.map { abs(x - $0) } }
}

/// The margins are right, and the prices leave no profit and no loss on any move: so by linear
/// programming's duality nothing is cheaper.
private func expectOptimal(
  _ plan: TransportPlan, _ supply: [Int], _ demand: [Int], _ costs: [[Double]],
  tolerance: Double = 0, sourceLocation: SourceLocation = #_sourceLocation
) {
  let table = plan.table
  #expect(
    table.map { $0.reduce(0, +) } == supply, "what leaves", sourceLocation: sourceLocation)
  #expect(
    demand.indices.map { j in table.reduce(0) { $0 + $1[j] } } == demand, "what arrives",
    sourceLocation: sourceLocation)
  for i in supply.indices {
    for j in demand.indices {
      let profit = plan.goalPrices[j] - plan.sourcePrices[i] - costs[i][j]
      #expect(profit <= tolerance, "profit at (\(i), \(j))", sourceLocation: sourceLocation)
      if table[i][j] > 0 {
        #expect(profit >= -tolerance, "loss at (\(i), \(j))", sourceLocation: sourceLocation)
      }
    }
  }
  let value =
    zip(demand, plan.goalPrices).reduce(0) { $0 + Double($1.0) * $1.1 }
    - zip(supply, plan.sourcePrices).reduce(0) { $0 + Double($1.0) * $1.1 }
  #expect(
    abs(value - plan.cost) <= tolerance * Double(1 + supply.reduce(0, +)), "the bound is reached",
    sourceLocation: sourceLocation)
}

/// The least cost over every plan there is: brick by brick, each to any goal that wants one.
private func cheapest(_ supply: [Int], _ demand: [Int], _ costs: [[Double]]) -> Double {
  guard let i = supply.firstIndex(where: { $0 > 0 }) else { return 0 }
  var least = Double.infinity
  for j in demand.indices where demand[j] > 0 {
    var (left, wanted) = (supply, demand)
    left[i] -= 1
    wanted[j] -= 1
    least = min(least, costs[i][j] + cheapest(left, wanted, costs))
  }
  return least
}
