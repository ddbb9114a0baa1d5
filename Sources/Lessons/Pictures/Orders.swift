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

  /// Orders of which the number in the place of the class is `value`, behind the noise.
  init(for classNames: [String], value: Float) {
    self.init(for: classNames) { z, asked in .concatenation([z, asked * value], along: 1) }
  }

  /// The number in the place of the class, found by asking; nil where an order is no more than numbers
  /// behind noise of this size, of which all others are 0.
  public func value(behind size: Int) -> Float? {
    let count = classNames.count
    let z = Latent(.normal, size: size)(count, for: "order", seed: 1)
    let joined = self(z, 0..<count)
    guard joined.shape == [count, size + count] else { return nil }
    let value = joined.scalars[size]
    return joined.scalars == Orders(for: classNames, value: value)(z, 0..<count).scalars
      ? value : nil
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
