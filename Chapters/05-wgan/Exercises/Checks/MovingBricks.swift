import Metrics
import Tensors

/// 5.1: the least work to turn one heap on a line into another.
public protocol MovingBricks: Exercise {
  /// The Wasserstein-1 distance of two heaps.
  ///
  /// - Parameters:
  ///   - p: the mass in each cell, from left to right; together 1.
  ///   - q: that of the other heap, in the same cells.
  ///   - cellWidth: how far a cell is from the next.
  func work(_ p: [Float], _ q: [Float], cellWidth: Float) throws -> Float
}

extension MovingBricks {
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "heaps")
    // One heap in two cells, the other beside it: first to its right, then to its left.
    let left: [Float] = [0.5, 0.5, 0, 0, 0, 0]
    let right: [Float] = [0, 0, 0, 0, 0.5, 0.5]
    try compare("a heap that moves to the right", left, right, width: 0.3)
    try compare("a heap that moves to the left", right, left, width: 0.3)
    // Half goes to either side: the middle stays where it is.
    try compare("a heap that parts", [0, 0, 1, 0, 0], [0.5, 0, 0, 0, 0.5], width: 1)
    // Ten bricks each, thrown at random.
    for _ in 0..<5 {
      func heap() -> [Float] {
        var cells = [Float](repeating: 0, count: 8)
        for _ in 0..<10 { cells[stream.next(below: 8)] += 0.1 }
        return cells
      }
      try compare("two heaps of ten bricks", heap(), heap(), width: 0.25)
    }
  }

  /// Compares with the cheapest of all plans, which is searched for brick by brick.
  private func compare(_ name: String, _ p: [Float], _ q: [Float], width: Float) throws {
    let costs = p.indices.map { i in q.indices.map { j in Double(abs(i - j)) } }
    func bricks(_ heap: [Float]) -> [Int] { heap.map { Int(($0 * 10).rounded()) } }
    let cheapest = Float(TransportPlan(from: bricks(p), to: bricks(q), costs: costs).cost) / 10
    let differences = zip(p, q).map { $0 - $1 }
    var surplus: Float = 0
    let surpluses = differences.map { difference in
      surplus += difference
      return surplus
    }
    let moved = differences.reduce(0) { $0 + abs($1) }
    let means = differences.enumerated().reduce(0) { $0 + Float($1.offset) * $1.element }
    try expect(
      "the work for \(name)", try work(p, q, cellWidth: width), near: cheapest * width,
      mistakes: [
        "this is how much is moved, and not how far: it is the same next door and a mile away":
          moved * width,
        "this is how much is moved, and not how far: half of it is counted": moved / 2,
        "only the two middles are compared: a heap can part, and its middle stays":
          abs(means) * width,
        "the work is negative: what crosses a border to the left is work too":
          surpluses.reduce(0, +) * width,
        "the way is counted in cells: a cell has a width": cheapest,
      ])
  }
}
