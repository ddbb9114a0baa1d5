/// A factor of a number in a sum: a power of a point.
struct Term: Equatable {
  var index: Int
  var factor: Float
}

/// The terms of some sums, in order.
struct TermLists {
  private var terms: [Term] = []
  private var ends: [Int] = []

  init(_ lists: [[Term]]) {
    for list in lists {
      terms += list
      ends.append(terms.count)
    }
  }

  var count: Int { ends.count }

  /// With the terms where they lie in memory: no reference is counted for each sum.
  @inline(__always)
  func forEach(_ body: (Int, UnsafeBufferPointer<Term>) -> Void) {
    terms.withUnsafeBufferPointer { terms in
      var start = 0
      for index in ends.indices {
        body(index, UnsafeBufferPointer(rebasing: terms[start..<ends[index]]))
        start = ends[index]
      }
    }
  }
}

/// Lines of `count` numbers, a multiple of 16, that lie `source` apart where they are read and `target` apart where
/// they are written.
struct Lines {
  var lines = 1
  let count: Int
  var source = 0
  var target = 0

  /// Sums lines, those of each term `distance` · its index from `start`, with its factor; or adds the sums to
  /// what is there. The order of a sum is that of its terms.
  func sum(
    _ terms: UnsafeBufferPointer<Term>, of start: UnsafePointer<Float>, distance: Int,
    adds: Bool = false, into target: UnsafeMutablePointer<Float>
  ) {
    var (first, adds) = (0, adds)
    repeat {
      // Four at a time; those that are missing are the first one once more, zero times.
      let there = Swift.min(4, terms.count &- first)
      if there > 0 {
        func source(_ index: Int) -> UnsafePointer<Float> {
          start + terms[first &+ (index < there ? index : 0)].index &* distance
        }
        func factor(_ index: Int) -> Float { terms[first &+ (index < there ? index : 0)].factor }
        addFour(
          (source(0), source(1), source(2), source(3)),
          (factor(0), factor(1), factor(2), factor(3)),
          there, adds, target)
      } else if !adds {
        for line in 0..<lines { (target + line &* self.target).update(repeating: 0, count: count) }
      }
      first &+= 4
      adds = true
    } while first < terms.count
  }

  private typealias Four<Element> = (Element, Element, Element, Element)

  @inline(never)
  private func addFour(
    _ source: Four<UnsafePointer<Float>>, _ factor: Four<Float>, _ terms: Int, _ adds: Bool,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let a = Vector(repeating: factor.0)
    let b = Vector(repeating: factor.1)
    let c = Vector(repeating: factor.2)
    let d = Vector(repeating: factor.3)
    @inline(__always) func forEachVector(_ sum: (Int, inout Vector) -> Void) {
      for line in 0..<lines {
        var from = line &* self.source
        let end = from &+ count
        var target = target + line &* self.target
        while from < end {
          var result = adds ? Vector(loading: target) : .zero
          result.addProduct(Vector(loading: source.0 + from), a)
          sum(from, &result)
          result.store(target)
          from &+= 16
          target += 16
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
}
