import Preconditions
import Tensors

/// The squared Euclidean distances between the rows of two matrices, fast and then exact.
///
/// All of them at once are one matrix product:
///
///     ‖a − b‖² = ‖a‖² + ‖b‖² − 2 aᵀb
///
/// It subtracts large numbers, and in single precision a copy of an image of MNIST lies up to 0.013
/// from its original. So the product only sorts out: it comes with a bound on its own error, and
/// where the bound leaves a question open, Σ (aᵢ − bᵢ)² is summed in double precision. Every answer
/// below is therefore that of the double sums: copies are at 0, and equal rows at equal distances.
///
/// The product goes in tiles of at most 512 × 4,096, 8 MB, whatever the sizes are; beside them stands
/// a centred copy of both sets.
struct Distances {
  private let a: Rows
  private let b: Rows

  /// - Returns: nil if a number is a NaN or an infinity or its square exceeds the range of `Float`.
  init?(from a: Tensor, to b: Tensor) {
    require(
      a.rank == 2 && b.rank == 2 && a.shape[1] == b.shape[1],
      "distances: points \(a.shape) against \(b.shape)")
    guard a.isFinite, b.isFinite else { return nil }
    // A common shift changes no distance, and smaller numbers leave smaller errors.
    let center = columnMeans(b)
    guard let a = Rows(a, center), let b = Rows(b, center) else { return nil }
    (self.a, self.b) = (a, b)
  }

  /// Visits every pair (i, j), those of one i in ascending j, with a lower and an upper bound on the
  /// squared distance.
  ///
  /// Inlined, for there are 10⁸ pairs of 2,000 samples with a training set.
  @inline(__always)
  private func visit(_ body: (_ i: Int, _ j: Int, _ lower: Float, _ upper: Float) -> Void) {
    // A sum of d products in any order errs by at most d·2⁻²⁴ ‖a‖‖b‖ ≤ d·2⁻²⁵ (‖a‖² + ‖b‖²), twice
    // that in the distance. The 16 stand for the centring, the norms and the two additions.
    let error = Float(a.size + 16) * 0x1p-24
    for rows in blocks(of: a.count, size: 512) {
      let left = a.centred.slice(rows)
      for columns in blocks(of: b.count, size: 4096) {
        let products = left.matmul(b.centred.slice(columns), otherTransposed: true)
        products.withUnsafeScalars { products in
          a.norms.withUnsafeBufferPointer { aNorms in
            b.norms.withUnsafeBufferPointer { bNorms in
              var index = 0
              for i in rows {
                for j in columns {
                  let norms = aNorms[i] + bNorms[j]
                  let distance = norms - 2 * products[index]
                  let slack = error * norms
                  body(i, j, max(distance - slack, 0), distance + slack)
                  index &+= 1
                }
              }
            }
          }
        }
      }
    }
  }

  /// Σ (aᵢ − bᵢ)² in double precision, the same from both sides.
  func exact(_ i: Int, _ j: Int) -> Double {
    a.points.withUnsafeScalars { x in
      b.points.withUnsafeScalars { y in
        let (p, q) = (i * a.size, j * b.size)
        // Eight sums, since one would wait for each addition in turn.
        var sums = SIMD8<Double>.zero
        var k = 0
        while k &+ 8 <= a.size {
          var difference = SIMD8<Double>.zero
          for lane in 0..<8 {
            difference[lane] = Double(x[p &+ k &+ lane]) - Double(y[q &+ k &+ lane])
          }
          sums += difference * difference
          k &+= 8
        }
        var rest = 0.0
        while k < a.size {
          let difference = Double(x[p &+ k]) - Double(y[q &+ k])
          rest += difference * difference
          k &+= 1
        }
        return sums.sum() + rest
      }
    }
  }

  /// For each row of `a` its `count` nearest rows of `b`, nearest first, equal ones in ascending
  /// order. With `leavingOut`, for a set against itself, row i does not count as i's neighbour.
  func nearest(_ count: Int, leavingOut: Bool = false) -> [[Neighbour]] {
    var found = [[Neighbour]](repeating: [], count: a.count)
    // How near a row must be to matter: nearer than the farthest of `count`. An equal distance comes
    // too late, and so the earlier index stays.
    var reach = [Double](repeating: .infinity, count: a.count)
    visit { i, j, lower, _ in
      if Double(lower) >= reach[i] || (leavingOut && i == j) { return }
      let distance = exact(i, j)
      if distance >= reach[i] { return }
      let place = found[i].firstIndex { $0.squaredDistance > distance } ?? found[i].count
      found[i].insert(Neighbour(index: j, squaredDistance: distance), at: place)
      if found[i].count > count { found[i].removeLast() }
      if found[i].count == count { reach[i] = found[i][count - 1].squaredDistance }
    }
    return found
  }

  /// For each row of `a`, whether it lies within the squared radius of any row of `b`.
  func covered(byBallsOf squaredRadii: [Double]) -> [Bool] {
    var covered = [Bool](repeating: false, count: a.count)
    visit { i, j, lower, upper in
      if covered[i] || Double(lower) > squaredRadii[j] { return }
      covered[i] = Double(upper) <= squaredRadii[j] || exact(i, j) <= squaredRadii[j]
    }
    return covered
  }

  /// For each row of `a`, how many rows of `b` lie nearer than its squared radius.
  func counts(withinBallsOf squaredRadii: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: a.count)
    visit { i, j, lower, upper in
      if Double(lower) >= squaredRadii[i] { return }
      if Double(upper) < squaredRadii[i] || exact(i, j) < squaredRadii[i] { counts[i] += 1 }
    }
    return counts
  }
}

/// The rows of a matrix, themselves and moved to a center, with the squared norms of the latter.
private struct Rows {
  let points: Tensor
  let centred: Tensor
  let norms: [Float]

  var count: Int { points.shape[0] }
  var size: Int { points.shape[1] }

  init?(_ points: Tensor, _ center: [Double]) {
    let (n, d) = (points.shape[0], points.shape[1])
    let moved = Metrics.centred(points, 0..<n, at: center)
    let norms = moved.withUnsafeScalars { scalars in
      (0..<n).map { row in
        var sum = 0.0
        for i in row * d..<(row + 1) * d { sum += Double(scalars[i]) * Double(scalars[i]) }
        return Float(sum)
      }
    }
    // An eighth of the range, so that ‖a‖² + ‖b‖² + 2|aᵀb| stays within it.
    guard norms.allSatisfy({ $0 < .greatestFiniteMagnitude / 8 }) else { return nil }
    (self.points, self.centred, self.norms) = (points, moved, norms)
  }
}
