import Charts
import Datasets
import Images
import Tensors

/// A way up: from a map to one of twice the height and width.
struct WayUp {
  let name: String
  let kernel: Int
  /// Whether pixels are repeated and then convolved; else the convolution itself is transposed.
  let repeats: Bool

  static let all =
    [2, 3, 4, 5].map {
      WayUp(name: "transposed \($0)×\($0)", kernel: $0, repeats: false)
    } + [WayUp(name: "repeat, then 5×5", kernel: 5, repeats: true)]

  func layer(
    inputs: Int, outputs: Int, weights: Initializer = .glorotUniform,
    using stream: inout RandomStream
  ) -> TransposedConv2D {
    TransposedConv2D(
      inputs: inputs, outputs: outputs, kernel: kernel, stride: repeats ? 1 : 2,
      upsampling: repeats ? 2 : 1, weights: weights, bias: nil, using: &stream)
  }

  /// How many of the kernel's places reach each pixel of the output: the layer with all weights 1, on
  /// a map of `size` × `size` ones. Rows of 2 · `size`.
  func overlaps(of size: Int) -> [[Float]] {
    var stream = RandomStream(seed: 0, for: "unused")
    var layer = layer(inputs: 1, outputs: 1, using: &stream)
    layer.parameters = [.ones(layer.weight.shape)]
    let counts = layer(.ones([1, size, size, 1])).scalars
    return (0..<2 * size).map { Array(counts[$0 * 2 * size..<($0 + 1) * 2 * size]) }
  }

  /// The largest count ÷ the smallest, where the border has no part: no nearer than the kernel's size.
  func unevenness() -> Float {
    let inner = overlaps(of: 16).dropFirst(kernel).dropLast(kernel)
      .flatMap { $0.dropFirst(kernel).dropLast(kernel) }
    return (inner.max() ?? 0) / (inner.min() ?? 1)
  }

  /// `even`, or `4 to 1`.
  var verdict: String {
    let ratio = unevenness()
    if ratio == 1 { return "even" }
    return (ratio == ratio.rounded() ? "\(Int(ratio))" : "\(ratio)") + " to 1"
  }

  /// An untrained generator that goes up in this way three times, from 8 × 8 random numbers in 16
  /// channels to gray images of 64 × 64 with pixels in 0…1.
  func untrained(count: Int, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed, for: "weights")
    var x = Tensor.normal([count, 8, 8, 16], using: &stream)
    for outputs in [16, 16, 1] {
      x = layer(inputs: 16, outputs: outputs, using: &stream)(x)
      let deviation = x.squared().mean().squareRoot()
      x = outputs == 1 ? (x / deviation).sigmoid() : (x / deviation).relu()
    }
    return x
  }
}

// MARK: - Pictures

/// How many weights reach each pixel, for each way up, as shaded cells: 900 pixels wide for a page, 360
/// for a phone.
func overlapMaps(width: Double) -> HeatMaps {
  let panels = WayUp.all.map { way in
    return HeatMaps.Panel(
      way.name, note: way.verdict,
      cells: way.overlaps(of: 6).map { $0.map { Double($0) } })
  }
  return HeatMaps(
    "How many weights reach each pixel",
    subtitle:
      "on the way to twice the size, where every weight is 1; the fullest shade is the most",
    columns: width < 600 ? 2 : panels.count, panels: panels, width: width)
}

/// Eight images of each way's untrained generator, a row for each.
func untrainedSheet(seed: UInt64) -> Image {
  let tiles = WayUp.all.flatMap { way in
    let samples = way.untrained(count: 8, seed: seed)
    return Image.tiles(
      width: 64, height: 64, channels: .gray, pixels: PixelRange.unit.levels(of: samples))
  }
  return ImageGrid(columns: 8).image(of: tiles).scaled(by: 2)
}
