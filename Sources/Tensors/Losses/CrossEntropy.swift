import Preconditions

/// The mean of −y log σ(x) − (1 − y) log(1 − σ(x)) over all logits x with labels y.
///
/// Computed as max(x, 0) − x y + log(1 + exp(−|x|)), which is the same number, finite for every x, and
/// does not lose what a confident right answer still costs. σ(x) itself rounds to 0 below −88 and to 1
/// above 17, and its logarithm would then be infinite or lost.
public func sigmoidCrossEntropy(logits: Tensor, labels: Tensor) -> Tensor {
  require(
    logits.shape == labels.shape,
    "sigmoidCrossEntropy: logits \(logits.shape), labels \(labels.shape)")
  return logits.sigmoidCrossEntropies(labels).mean()
}

/// max(x, 0) − x y + log(1 + exp(−|x|)).
private struct SigmoidCrossEntropy: BinaryFunction {
  @inline(__always) func callAsFunction(_ x: Vector, _ y: Vector) -> Vector {
    x.atLeast(0).addingProduct(-x, y) + (-x.magnitude).softplus
  }
}

extension Tensor {
  /// The cross-entropy of each logit with its label; d = (σ(x) − y) dx − x dy.
  fileprivate func sigmoidCrossEntropies(_ labels: Tensor) -> Tensor {
    let result = storage.map(labels.storage, count: scalarCount, SigmoidCrossEntropy())
    return .recorded(result, shape, self, labels, keeping: .inputs) { record, v, index in
      index == 0 ? v * record[0].sigmoid() - v * record[1] : -(v * record[0])
    }
  }
}

/// The same with one label for all logits: 1 for real, 0 for generated, or between.
public func sigmoidCrossEntropy(logits: Tensor, label: Float) -> Tensor {
  switch label {
  case 0: logits.softplus().mean()
  case 1: (-logits).softplus().mean()
  // A label between is never so right that the difference would lose it.
  default: (logits.softplus() - logits * label).mean()
  }
}

/// The mean of −log p(label) over the rows of `logits`, `[batch, classes]`, where p is the softmax of
/// the row: p(c) = exp(xᶜ) / Σ exp(x).
///
/// Computed as log Σ exp(x − m) − (x(label) − m), with m the largest of the row, so no exponential
/// overflows.
public func softmaxCrossEntropy(logits: Tensor, labels: [Int]) -> Tensor {
  require(
    logits.rank == 2 && logits.shape[0] == labels.count,
    "softmaxCrossEntropy: logits \(logits.shape) for \(labels.count) labels")
  let classes = logits.shape[1]
  require(
    labels.allSatisfy { (0..<classes).contains($0) },
    "softmaxCrossEntropy: a label beyond 0 ..< \(classes)")
  let chosen = Tensor(shape: logits.shape) { scalars in
    scalars.update(repeating: 0)
    for (row, label) in labels.enumerated() { scalars[row * classes + label] = 1 }
  }
  // Any m gives the same number, so it needs no gradient.
  let shifted = logits - logits.detached().max(along: [1])
  let total = shifted.exp().sum(along: [1]).log()
  return (total - (shifted * chosen).sum(along: [1])).mean()
}
