import Preconditions
import Tensors

/// Images that are good or bad in a known way, made of real ones: what a measure has to be shown before
/// it is believed.
public enum Control: String, CaseIterable, Sendable {
  case real, few, missing, repeated, blurred, smeared, grainy, noisy, halves, noise

  public var title: String {
    switch self {
    case .real: "real digits"
    case .few: "a tenth as many real digits"
    case .missing: "real digits, 0 to 4 alone"
    case .repeated: "20 real digits, repeated"
    case .blurred: "blurred twice"
    case .smeared: "blurred six times"
    case .grainy: "with noise, σ = 0.1"
    case .noisy: "with noise, σ = 0.3"
    case .halves: "upper and lower halves of two digits"
    case .noise: "uniform noise"
    }
  }

  /// - Parameters:
  ///   - real: `[n, 784]` pixels in 0…1; at least twenty images.
  ///   - classes: what they show; 0…4 must be among it.
  /// - Returns: as many images, in the same format; but of `few` a tenth and of `missing`
  ///   those that are left, twelve at least.
  public func images(from real: Tensor, showing classes: [Int], seed: UInt64 = 1) -> Tensor {
    let n = real.shape[0]
    require(
      real.shape == [n, 784] && n >= 20 && classes.count == n,
      "Control: real images \(real.shape) of \(classes.count) classes")
    var stream = RandomStream(seed: seed, for: "control \(rawValue)")
    switch self {
    case .real: return real
    case .few: return real.slice(0..<max(12, n / 10))
    case .missing:
      let there = classes.indices.filter { classes[$0] < 5 }
      require(!there.isEmpty, "Control: of the first five classes there is none")
      return real.rows(at: (0..<max(12, there.count)).map { there[$0 % there.count] })
    case .repeated: return real.rows(at: (0..<n).map { $0 % 20 })
    case .blurred: return changed(real) { pictures, i in Metrics.blurred(pictures[i], times: 2) }
    case .smeared: return changed(real) { pictures, i in Metrics.blurred(pictures[i], times: 6) }
    case .grainy: return noised(real, 0.1, &stream)
    case .noisy: return noised(real, 0.3, &stream)
    case .halves:
      return changed(real) { pictures, i in
        Metrics.halves(pictures[i], pictures[(i + n / 2) % n], cut: 14)
      }
    case .noise: return .uniform(real.shape, using: &stream)
    }
  }

  private func changed(_ real: Tensor, _ change: ([[Float]], Int) -> [Float]) -> Tensor {
    let pictures = pictures(of: real)
    return Tensor(shape: real.shape, scalars: pictures.indices.flatMap { change(pictures, $0) })
  }

  private func noised(_ real: Tensor, _ deviation: Float, _ stream: inout RandomStream) -> Tensor {
    (real + .normal(real.shape, standardDeviation: deviation, using: &stream)).clipped(to: 0...1)
  }
}
