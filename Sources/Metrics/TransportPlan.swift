import Preconditions

/// The cheapest plan for moving one heap of bricks onto another, exactly, for any cost of a move.
///
/// With aᵢ bricks at place i, bⱼ wanted at place j, and cᵢⱼ the cost of carrying one from i to j,
///
///     minimise Σ πᵢⱼ cᵢⱼ   where   Σⱼ πᵢⱼ = aᵢ,   Σᵢ πᵢⱼ = bⱼ,   πᵢⱼ ≥ 0
///
/// With cᵢⱼ = |xᵢ − xⱼ| the cost for one brick is the Wasserstein-1 (earth mover's) distance; on a
/// line ``wasserstein1(_:_:)`` knows it without a plan.
///
///     let plan = TransportPlan(
///       from: [3, 1], to: [0, 2, 2], costs: (0..<2).map { i in (0..<3).map { abs(Double(i - $0)) } })
///     plan.cost  // 5: three bricks by one place, one by two
///
/// A plan is optimal if there are prices at which nobody earns by carrying: uᵢ for a brick at its
/// source, vⱼ at its goal, with vⱼ − uᵢ ≤ cᵢⱼ everywhere and equality wherever the plan moves
/// something. Then no plan costs less than Σ bⱼvⱼ − Σ aᵢuᵢ, which is what this one costs. The solver
/// keeps such prices, and hands them out as its certificate.
///
/// Method: successive shortest paths in the network of moves that are possible and of moves that can
/// be taken back, each found by Dijkstra's algorithm, since the prices keep every length at 0 or
/// above. Costs are only added and subtracted, so whole ones (below 2⁵³ in all) give exact results.
///
/// - Complexity: O(k (n + m)²) for n sources, m goals and k paths, at most one for each brick; and
///   each path empties a source, fills a goal, or takes a whole move back. 40 × 40 places take a
///   millisecond or so, 1,000 × 1,000 are not what this is for.
///
/// W. S. Jewell (1958), "Optimal flow through networks"; J. Edmonds, R. M. Karp (1972), "Theoretical
/// improvements in algorithmic efficiency for network flow problems", who added the prices.
public struct TransportPlan: Equatable, Sendable {
  /// So many bricks from one place to another.
  public struct Move: Equatable, Sendable {
    public let source: Int
    public let goal: Int
    public let bricks: Int
  }

  /// Every move of at least one brick, in the order of the sources, then of the goals. Of several
  /// plans of one cost this is the one that the search meets first.
  public let moves: [Move]
  /// Σ πᵢⱼ cᵢⱼ, for all bricks together.
  public let cost: Double
  /// uᵢ: what a brick is worth at each source.
  public let sourcePrices: [Double]
  /// vⱼ: what it is worth at each goal.
  public let goalPrices: [Double]

  /// Finds the plan.
  ///
  /// Stops unless the two heaps have equally many bricks, none a negative number of them, and
  /// `costs` has a finite number for each pair.
  ///
  /// - Parameters:
  ///   - supply: aᵢ, the bricks at each source.
  ///   - demand: bⱼ, the bricks wanted at each goal.
  ///   - costs: cᵢⱼ, a row for each source with a number for each goal; may be negative.
  public init(from supply: [Int], to demand: [Int], costs: [[Double]]) {
    require(
      supply.allSatisfy { $0 >= 0 } && demand.allSatisfy { $0 >= 0 },
      "TransportPlan: a place with less than no bricks among \(supply) or \(demand)")
    require(
      supply.reduce(0, +) == demand.reduce(0, +),
      "TransportPlan: \(supply.reduce(0, +)) bricks onto a heap of \(demand.reduce(0, +))")
    require(
      costs.count == supply.count
        && costs.allSatisfy { $0.count == demand.count && $0.allSatisfy(\.isFinite) },
      "TransportPlan: costs must be \(supply.count) rows of \(demand.count) finite numbers")
    var search = TransportSearch(supply: supply, demand: demand, costs: costs)
    search.run()
    sourcePrices = search.u
    goalPrices = search.v
    var moves: [Move] = []
    var cost = 0.0
    for i in supply.indices {
      for j in demand.indices where search.flow[i][j] > 0 {
        moves.append(Move(source: i, goal: j, bricks: search.flow[i][j]))
        cost += Double(search.flow[i][j]) * costs[i][j]
      }
    }
    self.moves = moves
    self.cost = cost
  }

  /// The plan π as a table: a row for each source, a column for each goal.
  public var table: [[Int]] {
    var table = sourcePrices.map { _ in [Int](repeating: 0, count: goalPrices.count) }
    for move in moves { table[move.source][move.goal] = move.bricks }
    return table
  }
}

/// The state of the search: bricks still to be moved, what is moved so far, and the prices.
private struct TransportSearch {
  /// What is left at each source and still wanted at each goal.
  private var left: [Int]
  private var wanted: [Int]
  private let costs: [[Double]]
  private(set) var flow: [[Int]]
  private(set) var u: [Double]
  private(set) var v: [Double]

  init(supply: [Int], demand: [Int], costs: [[Double]]) {
    (left, wanted, self.costs) = (supply, demand, costs)
    flow = supply.map { _ in [Int](repeating: 0, count: demand.count) }
    // Nothing is moved yet, so these prices need only leave no profit: vⱼ ≤ uᵢ + cᵢⱼ.
    u = [Double](repeating: 0, count: supply.count)
    v = demand.indices.map { j in costs.map { $0[j] }.min() ?? 0 }
  }

  mutating func run() {
    while left.contains(where: { $0 > 0 }) { augment() }
  }

  /// Sends as many bricks as fit along the shortest path from a source that has some left to a goal
  /// that wants some, and raises the prices by the distances.
  ///
  /// The length of a move is cᵢⱼ + uᵢ − vⱼ ≥ 0: what one loses by it at today's prices. To take a
  /// brick back is free, for the prices are equal wherever the plan moves something.
  private mutating func augment() {
    let (n, m) = (left.count, wanted.count)
    // Places are numbered: sources 0 ..< n, goals n ..< n + m.
    var distance = left.map { $0 > 0 ? 0 : Double.infinity }
    distance += [Double](repeating: .infinity, count: m)
    var previous = [Int](repeating: -1, count: n + m)
    var isDone = [Bool](repeating: false, count: n + m)
    var end = -1
    while end < 0 {
      // The nearest place not yet done; of equally near ones the first.
      var place = -1
      for k in 0..<n + m
      where !isDone[k] && distance[k] < (place < 0 ? .infinity : distance[place]) { place = k }
      isDone[place] = true
      if place >= n {
        let j = place - n
        if wanted[j] > 0 { end = place }
        for i in 0..<n where flow[i][j] > 0 && distance[place] < distance[i] {
          (distance[i], previous[i]) = (distance[place], place)
        }
      } else {
        for j in 0..<m {
          // Rounding may leave a length that should be 0 a little below it.
          let length = max(0, costs[place][j] + u[place] - v[j])
          if distance[place] + length < distance[n + j] {
            (distance[n + j], previous[n + j]) = (distance[place] + length, place)
          }
        }
      }
    }
    for i in 0..<n { u[i] += min(distance[i], distance[end]) }
    for j in 0..<m { v[j] += min(distance[n + j], distance[end]) }

    var path = [end]
    while let next = path.last.map({ previous[$0] }), next >= 0 { path.append(next) }
    var bricks = min(left[path[path.count - 1]], wanted[end - n])
    for (to, from) in zip(path, path.dropFirst()) where from >= n {
      bricks = min(bricks, flow[to][from - n])
    }
    for (to, from) in zip(path, path.dropFirst()) {
      if from < n { flow[from][to - n] += bricks } else { flow[to][from - n] -= bricks }
    }
    left[path[path.count - 1]] -= bricks
    wanted[end - n] -= bricks
  }
}
