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
