import Datasets
import Tensors

/// How a generator is asked for a class: what it was trained to be asked for, and how the order goes in
/// with the noise.
public struct Orders {
  public let classNames: [String]
  private let with: (_ z: Tensor, _ asked: Tensor) -> Tensor

  /// - Parameter with: what goes into the generator, of noise `[n, size]` and orders `[n, classes]`, rows
  ///   of which all but one number are 0, and that is 1.
  public init(
    for classNames: [String], with: @escaping (_ z: Tensor, _ asked: Tensor) -> Tensor
  ) {
    self.classNames = classNames
    self.with = with
  }

  /// What goes into the generator to draw these classes.
  public func callAsFunction(_ z: Tensor, _ labels: some Collection<Int>) -> Tensor {
    with(z, .oneHot(labels, classes: classNames.count))
  }

  /// The same at the share `t` of the way from each label to another.
  func between(_ z: Tensor, _ from: Int, _ to: Int, at t: Float) -> Tensor {
    let (start, end) = (
      Tensor.oneHot([from], classes: classNames.count),
      Tensor.oneHot([to], classes: classNames.count)
    )
    return with(z, start * (1 - t) + end * t)
  }

  /// A class for each of `count` samples, all in turn: what a judge is shown.
  public func inTurn(_ count: Int) -> [Int] { (0..<count).map { $0 % classNames.count } }
}
