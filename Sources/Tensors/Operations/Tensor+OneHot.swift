import Preconditions

extension Tensor {
  /// A row for each label, `[labels.count, classes]`: 1 in the place of the label, 0 elsewhere. Not
  /// differentiable.
  ///
  ///     Tensor.oneHot([2, 0], classes: 3)  // [[0, 0, 1], [1, 0, 0]]
  ///
  /// A label out of range is a programmer's error.
  public static func oneHot(_ labels: some Collection<Int>, classes: Int) -> Tensor {
    Tensor(shape: [labels.count, classes]) { scalars in
      scalars.update(repeating: 0)
      for (row, label) in labels.enumerated() {
        require(
          label >= 0 && label < classes, "oneHot: there is no class \(label) of \(classes)")
        scalars[row * classes + label] = 1
      }
    }
  }
}
