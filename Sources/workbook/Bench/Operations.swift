import Tensors

/// What a step spends its time on: its operations, the dearest first.
struct OperationCosts {
  struct Cost: Encodable {
    let workload: String
    /// The name; for products and convolutions with the shapes.
    let operation: String
    /// In a step.
    let calls: Int
    /// Of all calls in a step.
    let ms: Double
    let share: Double
    /// Where there are multiply-adds; every tap of a convolution counts.
    let gflops: Double?
  }

  let costs: [Cost]
  /// Of a step, in milliseconds, with everything between the operations.
  let total: Double

  /// Runs the step for about `seconds`, after one that does not count.
  init(of workload: Workload, batch: Int, seconds: Double) {
    let step = workload.step(batch: batch)
    step()
    var steps: [[Tensors.Operation]] = []
    let end = ContinuousClock.now + .seconds(seconds)
    repeat { steps.append(operations(of: step)) } while .now < end
    self.init(workload, steps: steps)
  }

  /// The medians over the steps: the machine may have been busy with something else during one.
  init(_ workload: Workload, steps: [[Tensors.Operation]]) {
    let sums = steps.map(Self.sums)
    let titles = Set(sums.flatMap(\.keys))
    let medians = titles.map { title in
      (title, median(sums.map { $0[title]?.ms ?? 0 }), sums.compactMap { $0[title] }[0])
    }
    let all = medians.reduce(0) { $0 + $1.1 }
    total = all
    costs = medians.map { title, ms, sum in
      Cost(
        workload: workload.rawValue, operation: title, calls: sum.calls, ms: ms, share: ms / all,
        gflops: sum.multiplyAdds == 0 ? nil : Double(sum.multiplyAdds) * 2 / (ms * 1e6))
    }.sorted { ($1.ms, $0.operation) < ($0.ms, $1.operation) }
  }

  private typealias Sum = (calls: Int, ms: Double, multiplyAdds: Int)

  /// One step's, by operation.
  private static func sums(_ step: [Tensors.Operation]) -> [String: Sum] {
    var sums: [String: Sum] = [:]
    for operation in step {
      let multiplyAdds = operation.multiplyAdds
      let shapes = operation.operands.prefix(2).map { "\($0)" }.joined(separator: " ")
      let title =
        multiplyAdds == nil ? operation.name : "\(operation.name) \(shapes) → \(operation.result)"
      var sum = sums[title] ?? (0, 0, 0)
      sum.calls += 1
      sum.ms += operation.time / .milliseconds(1)
      sum.multiplyAdds += multiplyAdds ?? 0
      sums[title] = sum
    }
    return sums
  }

  var rows: [String] {
    costs.map { cost in
      Table.operations.row([
        cost.workload, digits(cost.ms), "\(fixed(cost.share * 100, 1)) %", "\(cost.calls)",
        cost.gflops.map(digits) ?? "", cost.operation,
      ])
    } + [
      Table.operations.row([costs.first?.workload ?? "", digits(total), "", "", "", "the step"])
    ]
  }
}

extension Tensors.Operation {
  /// How many multiply-adds a product or a convolution amounts to, with every tap; `nil` for others.
  var multiplyAdds: Int? {
    func count(_ shape: Shape) -> Int { shape.reduce(1, *) }
    switch (name, operands.count) {
    // Each number of the left factor meets each column of the result.
    case ("matmul", 2), ("dense", 3): return count(operands[0]) * result[1]
    // Each number of y, on one side or the other, meets the weights of its channel.
    case ("convolution", 2...): return count(result) * count(operands[1]) / result[3]
    case ("convolutionAdjoint", 2...):
      return count(operands[0]) * count(operands[1]) / operands[0][3]
    case ("convolutionWeights", 2): return count(operands[1]) * count(result) / result[3]
    default: return nil
    }
  }
}

extension Table {
  static let operations = Table(columns: [
    ("workload", 8), ("ms", 8), ("share", 6), ("calls", 6), ("GFLOP/s", 8), ("operation", -1),
  ])
}
