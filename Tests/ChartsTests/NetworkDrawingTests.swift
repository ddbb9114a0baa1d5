import Testing

@testable import Charts

@Suite("Drawings of networks")
struct NetworkDrawingTests {
  private typealias Stage = NetworkDrawing.Stage

  /// A drawing with so many stages on each side of an image of 64 × 64.
  private func drawing(_ depth: Int, width: Double, kernel: String = "4×4") -> NetworkDrawing {
    let up = (1...depth).map {
      Stage([1 << $0, 1 << $0, 2048 >> $0], by: ["transposed \(kernel)"])
    }
    let image = [1 << depth, 1 << depth, 3]
    let down = up.reversed().map {
      Stage($0.shape, by: ["convolution \(kernel) ↓2", "batch norm", "leaky ReLU", "dropout 0.4"])
    }
    return NetworkDrawing(
      "Up & down", subtitle: "a <test>",
      up: .init(
        "Generator", ink: .orange,
        stages: [Stage([100], name: "z")] + up + [Stage(image, name: "image", by: ["tanh"])]),
      down: .init(
        "Discriminator", ink: .green,
        stages: [Stage(image, name: "image")] + down + [Stage([1], name: "logit", by: ["dense"])]),
      width: width)
  }

  @Test(
    "no word lies on another or outside, wide and narrow, for shallow and deep networks",
    arguments: [1, 3, 6, 9], [320.0, 360, 600, 900])
  func sound(depth: Int, width: Double) throws {
    let drawing = drawing(depth, width: width)
    let svg = drawing.svg()
    try expectSound(svg)
    let picture = try Picture(svg)
    for stage in drawing.up.stages + drawing.down.stages {
      #expect(
        picture.labels.contains { $0.text.hasSuffix(stage.label) }, "\(stage.label) is not shown")
    }
    // Each stage once, and the image not twice.
    let blocks = picture.all(class: "q3")
    #expect(blocks.count == drawing.up.stages.count + drawing.down.stages.count - 1)
    for (label, block) in picture.labels.flatMap({ label in blocks.map { (label, $0) } }) {
      for stroke in try #require(corners(ofPath: block.attributes["d"] ?? "")) {
        let overlaps = zip(stroke, stroke.dropFirst()).contains {
          label.box.isCrossed(from: $0, to: $1)
        }
        #expect(!overlaps, "\"\(label.text)\" on a block")
      }
    }
    #expect(drawing.width < 600 ? picture.size.width == width : picture.size.width >= width)
  }

  @Test("equal maps are equally high, and twice the side is twice the height")
  func heights() {
    func face(_ shape: [Int]) -> Double { Block(shape, unit: 3).face.y }
    #expect(face([28, 28, 1]) == 84)
    #expect(face([14, 14, 512]) == 42)
    #expect(face([1, 1, 512]) == face([512]))
    let channels = [1, 2, 4, 8].map { Block([4, 4, $0], unit: 3).thickness }
    #expect(zip(channels, channels.dropFirst()).allSatisfy { $1 - $0 == 4.5 })
  }

  @Test("the description tells every shape and what leads to it")
  func description() throws {
    let picture = try Picture(drawing(1, width: 900).svg())
    let expected =
      "a <test> Generator: z (100); transposed 4×4 to 2 × 2 × 1024; tanh to image (2 × 2 × 3). "
      + "Discriminator: image (2 × 2 × 3); convolution 4×4 ↓2, batch norm, leaky ReLU, dropout 0.4 "
      + "to 2 × 2 × 1024; dense to logit (1)."
    #expect(picture.text("desc") == expected)
  }

  @Test("the first network runs right and up to the image, the second back to the left")
  func directions() throws {
    let picture = try Picture(drawing(3, width: 900).svg())
    func x(_ text: String) throws -> Double {
      try #require(picture.labels.first { $0.text == text }).box.x
    }
    #expect(try x("z") < x("image") && x("logit") < x("image"))
    #expect(try x("2 × 2 × 1024") < x("8 × 8 × 256"))
  }
}
