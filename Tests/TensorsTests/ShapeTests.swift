import Testing

@testable import Tensors

@Suite("shapes, and operations that only move numbers")
struct ShapeTests {
  /// 0, 1, 2, … in this shape.
  static func counting(_ shape: Shape) -> Tensor {
    Tensor(shape: shape, scalars: (0..<shape.scalarCount).map(Float.init))
  }

  @Test("a shape counts its scalars and knows its strides")
  func shape() {
    let shape: Shape = [2, 3, 4]
    #expect(shape.rank == 3 && shape.scalarCount == 24 && shape.strides == [12, 4, 1])
    #expect(Shape([]).scalarCount == 1 && Shape([]).rank == 0)
    #expect(shape == Shape([2, 3, 4]) && shape != [2, 3] && shape != [2, 3, 5])
    #expect("\(shape)" == "[2, 3, 4]")
    #expect(Set([shape, [2, 3, 4], [4, 3, 2]]).count == 2)
  }

  @Test("two shapes stretch to a common one when their sizes are equal, 1 or missing")
  func broadcast() {
    let cases: [(Shape, Shape, Shape?)] = [
      ([2, 3], [2, 3], [2, 3]), ([2, 3], [3], [2, 3]), ([3], [2, 3], [2, 3]),
      ([2, 1], [1, 5], [2, 5]), ([], [4], [4]), ([4, 1, 2], [3, 1], [4, 3, 2]),
      ([2, 3], [2], nil), ([2, 3], [3, 3], nil), ([2, 3], [4, 2, 2], nil),
    ]
    for (a, b, expected) in cases {
      #expect(a.broadcast(with: b) == expected)
      #expect(b.broadcast(with: a) == expected)
    }
  }

  @Test("a tensor is made from scalars, rows, one value, or a closure")
  func making() {
    #expect(Tensor(rows: [[1, 2], [3, 4]]).shape == [2, 2])
    #expect(Tensor(rows: [[1, 2], [3, 4]])[1, 0] == 3)
    #expect(Tensor(2.5).shape == [] && Tensor(2.5).scalar == 2.5)
    #expect(Tensor(repeating: 7, shape: [3]).scalars == [7, 7, 7])
    #expect(Tensor.zeros([2]).scalars == [0, 0] && Tensor.ones([2]).scalars == [1, 1])
    let filled = Tensor(shape: [2, 2]) { for index in 0..<4 { $0[index] = Float(index) } }
    #expect(filled.scalars == [0, 1, 2, 3])
    #expect("\(Tensor([1, 2]))" == "Tensor[2](1.0, 2.0)")
  }

  @Test("reshaping and flattening keep the order")
  func reshaped() {
    let x = Self.counting([2, 3, 4])
    #expect(x.reshaped(to: [4, 6]).scalars == x.scalars)
    #expect(x.flattened().shape == [2, 12])
    #expect(x.flattened().scalars == x.scalars)
  }

  @Test("axis i of the result of permuted is axis order[i]", arguments: [[0, 2, 1], [2, 0, 1]])
  func permuted(order: [Int]) {
    let x = Self.counting([2, 3, 4])
    let y = x.permuted(order)
    #expect(Array(y.shape) == order.map { x.shape[$0] })
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<4 {
          let index = order.map { [i, j, k][$0] }
          #expect(y[index[0], index[1], index[2]] == x[i, j, k])
        }
      }
    }
  }

  @Test("transposing exchanges rows and columns", arguments: [(1, 7), (3, 5), (33, 70)])
  func transposed(rows: Int, columns: Int) {
    let x = Self.counting([rows, columns])
    let y = x.permuted([1, 0])
    #expect(y.shape == [columns, rows])
    for row in 0..<rows { for column in 0..<columns { #expect(y[column, row] == x[row, column]) } }
    #expect(y.permuted([1, 0]).scalars == x.scalars)
  }

  @Test("a slice is the part whose index lies in the range", arguments: [0, 1, 2])
  func slice(axis: Int) {
    let x = Self.counting([3, 4, 5])
    let part = x.slice(1..<3, along: axis)
    #expect(part.shape[axis] == 2)
    for i in 0..<part.shape[0] {
      for j in 0..<part.shape[1] {
        for k in 0..<part.shape[2] {
          let index = [i, j, k].enumerated().map { $0 == axis ? $1 + 1 : $1 }
          #expect(part[i, j, k] == x[index[0], index[1], index[2]])
        }
      }
    }
  }

  @Test(
    "slices put together again are the whole, and padding is undone by a slice", arguments: 0..<3)
  func roundTrip(axis: Int) {
    let x = Self.counting([3, 4, 5])
    let size = x.shape[axis]
    let parts = (0..<size).map { x.slice($0..<$0 + 1, along: axis) }
    #expect(Tensor.concatenation(parts, along: axis).scalars == x.scalars)
    let padded = x.padded(before: 2, after: 1, along: axis)
    #expect(padded.shape[axis] == size + 3)
    #expect(padded.slice(2..<2 + size, along: axis).scalars == x.scalars)
    #expect(padded.slice(0..<2, along: axis).scalars.allSatisfy { $0 == 0 })
    #expect(padded.slice(2 + size..<3 + size, along: axis).scalars.allSatisfy { $0 == 0 })
  }

  @Test("rows(at:) picks rows in the order asked for, as often as asked for")
  func rows() {
    let x = Self.counting([4, 3])
    let batch = x.rows(at: [2, 0, 2])
    #expect(batch.shape == [3, 3])
    #expect(batch.scalars == [6, 7, 8, 0, 1, 2, 6, 7, 8])
  }

  @Test("oneHot has a 1 in the place of each label; a label out of range stops with a sentence")
  func oneHot() async {
    let x = Tensor.oneHot([2, 0, 2], classes: 3)
    #expect(x.shape == [3, 3])
    #expect(x.scalars == [0, 0, 1, 1, 0, 0, 0, 0, 1])
    let wrong = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.oneHot([1, 3], classes: 3)
    }
    expectSaid("class 3 of 3", by: wrong)
  }
}
