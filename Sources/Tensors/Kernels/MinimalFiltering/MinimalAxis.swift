// Minimal filtering: a convolution in fewer multiplications than there are taps.
//
// Two outputs of a filter of two taps, y₀ = d₀ g₀ + d₁ g₁ and y₁ = d₁ g₀ + d₂ g₁, take four products, or
// three:
//
//   m₀ = (d₀ − d₁) g₀,  m₁ = d₁ (g₀ + g₁),  m₂ = (d₂ − d₁) g₁;  y₀ = m₀ + m₁,  y₁ = m₁ + m₂.
//
// In general, m outputs of r taps take m + r − 1 products, and no fewer [Winograd 1980]. The rule: read the
// taps as the coefficients of a polynomial, and evaluate it at m + r − 1 points, ∞ among them, where it is its
// last coefficient. With 0, 1 and ∞ there are three products, with −1 as a fourth point four, and their
// only factors are ±1 and ½. More points mean larger factors, which magnify rounding errors: up to six points where
// there are three taps, and four where there are two, whose short sums would become ten times as wrong.
//
// Nothing is assumed about what is multiplied. Along the other axis the g are filters and the d lines of
// pixels themselves; and over all channels, each product is one of matrices. The sums on either side are
// taken once, and used for all channels of the other [Lavin & Gray 2016].

/// The convolution along one axis of an image as products: of a sum of pixels and a sum of taps (a *form*)
/// each. Products that reach the same outputs with the same factors are first added up, in a *slot*.
///
/// With x, w, y for pixels, taps, outputs and matrices B, G, A for the sums: y = A ((G w) · (B x)). The two
/// gradients are the transposed readings, x = Bᵀ ((G w) · (Aᵀ y)) and w = Gᵀ ((B x) · (Aᵀ y)).
struct MinimalAxis {
  /// Slots, each the sum of products with the same forms.
  struct Group {
    let forms: [Int]
    var slots: Int
  }

  /// G: over the taps.
  let forms: [[Term]]
  let groups: [Group]
  /// B, with the number of each product: those of a group lie together, for each slot one for each of the
  /// group's forms.
  let pixelTiles: [ImageTile]
  let productCount: Int
  /// A, with the number of each slot; those of a group lie together.
  let outputTiles: [ImageTile]
  let slotCount: Int

  /// How the outputs are cut into tiles.
  enum Tiling: CaseIterable {
    /// Tiles of at most four products, all parts of the filter alike: fewer slots, perhaps more products.
    case aligned
    /// Each part in tiles of its own, of at most four products.
    case small
    /// The same of at most six where there are three taps.
    case large
  }

  init(_ axis: ConvolutionAxis, _ tiling: Tiling) {
    let filters = Filter.parts(of: axis)
    let tilings =
      tiling == .aligned
      ? [[Int]](
        repeating: Filter.bestTiling(filters, outputs: axis.output, large: false),
        count: filters.count)
      : filters.map { Filter.bestTiling([$0], outputs: axis.output, large: tiling == .large) }
    var forms: [[Term]] = []
    var slots: [(outputs: [Term], forms: [Int])] = []
    // Each product by its slot, and its place among the products of the slot.
    var drafts: [(tile: Filter.Tile, places: [(slot: Int, form: Int)])] = []
    for (filter, tiling) in zip(filters, tilings) {
      var output = 0
      for size in tiling {
        let tile = filter.tile(output: output, count: size)
        let places = tile.products.map { product in
          let form = forms.firstIndex(of: product.taps) ?? forms.count
          if form == forms.count { forms.append(product.taps) }
          let slot = slots.firstIndex { $0.outputs == product.outputs } ?? slots.count
          if slot == slots.count { slots.append((product.outputs, [])) }
          slots[slot].forms.append(form)
          return (slot: slot, form: slots[slot].forms.count - 1)
        }
        drafts.append((tile, places))
        output += size
      }
    }
    var groups: [(forms: [Int], slots: [Int])] = []
    for (index, slot) in slots.enumerated() {
      let group = groups.firstIndex { $0.forms == slot.forms } ?? groups.count
      if group == groups.count { groups.append((slot.forms, [])) }
      groups[group].slots.append(index)
    }
    var firstProduct = [Int](repeating: 0, count: slots.count)
    var count = 0
    for slot in groups.flatMap(\.slots) {
      firstProduct[slot] = count
      count += slots[slot].forms.count
    }
    self.forms = forms
    self.groups = groups.map { Group(forms: $0.forms, slots: $0.slots.count) }
    productCount = count
    slotCount = slots.count
    pixelTiles = drafts.map { draft in
      var tile = ImageTile(
        kind: draft.tile.kind, image: draft.tile.pixels, rows: .init(repeating: -1))
      for (product, place) in zip(draft.tile.products, draft.places) {
        tile.rows[product.point] = firstProduct[place.slot] + place.form
      }
      return tile
    }
    // Where several filters are tiled alike they reach the same slots.
    var numbers = [Int](repeating: -1, count: slots.count)
    for (number, slot) in groups.flatMap(\.slots).enumerated() { numbers[slot] = number }
    outputTiles = drafts.compactMap { draft in
      var tile = ImageTile(
        kind: draft.tile.kind, image: draft.tile.outputs, rows: .init(repeating: -1))
      var isNew = false
      for (product, place) in zip(draft.tile.products, draft.places) where numbers[place.slot] >= 0
      {
        tile.rows[product.row] = numbers[place.slot]
        numbers[place.slot] = -1
        isNew = true
      }
      return isNew ? tile : nil
    }
  }
}

/// Some taps of a kernel at equal distances, `step`, which is also that of the pixels of neighbouring
/// outputs: so they are a filter of stride 1 on every `step`-th pixel.
private struct Filter {
  let firstTap: Int
  let taps: Int
  let step: Int
  /// The pixel under the first tap of output 0.
  let firstPixel: Int
  let pixels: Int

  /// At most three taps each.
  static func parts(of axis: ConvolutionAxis) -> [Filter] {
    (0..<axis.stride).flatMap { phase in
      let taps = Swift.max(0, (axis.kernel - phase + axis.stride - 1) / axis.stride)
      let parts = (taps + 2) / 3
      return (0..<parts).map { part in
        let low = (taps * part + parts - 1) / parts
        let high = (taps * (part + 1) + parts - 1) / parts
        let firstTap = phase + low * axis.stride
        return Filter(
          firstTap: firstTap, taps: high - low, step: axis.stride,
          firstPixel: firstTap - axis.before, pixels: axis.input)
      }
    }
  }

  struct Tile {
    let kind: ImageTile.Kind
    let pixels: InlineArray<6, Int>
    let outputs: InlineArray<6, Int>
    /// Without those that multiply nothing but padding: the row among those of pixels, and among those of
    /// outputs.
    let products: [(point: Int, row: Int, taps: [Term], outputs: [Term])]
  }

  /// The tile of the outputs from `output` on.
  func tile(output: Int, count: Int) -> Tile {
    let pixels = InlineArray<6, Int> { number in
      let pixel = firstPixel + (output + number) * step
      return pixel >= 0 && pixel < self.pixels && number < count + taps - 1 ? pixel : -1
    }
    func reached(_ terms: [Term]) -> [Term] {
      terms.map { Term(index: output + $0.index, factor: $0.factor) }
    }
    func summed(_ terms: [Term]) -> [Term] {
      terms.map { Term(index: firstTap + $0.index * step, factor: $0.factor) }
    }
    if count == 1 || taps == 1 {
      let products = (0..<count).flatMap { number in
        (0..<taps).filter { pixels[number + $0] >= 0 }.map {
          (
            point: number + $0, row: number, taps: summed([Term(index: $0, factor: 1)]),
            outputs: reached([Term(index: number, factor: 1)])
          )
        }
      }
      let outputs = InlineArray<6, Int> { $0 < count ? output + $0 : -1 }
      return Tile(kind: .plain, pixels: pixels, outputs: outputs, products: products)
    }
    let points = Point.all(count + taps - 1)
    let kind: ImageTile.Kind = points.count == 3 ? .three : points.count == 4 ? .four : .six
    let products = points.indices.filter { index in
      points[index].pixels(kind).contains { pixels[$0] >= 0 }
    }.map {
      (
        point: $0, row: $0, taps: summed(points[$0].powers(taps)),
        outputs: reached(points[$0].powers(count))
      )
    }
    // See ``TileSums``: the last number is the last output once more.
    var outputs = InlineArray<6, Int> { $0 < count ? output + $0 : -1 }
    if let last = points.firstIndex(of: .infinity) { outputs[last] = output + count - 1 }
    return Tile(kind: kind, pixels: pixels, outputs: outputs, products: products)
  }

  /// The sizes of tiles, the same for all `filters`, that take the fewest products. Large tiles go with none of
  /// two outputs, whose points are others: more forms of the same taps.
  static func bestTiling(_ filters: [Filter], outputs: Int, large: Bool) -> [Int] {
    let hasThreeTaps = filters.contains { $0.taps == 3 }
    let allowed = !hasThreeTaps ? [3, 2, 1] : large ? [4, 3, 1] : [2, 1]
    var best: [(products: Int, sizes: [Int])] = [(0, [])]
    for end in 1...Swift.max(1, outputs) {
      var least: (products: Int, sizes: [Int])?
      for size in allowed where size <= end {
        let products = filters.reduce(best[end - size].products) {
          $0 + $1.tile(output: end - size, count: size).products.count
        }
        if products < least?.products ?? Int.max {
          least = (products, best[end - size].sizes + [size])
        }
      }
      best.append(least ?? (0, []))
    }
    return best[outputs].sizes
  }
}

/// Where a polynomial is evaluated: at 0, ∞, or a number. In large tiles these are ±a and ±1/a, as the powers of
/// both are then equally large, with the a that magnifies rounding errors least: 2.7-fold for the outputs where it
/// is worst. The usual ±1 and ±2 magnify 5.6-fold.
private enum Point: Equatable {
  case zero, at(Float), infinity

  static func all(_ count: Int) -> [Point] {
    let large: [Point] = [.zero, .at(2 / 3), .at(-2 / 3), .at(3 / 2), .at(-3 / 2)]
    return switch count {
    case 3: [.zero, .at(1), .infinity]
    case 4: [.zero, .at(1), .at(-1), .infinity]
    case 5: large
    default: large + [.infinity]
    }
  }

  /// The powers of the point, as far as they are not 0: the factors of coefficients 0 to `count` − 1.
  func powers(_ count: Int) -> [Term] {
    switch self {
    case .zero: return [Term(index: 0, factor: 1)]
    case .infinity: return [Term(index: count - 1, factor: 1)]
    case .at(let point):
      var power: Float = 1
      return (0..<count).map {
        defer { power *= point }
        return Term(index: $0, factor: power)
      }
    }
  }

  /// The pixels of a tile that are in what the taps' value at this point is multiplied with.
  func pixels(_ kind: ImageTile.Kind) -> Range<Int> {
    let last = kind == .three ? 2 : kind == .four ? 3 : 5
    return switch self {
    case .zero: 0..<last
    case .infinity: 1..<last + 1
    case .at: 1..<last
    }
  }
}
