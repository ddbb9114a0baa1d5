/// A factor of a number in a sum. Only 0, ±1 and ½ occur: products with them are exact, so that a sum
/// rounds only where it adds.
struct Term: Equatable {
  var index: Int
  var factor: Float
}

/// Adds runs of `count` numbers, a multiple of 16, each with its factor; begins with the run at `start`,
/// or with zeros. The order of a sum is that of its terms.
@inline(__always)
func addRuns(
  _ terms: UnsafeBufferPointer<Term>, count: Int, from start: UnsafePointer<Float>?,
  into target: UnsafeMutablePointer<Float>, at place: (Int) -> UnsafePointer<Float>
) {
  // Four at a time; those that are missing are the first one once more, zero times.
  var (first, start) = (0, start)
  while first < terms.count {
    let there = terms.count &- first
    let a = terms[first]
    let b = there > 1 ? terms[first &+ 1] : a
    let c = there > 2 ? terms[first &+ 2] : a
    let d = there > 3 ? terms[first &+ 3] : a
    addFour(
      (place(a.index), place(b.index), place(c.index), place(d.index)),
      (a.factor, b.factor, c.factor, d.factor), Swift.min(there, 4), count, start, target)
    first &+= 4
    start = UnsafePointer(target)
  }
  if terms.isEmpty {
    if let start {
      target.update(from: start, count: count)
    } else {
      target.update(repeating: 0, count: count)
    }
  }
}

private typealias Four<Element> = (Element, Element, Element, Element)

@inline(never)
private func addFour(
  _ source: Four<UnsafePointer<Float>>, _ factor: Four<Float>, _ terms: Int, _ count: Int,
  _ start: UnsafePointer<Float>?, _ target: UnsafeMutablePointer<Float>
) {
  let a = Vector(repeating: factor.0)
  let b = Vector(repeating: factor.1)
  let c = Vector(repeating: factor.2)
  let d = Vector(repeating: factor.3)
  @inline(__always) func forEachVector(_ sum: (Int, inout Vector) -> Void) {
    var lane = 0
    if let start {
      while lane < count {
        var result = Vector(loading: start + lane)
        result.addProduct(Vector(loading: source.0 + lane), a)
        sum(lane, &result)
        result.store(target + lane)
        lane &+= 16
      }
    } else {
      while lane < count {
        var result = Vector(loading: source.0 + lane) * a
        sum(lane, &result)
        result.store(target + lane)
        lane &+= 16
      }
    }
  }
  switch terms {
  case 1: forEachVector { _, _ in }
  case 2: forEachVector { $1.addProduct(Vector(loading: source.1 + $0), b) }
  case 3:
    forEachVector {
      $1.addProduct(Vector(loading: source.1 + $0), b)
      $1.addProduct(Vector(loading: source.2 + $0), c)
    }
  default:
    forEachVector {
      $1.addProduct(Vector(loading: source.1 + $0), b)
      $1.addProduct(Vector(loading: source.2 + $0), c)
      $1.addProduct(Vector(loading: source.3 + $0), d)
    }
  }
}

/// Packs a panel of 32 columns of a sum of matrices, those of some taps: `width` columns are there, 16 or 32.
func packSums(
  _ taps: UnsafeBufferPointer<Term>, of weights: UnsafePointer<Float>, tapSize: Int,
  rowStride: Int, width: Int, depth: Int, into panel: UnsafeMutablePointer<Float>
) {
  let sums = PanelSums(
    taps: taps, weights: weights, tapSize: tapSize, rowStride: rowStride, width: width,
    depth: depth, panel: panel)
  // A form of three taps has one tap or all, and two forms of one axis meet two of the other.
  switch taps.count {
  case 1: sums.pack(Vectors<1>.self)
  case 2: sums.pack(Vectors<2>.self)
  case 3: sums.pack(Vectors<3>.self)
  case 4: sums.pack(Vectors<4>.self)
  case 6: sums.pack(Vectors<6>.self)
  default: sums.pack(Vectors<9>.self)
  }
}

private enum Vectors<let count: Int> {}

private struct PanelSums {
  let taps: UnsafeBufferPointer<Term>
  let weights: UnsafePointer<Float>
  let tapSize: Int
  let rowStride: Int
  let width: Int
  let depth: Int
  let panel: UnsafeMutablePointer<Float>

  func pack<let count: Int>(_: Vectors<count>.Type) {
    let sources = InlineArray<count, UnsafePointer<Float>> {
      weights + taps[$0].index &* tapSize
    }
    let factors = InlineArray<count, Vector> { Vector(repeating: taps[$0].factor) }
    var target = panel
    var row = 0
    for _ in 0..<depth {
      var low = Vector(loading: sources[0] + row) * factors[0]
      for tap in 1..<count { low.addProduct(Vector(loading: sources[tap] + row), factors[tap]) }
      low.store(target)
      if width == 32 {
        var high = Vector(loading: sources[0] + (row + 16)) * factors[0]
        for tap in 1..<count {
          high.addProduct(Vector(loading: sources[tap] + (row + 16)), factors[tap])
        }
        high.store(target + 16)
      } else {
        Vector.zero.store(target + 16)
      }
      target += 32
      row &+= rowStride
    }
  }
}
