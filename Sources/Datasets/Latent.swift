import Tensors

/// The noise that a generator starts from: how many numbers, and how they are spread.
public struct Latent: Equatable, Sendable {
  public enum Distribution: String, CaseIterable, Sendable {
    /// N(0, 1).
    case normal
    /// Uniform on (−1, 1).
    case uniform
  }

  public var distribution: Distribution
  /// Numbers in a noise vector.
  public var size: Int

  public init(_ distribution: Distribution, size: Int) {
    self.distribution = distribution
    self.size = size
  }

  /// Noise for `count` samples, `[count, size]`.
  public func callAsFunction(_ count: Int, using stream: inout RandomStream) -> Tensor {
    switch distribution {
    case .normal: .normal([count, size], using: &stream)
    case .uniform: .uniform([count, size], from: -1, to: 1, using: &stream)
    }
  }

  /// Noise to look with, `[count, size]`: from a stream of its own, so that looking never changes a run.
  ///
  /// - Parameter purpose: names the stream, such as `"evaluation"`.
  public func callAsFunction(_ count: Int, for purpose: String, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed, for: purpose)
    return self(count, using: &stream)
  }

  /// The noise at the share `t` of the way from `a` to `b`.
  ///
  /// Half-way between two normal vectors lies a shorter one, such as a generator has never seen; so
  /// normal noise keeps its variance on the way.
  public func between(_ a: Tensor, _ b: Tensor, at t: Float) -> Tensor {
    let mixed = a * (1 - t) + b * t
    guard distribution == .normal else { return mixed }
    return mixed / ((1 - t) * (1 - t) + t * t).squareRoot()
  }
}

extension Latent: CustomStringConvertible {
  /// As in a run's settings: `normal, 32 numbers`.
  public var description: String { "\(distribution.rawValue), \(size) numbers" }
}
