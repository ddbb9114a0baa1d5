import Preconditions

/// The mean of −y log σ(x) − (1 − y) log(1 − σ(x)) over all logits x with labels y.
///
/// Computed as softplus(x) − x y, which is the same number and finite for every x: σ(x) itself
/// rounds to 0 below −88 and to 1 above 17, and its logarithm would then be infinite or lost.
public func sigmoidCrossEntropy(logits: Tensor, labels: Tensor) -> Tensor {
  require(
    logits.shape == labels.shape,
    "sigmoidCrossEntropy: logits \(logits.shape), labels \(labels.shape)")
  return (logits.softplus() - logits * labels).mean()
}

/// The same with one label for all logits: 1 for real, 0 for generated, or between.
public func sigmoidCrossEntropy(logits: Tensor, label: Float) -> Tensor {
  switch label {
  case 0: logits.softplus().mean()
  case 1: (-logits).softplus().mean()
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
