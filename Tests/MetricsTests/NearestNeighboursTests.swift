import Tensors
import Testing

@testable import Metrics

@Suite("Nearest neighbours")
struct NearestNeighboursTests {
  /// All distances one by one in double precision.
  private func bruteForce(_ a: Tensor, _ b: Tensor) -> [Neighbour] {
    let (x, y, d) = (a.scalars, b.scalars, a.shape[1])
    return (0..<a.shape[0]).map { i in
      let distances = (0..<b.shape[0]).map { j in
        (0..<d).reduce(0.0) { sum, k in
          let difference = Double(x[i * d + k]) - Double(y[j * d + k])
          return sum + difference * difference
        }
      }
      let least = distances.indices.reduce(0) { distances[$1] < distances[$0] ? $1 : $0 }
      return Neighbour(index: least, squaredDistance: distances[least])
    }
  }

  /// Points in turn around +`shift` and −`shift`, which no center brings together.
  private func twoHeaps(_ n: Int, _ shift: Float, _ spread: Float, seed: UInt64) -> Tensor {
    normalPoints(n, 11, seed: seed) * spread
      + Tensor(shape: [n, 1], scalars: (0..<n).map { $0 % 2 == 0 ? shift : -shift })
  }

  // 700 by 4,500 is more than one tile either way; 11 numbers leave a rest of three. Between heaps at
  // ±1,000 a distance in single precision errs by 1 or so, and their own points are 0.01 apart.
  @Test(
    "the tiles find what one by one finds, wherever the points lie",
    arguments: [(0, 1), (1000, 1), (1000, 0.01)] as [(Float, Float)])
  func tiles(shift: Float, spread: Float) throws {
    let a = twoHeaps(700, shift, spread, seed: 1)
    let b = twoHeaps(4500, shift, spread, seed: 2)
    let some = (0..<20).map { $0 * 36 }
    let all = try #require(nearestNeighbours(of: a, among: b))
    let got = some.map { all[$0] }
    let expected = bruteForce(a.rows(at: some), b)
    #expect(got.map(\.index) == expected.map(\.index))
    #expect(
      zip(got, expected).allSatisfy {
        abs($0.squaredDistance - $1.squaredDistance) <= 1e-14 * $1.squaredDistance
      })
  }

  @Test("a copy is found at the distance 0, and of several copies the first")
  func copies() throws {
    let values = normalPoints(50, 8, seed: 9) + 100
    var rows = (0..<50).map { values.slice($0..<$0 + 1).scalars }
    rows[30] = rows[10]
    rows[40] = rows[10]
    let points = Tensor(rows: rows)
    let got = try #require(nearestNeighbours(of: points.rows(at: [40, 3, 10]), among: points))
    #expect(got == [10, 3, 10].map { Neighbour(index: $0, squaredDistance: 0) })
  }

  @Test("the k nearest come in order, equal ones by index, without the point itself")
  func ordered() throws {
    let line = Tensor(rows: [[0], [1], [2], [4], [1]])
    let distances = try #require(Distances(from: line, to: line))
    let nearest = distances.nearest(3, leavingOut: true)
    #expect(
      nearest.map { $0.map(\.index) } == [
        [1, 4, 2], [4, 0, 2], [1, 4, 0], [2, 1, 4], [1, 0, 2],
      ])
    #expect(nearest[3].map(\.squaredDistance) == [4, 9, 9])
    #expect(nearest[3].map(\.distance) == [2, 3, 3])
  }

  @Test(
    "accuracies, and equal distances among them, agree with brute force",
    arguments: setReferences)
  func reference(_ reference: SetReference) throws {
    let got = try #require(
      NearestNeighbourAccuracy(
        real: matrixRules[reference.a].tensor, fake: matrixRules[reference.b].tensor))
    #expect(isClose(got.real, reference.nn1Real))
    #expect(isClose(got.fake, reference.nn1Fake))
  }

  @Test("far apart is 1 and 1, copies are 0 and 0")
  func extremes() throws {
    let real = normalPoints(200, 5, seed: 3)
    let far = try #require(NearestNeighbourAccuracy(real: real, fake: real + 100))
    #expect(far.real == 1 && far.fake == 1)
    let copies = try #require(NearestNeighbourAccuracy(real: real, fake: real))
    #expect(copies.real == 0 && copies.fake == 0)
  }

  @Test("a collapse onto one real image is certain of itself and invisible to most of the others")
  func collapse() throws {
    let real = normalPoints(300, 5, seed: 3)
    let fake = real.rows(at: [Int](repeating: 7, count: 300))
    let got = try #require(NearestNeighbourAccuracy(real: real, fake: fake))
    // Each fake has a fake and one real image at 0: half right.
    #expect(got.fake == 0.5)
    #expect(got.real > 0.9)
    let near = try #require(NearestNeighbourAccuracy(real: real, fake: fake + 0.01))
    #expect(near.fake == 1)
    // Image 7 has a copy nearer than any other, and so have those whose nearest was image 7.
    #expect(near.real > 0.9 && near.real < 1)
  }

  // One standard deviation is 0.026, and 200 draws (numpy) lay in 0.43 to 0.58: the band is four
  // deviations wide.
  @Test("two samples of one distribution cannot be told apart")
  func same() throws {
    let got = try #require(
      NearestNeighbourAccuracy(
        real: normalPoints(500, 4, seed: 5), fake: normalPoints(500, 4, seed: 6)))
    #expect(abs(got.real - 0.5) < 0.1 && abs(got.fake - 0.5) < 0.1)
  }

  @Test("one point, a NaN, an infinity or a number without a square leaves nothing")
  func absent() {
    let good = Tensor(rows: [[0, 1], [1, 0], [2, 2], [1, 1]])
    for points in unusablePoints() {
      #expect(NearestNeighbourAccuracy(real: points, fake: good) == nil)
      #expect(NearestNeighbourAccuracy(real: good, fake: points) == nil)
    }
    for points in unusablePoints().dropFirst() + [Tensor(rows: [[1e20, 0], [0, 1e20]])] {
      #expect(nearestNeighbours(of: points, among: good) == nil)
      #expect(nearestNeighbours(of: good, among: points) == nil)
    }
  }
}
