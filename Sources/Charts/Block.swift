import Foundation

/// A map as a box in oblique projection: the map's height upwards, its width into the depth, its
/// channels to the right. The face on the right is the map itself.
struct Block {
  /// Half of the depth goes to the right, and a third of it upwards.
  private static let slope = (x: 0.45, y: 0.3)

  let thickness: Double
  /// The height of the map, and its width before the projection.
  let face: Point

  /// - Parameters:
  ///   - shape: `[height, width, channels]`; `[features]` is drawn as that many channels of 1 × 1.
  ///   - unit: how long one pixel of the map is drawn. A map of 1 × 1 keeps a size that can be seen.
  init(_ shape: [Int], unit: Double) {
    let sides = shape.count == 1 ? [1, 1] : shape
    face = Point(x: max(5, Double(sides[1]) * unit), y: max(5, Double(sides[0]) * unit))
    thickness = 3 + 4.5 * log2(Double(shape[shape.count - 1]))
  }

  var width: Double { thickness + Block.slope.x * face.x }
  var height: Double { face.y + Block.slope.y * face.x }

  func svg(center: Point, ink: Ink) -> String {
    let (left, bottom) = (center.x - width / 2, center.y + height / 2)
    let (right, top) = (left + thickness, bottom - face.y)
    let (far, up) = (Block.slope.x * face.x, Block.slope.y * face.x)
    let sides: [(String, [(Double, Double)])] = [
      ("q1", [(left, bottom), (left, top), (right, top), (right, bottom)]),
      ("q2", [(left, top), (left + far, top - up), (right + far, top - up), (right, top)]),
      ("q3", [(right, bottom), (right, top), (right + far, top - up), (right + far, bottom - up)]),
    ]
    let paths = sides.map { name, corners in
      var path = Path()
      path.polyline(corners.map { Point(x: $0.0, y: $0.1) })
      path.close()
      return Element.path(path.finished(), name)
    }
    return "<g class=\"i\(ink.rawValue)\">\n\(paths.joined())</g>\n"
  }

  /// The three sides are lit differently.
  static let style = """
    .chart .q1,.chart .q2,.chart .q3{fill:currentColor;stroke:currentColor;stroke-width:1;\
    stroke-linejoin:round}
    .chart .q1{fill-opacity:.22}.chart .q2{fill-opacity:.1}.chart .q3{fill-opacity:.5}

    """
}
