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

  /// The gradient of taps, made of that of the forms.
  func taps(
    of forms: UnsafePointer<Float>, formSize: Int, lines: Int, count: Int, areNew: Bool,
    in weight: UnsafeMutablePointer<Float>, lineSize: Int, tapSize: Int
  ) -> Taps {
    Taps(
      forms: self, sums: forms, formSize: formSize, lines: lines, count: count, weight: weight,
      lineSize: lineSize, tapSize: tapSize,
      isNew: [Bool](repeating: areNew, count: kernelHeight))
  }

  /// The transposed sums for `lines` × `count` weights of each tap, one row of forms after another.
  struct Taps {
    fileprivate let forms: FilterForms
    /// The forms of a row, `formSize` apart.
    fileprivate let sums: UnsafePointer<Float>
    fileprivate let formSize: Int
    fileprivate let lines: Int
    fileprivate let count: Int
    fileprivate let weight: UnsafeMutablePointer<Float>
    fileprivate let lineSize: Int
    fileprivate let tapSize: Int
    /// For each row of taps, whether nothing was added to it.
    fileprivate var isNew: [Bool]

    /// Adds row `row` of the forms.
    mutating func add(_ row: Int) {
      let between = Storage.make(count: lines * count)
      let numbers = Lines(count: lines * count)
      let weights = Lines(lines: lines, count: count, source: count, target: lineSize)
      let isNew = isNew
      forms.widthTaps.forEach { l, terms in
        numbers.sum(terms, of: sums, distance: formSize, into: between.scalars)
        forms.height.forEach { i, terms in
          for term in terms where i == row {
            withUnsafePointer(to: Term(index: 0, factor: term.factor)) {
              weights.sum(
                UnsafeBufferPointer(start: $0, count: 1), of: between.scalars, distance: 0,
                adds: !isNew[term.index],
                into: weight + (term.index * forms.kernelWidth + l) * tapSize)
            }
          }
        }
      }
      forms.height.forEach { i, terms in
        for term in terms where i == row { self.isNew[term.index] = false }
      }
      withExtendedLifetime(between) {}
    }
  }
}
