import Foundation
import Preconditions

/// A smooth density estimate: the mean of one normal density around each sample,
///
///     p(x) = 1/n · Σᵢ exp(−(x − sᵢ)² ⁄ 2h²) ⁄ (h √2π)
///
/// - Parameters:
///   - samples: in any order; NaN and infinite ones are left out.
///   - grid: where p is wanted, ascending.
///   - bandwidth: h, in the samples' unit. `nil` takes Silverman's rule,
///     h = 0.9 · min(standard deviation, interquartile range ⁄ 1.34) · n^(−1⁄5),
///     but no less than the spacing of the grid: narrower bells would fall between its points, and
///     a generator that has collapsed to one value would not be seen at all.
/// - Returns: one density for each point of the grid, in 1 ÷ the samples' unit; zeros without
///   samples.
///
/// Bells are cut off at 6 h, where they have fallen to 1.5 × 10⁻⁸ of their height. Cost: sorting,
/// and for each grid point the samples within 6 h.
///
/// Reference: B. W. Silverman (1986), Density Estimation for Statistics and Data Analysis, 3.4.2.
public func density<Scalar: BinaryFloatingPoint>(
  of samples: [Scalar], over grid: [Scalar], bandwidth: Scalar? = nil
) -> [Scalar] {
  if let bandwidth {
    require(bandwidth > 0, "density: a bandwidth of \(bandwidth) is not above 0")
  }
  let sorted = samples.map { Double($0) }.filter(isUsable).sorted()
  let points = grid.map { Double($0) }
  guard !sorted.isEmpty, !points.isEmpty else { return grid.map { _ in 0 } }

  let h = bandwidth.map { Double($0) } ?? automaticBandwidth(sorted, grid: points)
  let height = 1 / (Double(sorted.count) * h * (2 * Double.pi).squareRoot())
  return points.map { x in
    var sum = 0.0
    var index = sorted.partitioningIndex { $0 >= x - 6 * h }
    while index < sorted.count, sorted[index] <= x + 6 * h {
      let distance = (x - sorted[index]) / h
      sum += exp(-0.5 * distance * distance)
      index += 1
    }
    return Scalar(sum * height)
  }
}

private func automaticBandwidth(_ sorted: [Double], grid: [Double]) -> Double {
  let n = Double(sorted.count)
  let mean = sorted.reduce(0, +) / n
  let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
  let quartiles = sorted[(sorted.count - 1) * 3 / 4] - sorted[(sorted.count - 1) / 4]
  let deviation = variance.squareRoot()
  let spread = quartiles > 0 ? min(deviation, quartiles / 1.34) : deviation
  let spacing = (grid[grid.count - 1] - grid[0]) / Double(max(1, grid.count - 1))
  let h = max(0.9 * spread * pow(n, -0.2), spacing)
  return h > 0 ? h : 1
}

extension Array {
  /// The first index whose element satisfies a condition that no earlier one does and all later do.
  fileprivate func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
