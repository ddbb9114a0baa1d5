import Preconditions
import Tensors

/// How much of the images' fine detail is one pattern of period 2: the artefact that transposed
/// convolutions leave where they overlap unevenly.
///
/// The fine detail d of an image is what a small blur takes away,
///
///     d = x − b ∗ x,   b = (1, 2, 1)ᵀ (1, 2, 1) / 16,
///
/// which keeps every pattern of period 2 whole, because b has none. Its pixels fall into 2 × 2 phases:
/// even or odd row, even or odd column. With m the mean of d in a phase, the score is the share of the
/// variance of d that the phase explains,
///
///     Σ (m − mean d)² / Σ (d − mean d)²,   0 … 1,
///
/// both sums over all pixels, channels and images; the means are of one channel of one image. A
/// checkerboard scores 1, and so do stripes of one pixel, wherever they begin; edges and strokes fall
/// on all phases alike and cancel. Independent pixels score 3 / (0.640625 · n) on average, if n pixels
/// have all eight neighbours: 0.0012 at 64 × 64, 0.0069 at 28 × 28. (Each of the three patterns gets
/// its 1/n of the white spectrum, of which b leaves the share 1 − 2 (1/2)² + (3/8)² = 0.640625.)
///
/// A pattern that turns its sign half way across the image cancels too: the score is a lower bound on
/// what the eye may see.
///
/// - Parameter images: `[n, height, width, channels]`, at least 4 × 4, in any range of numbers.
/// - Returns: 0 for images without any detail; nil if a pixel is no number.
///
/// A. Odena, V. Dumoulin, C. Olah (2016), "Deconvolution and Checkerboard Artifacts".
public func checkerboard(_ images: Tensor) -> Float? {
  require(
    images.rank == 4 && images.shape[1] >= 4 && images.shape[2] >= 4,
    "checkerboard: images of shape \(images.shape), not [n, height, width, channels] from 4 × 4 on")
  guard images.isFinite else { return nil }
  let (height, width) = (images.shape[1], images.shape[2])
  let channels = images.shape[3]
  var (explained, total) = (0.0, 0.0)
  images.withUnsafeScalars { scalars in
    for image in 0..<images.shape[0] {
      for channel in 0..<channels {
        let first = image * height * width * channels + channel
        let plane = Plane(
          scalars: scalars, first: first, columnStride: channels, height: height, width: width)
        let energy = plane.detailEnergy()
        explained += energy.explained
        total += energy.total
      }
    }
  }
  return total > 0 ? Float(explained / total) : 0
}

/// One channel of one image.
private struct Plane {
  let scalars: UnsafeBufferPointer<Float>
  let first: Int
  let columnStride: Int
  let height: Int
  let width: Int

  /// The two sums of squares; pixels at the border have no blur, and are left out.
  func detailEnergy() -> (explained: Double, total: Double) {
    var sums = [Double](repeating: 0, count: 4)
    var counts = [Double](repeating: 0, count: 4)
    var squares = 0.0
    for row in 1..<height - 1 {
      for column in 1..<width - 1 {
        let detail = detail(row, column)
        let phase = row % 2 * 2 + column % 2
        sums[phase] += detail
        counts[phase] += 1
        squares += detail * detail
      }
    }
    // Σ over a phase of m² is (Σ d)² / count.
    let between = zip(sums, counts).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
    let sum = sums.reduce(0, +)
    let mean = sum * sum / counts.reduce(0, +)
    return (max(0, between - mean), max(0, squares - mean))
  }

  /// Differences first: a constant image has exactly no detail.
  private func detail(_ row: Int, _ column: Int) -> Double {
    let center = pixel(row, column)
    var blur = 0.0
    for (dy, weights) in [(-1, (1.0, 2.0)), (0, (2.0, 4.0)), (1, (1.0, 2.0))] {
      blur += weights.0 * (pixel(row + dy, column - 1) - center)
      blur += weights.1 * (pixel(row + dy, column) - center)
      blur += weights.0 * (pixel(row + dy, column + 1) - center)
    }
    return -blur / 16
  }

  private func pixel(_ row: Int, _ column: Int) -> Double {
    Double(scalars[first + (row * width + column) * columnStride])
  }
}

extension Metric {
  public static let checkerboard = Metric(
    "checkerboard", .samples, "Checkerboard",
    "The share of the samples' fine detail that is one pattern of period 2, as transposed "
      + "convolutions leave it.",
    reference: "0 is none and 1 nothing else. Drawn digits and faces have at most 0.003.")
}
