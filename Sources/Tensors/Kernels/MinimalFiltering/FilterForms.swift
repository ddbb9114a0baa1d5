/// The forms of a convolution's weights along both axes: form (i, j), of number i · `width.count` + j, sums the
/// taps (k, l) with the factors of `height[i]` and `width[j]`. So they are summed along one axis and then along
/// the other, in runs of many weights.
struct FilterForms {
  let height: TermLists
  let width: TermLists
  private let kernelHeight: Int
  private let kernelWidth: Int
  /// The transposed sums of a row: for each tap the forms that it is in.
  private let widthTaps: TermLists

  init(_ height: [[Term]], _ width: [[Term]], of geometry: ConvolutionGeometry) {
    (self.height, self.width) = (TermLists(height), TermLists(width))
    (kernelHeight, kernelWidth) = (geometry.height.kernel, geometry.width.kernel)
    widthTaps = TermLists(
      (0..<geometry.width.kernel).map { tap in
        width.indices.flatMap { form in
          width[form].filter { $0.index == tap }.map { Term(index: form, factor: $0.factor) }
        }
      })
  }

  var count: Int { height.count * width.count }

  /// Rows whose forms are made together: what is summed stays in the second level of cache, and where the weights
  /// are transposed, whole lines of it are read.
  static let depthTogether = 64

  /// Packs the forms of `columns` ≤ 32 columns of the matrices `tap`, `depth` ≤ ``depthTogether`` deep, in panels
  /// that lie `formSize` apart.
  func pack(
    columns: Int, depth: Int, into panel: UnsafeMutablePointer<Float>, formSize: Int,
    tap: (Int) -> Matrix
  ) {
    let run = 32 * depth
    let taps = kernelHeight * kernelWidth
    let room = Storage.make(count: (taps + kernelHeight) * run)
    let (packed, line) = (room.scalars, room.scalars + taps * run)
    for index in 0..<taps {
      packColumns(of: tap(index), count: columns, depth: depth, into: packed + index * run)
    }
    let numbers = Lines(count: run)
    width.forEach { j, terms in
      for k in 0..<kernelHeight {
        numbers.sum(
          terms, of: packed + k * kernelWidth * run, distance: run, into: line + k * run)
      }
      height.forEach { i, terms in
        numbers.sum(
          terms, of: line, distance: run, into: panel + (i * width.count + j) * formSize)
      }
    }
    withExtendedLifetime(room) {}
  }

  /// The transposed sums: adds to the gradient of all taps that of the forms of a row, which lie `formSize` apart.
  func addTaps(
    of forms: UnsafePointer<Float>, row: Int, formSize: Int, to weights: Taps
  ) {
    let between = Storage.make(count: weights.lines * weights.count)
    let numbers = Lines(count: weights.lines * weights.count)
    let lines = Lines(
      lines: weights.lines, count: weights.count, source: weights.count, target: weights.lineSize)
    widthTaps.forEach { l, terms in
      numbers.sum(terms, of: forms, distance: formSize, into: between.scalars)
      height.forEach { i, terms in
        for term in terms where i == row {
          withUnsafePointer(to: Term(index: 0, factor: term.factor)) {
            lines.sum(
              UnsafeBufferPointer(start: $0, count: 1), of: between.scalars, distance: 0,
              adds: true, into: weights.start + (term.index * kernelWidth + l) * weights.tapSize)
          }
        }
      }
    }
    withExtendedLifetime(between) {}
  }

  /// Some weights of all taps: lines of so many.
  struct Taps {
    let start: UnsafeMutablePointer<Float>
    let lines: Int
    let count: Int
    let lineSize: Int
    let tapSize: Int
  }

  /// Zeros for what is then added to.
  func clear(_ weights: Taps) {
    for tap in 0..<kernelHeight * kernelWidth {
      for line in 0..<weights.lines {
        (weights.start + (tap * weights.tapSize + line * weights.lineSize))
          .update(repeating: 0, count: weights.count)
      }
    }
  }
}
