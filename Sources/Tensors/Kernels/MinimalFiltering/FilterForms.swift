/// The forms of a convolution's weights along both axes: form (i, j), of number i · `width.count` + j, sums the
/// taps (k, l) with the factors of `height[i]` and `width[j]`. So they are summed along one axis and then along
/// the other, in runs of many weights.
struct FilterForms {
  let height: TermLists
  let width: TermLists
  private let kernelHeight: Int
  private let kernelWidth: Int
  /// The transposed sums: for each tap the forms that it is in.
  private let heightTaps: TermLists
  private let widthTaps: TermLists

  init(_ height: [[Term]], _ width: [[Term]], of geometry: ConvolutionGeometry) {
    func transposed(_ forms: [[Term]], _ taps: Int) -> TermLists {
      TermLists(
        (0..<taps).map { tap in
          forms.indices.flatMap { form in
            forms[form].filter { $0.index == tap }.map { Term(index: form, factor: $0.factor) }
          }
        })
    }
    (self.height, self.width) = (TermLists(height), TermLists(width))
    (kernelHeight, kernelWidth) = (geometry.height.kernel, geometry.width.kernel)
    heightTaps = transposed(height, kernelHeight)
    widthTaps = transposed(width, kernelWidth)
  }

  var count: Int { height.count * width.count }

  /// Packs the forms of `columns` ≤ 32 columns of the matrices `tap`, `depth` deep, in panels that lie `formSize`
  /// apart.
  func pack(
    columns: Int, depth: Int, into panel: UnsafeMutablePointer<Float>, formSize: Int,
    tap: (Int) -> Matrix
  ) {
    // What is summed stays in the second level of cache.
    let depthTogether = 16
    let run = 32 * depthTogether
    let taps = kernelHeight * kernelWidth
    let room = Storage.make(count: (taps + kernelHeight) * run)
    let (packed, line) = (room.scalars, room.scalars + taps * run)
    for first in stride(from: 0, to: depth, by: depthTogether) {
      let count = Swift.min(depthTogether, depth - first)
      for index in 0..<taps {
        packColumns(
          of: tap(index).from(row: first, column: 0), count: columns, depth: count,
          into: packed + index * run)
      }
      let numbers = Lines(count: 32 * count)
      width.forEach { j, terms in
        for k in 0..<kernelHeight {
          numbers.sum(
            terms, of: packed + k * kernelWidth * run, distance: run, into: line + k * run)
        }
        height.forEach { i, terms in
          numbers.sum(
            terms, of: line, distance: run,
            into: panel + ((i * width.count + j) * formSize + 32 * first))
        }
      }
    }
    withExtendedLifetime(room) {}
  }

  /// The transposed sums: adds to `lines` of weights of each tap those of the forms, which lie `formSize` apart; or
  /// begins with them.
  func addTaps(
    of forms: UnsafePointer<Float>, formSize: Int, lines: Int, count: Int, isFirst: Bool,
    to weight: UnsafeMutablePointer<Float>, lineSize: Int, tapSize: Int
  ) {
    let linesTogether = 8
    let run = linesTogether * count
    let between = Storage.make(count: height.count * run)
    for first in stride(from: 0, to: lines, by: linesTogether) {
      let lines = Swift.min(linesTogether, lines - first)
      let numbers = Lines(count: lines * count)
      let weights = Lines(lines: lines, count: count, source: count, target: lineSize)
      widthTaps.forEach { l, terms in
        for i in 0..<height.count {
          numbers.sum(
            terms, of: forms + (i * width.count * formSize + first * count), distance: formSize,
            into: between.scalars + i * run)
        }
        heightTaps.forEach { k, terms in
          weights.sum(
            terms, of: between.scalars, distance: run, adds: !isFirst,
            into: weight + ((k * kernelWidth + l) * tapSize + first * lineSize))
        }
      }
    }
    withExtendedLifetime(between) {}
  }
}
