/// How a convolution is done by minimal filtering: the products of ``MinimalAxis`` along both axes, and where
/// their operands lie. It depends on the shape alone, as does the order of every sum that is made by it.
///
/// Some images are taken at a time. Their pixels are made into sums, one row of `inputs` numbers for each
/// product, and their outputs into one row of `outputs` numbers for each slot. Rows that meet the same forms
/// lie together, so that what is between pixels and slots is a few large products of matrices. They stay
/// in the cache: only images and weights go to memory.
struct MinimalPlan {
  let geometry: ConvolutionGeometry
  /// The images whose rows are made together.
  let imagesInBlock: Int
  /// And those whose products are summed together in the gradient of the weights: a part of a block.
  let imagesInSum: Int
  let forms: FilterForms
  let groups: [Group]
  /// For each row of forms the groups that have some of it, and which of theirs these are.
  let formsInRow: [[(group: Int, indices: [Int])]]
  let pixels: ImageTiles
  let outputs: ImageTiles
  /// The products of one image.
  let productCount: Int
  /// What its rows on both sides take.
  let bytesForImage: Int

  /// Where a row lies: that of image i of a block is number `row` + i · `perImage`.
  struct Place {
    var row: Int
    var perImage: Int
  }

  /// Slots that are sums of products with the same forms, at all images of a block.
  struct Group {
    /// Their numbers.
    let forms: [Int]
    /// The slots of one image.
    let slots: Int
    /// The first row among those of products, where the images of a block have the same form's rows one
    /// after another; and the first among those of slots.
    let firstProduct: Int
    let firstSlot: Int
  }

  /// With as many of the gradient's sums in a block as are fastest, unless another number is asked for.
  init(
    _ geometry: ConvolutionGeometry, _ height: MinimalAxis, _ width: MinimalAxis,
    sumsInBlock: Int? = nil
  ) {
    self.geometry = geometry
    productCount = height.productCount * width.productCount
    let slotCount = height.slotCount * width.slotCount
    bytesForImage = 4 * (productCount * geometry.inputs + slotCount * geometry.outputs)
    imagesInSum = PieceSize.imagesInSum(
      batch: geometry.batch,
      rows: productCount / Swift.max(1, height.forms.count * width.forms.count),
      bytes: bytesForImage,
      formBytes: 4 * height.forms.count * width.forms.count * geometry.inputs * geometry.outputs,
      taken: 4
        * (geometry.inputShape.scalarCount + geometry.weightShape.scalarCount
          + geometry.outputShape.scalarCount))
    let images =
      imagesInSum
      * (sumsInBlock
        ?? PieceSize.sumsInBlock(
          batch: geometry.batch, images: imagesInSum, bytes: bytesForImage))
    imagesInBlock = images
    var groups: [Group] = []
    var products = [Place](repeating: .init(row: 0, perImage: 0), count: productCount)
    var slots = [Place](repeating: .init(row: 0, perImage: 0), count: slotCount)
    var (product, slot) = (0, 0)
    height.forEachGroup { high, firstHighProduct, firstHighSlot in
      width.forEachGroup { wide, firstWideProduct, firstWideSlot in
        let count = high.slots * wide.slots
        var forms: [Int] = []
        for (l, top) in high.forms.enumerated() {
          for (m, left) in wide.forms.enumerated() {
            for y in 0..<high.slots {
              for x in 0..<wide.slots {
                let row = firstHighProduct + y * high.forms.count + l
                let column = firstWideProduct + x * wide.forms.count + m
                products[row * width.productCount + column] = Place(
                  row: product + forms.count * count * images + y * wide.slots + x, perImage: count)
              }
            }
            forms.append(top * width.forms.count + left)
          }
        }
        for y in 0..<high.slots {
          for x in 0..<wide.slots {
            slots[(firstHighSlot + y) * width.slotCount + firstWideSlot + x] = Place(
              row: slot + y * wide.slots + x, perImage: count)
          }
        }
        groups.append(Group(forms: forms, slots: count, firstProduct: product, firstSlot: slot))
        product += forms.count * count * images
        slot += count * images
      }
    }
    self.groups = groups
    let formsInLine = width.forms.count
    formsInRow = height.forms.indices.map { row in
      groups.enumerated().compactMap { number, group in
        let indices = group.forms.indices.filter { group.forms[$0] / formsInLine == row }
        return indices.isEmpty ? nil : (number, indices)
      }
    }
    forms = FilterForms(height.forms, width.forms, of: geometry)
    pixels = ImageTiles(
      side: .pixels, channels: geometry.inputs, height: geometry.height.input,
      width: geometry.width.input, rows: height.pixelTiles, columns: width.pixelTiles,
      columnCount: width.productCount, places: products)
    outputs = ImageTiles(
      side: .outputs, channels: geometry.outputs, height: geometry.height.output,
      width: geometry.width.output, rows: height.outputTiles, columns: width.outputTiles,
      columnCount: width.slotCount, places: slots)
  }

  /// Calls `body` for the images of each block.
  func forEachBlock(_ body: (Range<Int>) -> Void) {
    for first in stride(from: 0, to: geometry.batch, by: imagesInBlock) {
      body(first..<Swift.min(geometry.batch, first + imagesInBlock))
    }
  }

  /// Room for the rows of a block on either side: first those of pixels, from `outputRows` on those of outputs.
  /// It is the same for all plans, so that one piece of kept memory serves all layers; what is not needed
  /// of it is never touched.
  func makeRows() -> Storage {
    .make(count: Swift.max(PieceSize.block / 4, outputRows + outputs.size(images: imagesInBlock)))
  }

  private var outputRows: Int { pixels.size(images: imagesInBlock) }

  /// Where in them the rows of a side begin.
  func start(_ tiles: ImageTiles, of rows: Storage) -> UnsafeMutablePointer<Float> {
    rows.scalars + (tiles.side == .pixels ? 0 : outputRows)
  }

  /// Makes the rows of the images of a block, which are some of those at `source`.
  func makeRows(
    of source: UnsafePointer<Float>, _ images: Range<Int>, _ tiles: ImageTiles, in rows: Storage
  ) {
    let job = MakeRows(
      tiles: tiles, images: source, numbers: images, block: start(tiles, of: rows))
    perform(job, parts: images.count, nanoseconds: tiles.cost * images.count)
    withExtendedLifetime(rows) {}
  }

  /// The multiply-adds with one image.
  var multiplyAdds: Int { productCount * geometry.inputs * geometry.outputs }
}

extension MinimalAxis {
  /// With the indices of the group's first product and first slot.
  fileprivate func forEachGroup(_ body: (Group, Int, Int) -> Void) {
    var (product, slot) = (0, 0)
    for group in groups {
      body(group, product, slot)
      product += group.slots * group.forms.count
      slot += group.slots
    }
  }
}
