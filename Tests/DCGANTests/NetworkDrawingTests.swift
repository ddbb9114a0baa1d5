import Charts
import Foundation
import Tensors
import Testing

@testable import DCGAN
@testable import DCGANCommand

@Suite("Chapter 3: the drawing of the networks")
struct NetworkDrawingTests {
  private func drawing(
    _ name: RecipeName, width: Double = 900, _ change: (inout Recipe) -> Void = { _ in }
  ) -> NetworkDrawing {
    var recipe = name.recipe(.paper)
    change(&recipe)
    var weights = RandomStream(seed: 1, for: "weights")
    let generator = recipe.makeGenerator(recipe, &weights)
    let discriminator = recipe.makeDiscriminator(recipe, &weights)
    return networkDrawing(generator, discriminator, recipe, width: width)
  }

  @Test("keras28: the published shapes, and every operation between them")
  func keras() {
    let drawing = drawing(.keras28)
    #expect(
      drawing.up.stages.map(\.label) == [
        "100", "7 × 7 × 256", "14 × 14 × 128", "28 × 28 × 64", "28 × 28 × 32", "28 × 28 × 1",
      ])
    #expect(
      drawing.down.stages.map(\.label) == [
        "28 × 28 × 1", "14 × 14 × 64", "7 × 7 × 128", "4 × 4 × 256", "4 × 4 × 512", "1",
      ])
    #expect(
      drawing.up.stages.map(\.operations) == [
        [], ["dense", "batch norm", "ReLU", "dropout 0.4"],
        ["repeat pixels ↑2", "transposed conv 5×5", "batch norm", "ReLU"],
        ["repeat pixels ↑2", "transposed conv 5×5", "batch norm", "ReLU"],
        ["transposed conv 5×5", "batch norm", "ReLU"], ["transposed conv 5×5", "sigmoid"],
      ])
    let down = ["leaky ReLU", "dropout 0.4"]
    #expect(
      drawing.down.stages.map(\.operations) == [
        [], ["conv 5×5 ↓2"] + down, ["conv 5×5 ↓2"] + down, ["conv 5×5 ↓2"] + down,
        ["conv 5×5"] + down, ["flatten", "dense"],
      ])
  }

  @Test("a pooling D's means are a stage of their own")
  func pooling() {
    let stage = drawing(.keras28) { $0.down = .pooling }.down.stages[2]
    #expect(stage.label == "14 × 14 × 64")
    #expect(stage.operations == ["means of 2×2", "dropout 0.4"])
  }

  @Test("faces64: the published shapes; batch norm on all but D's first and G's last two")
  func faces() {
    let drawing = drawing(.faces64)
    #expect(
      drawing.up.stages.map(\.label) == [
        "1 × 1 × 64", "4 × 4 × 1024", "8 × 8 × 512", "16 × 16 × 256", "32 × 32 × 128",
        "64 × 64 × 64", "64 × 64 × 3",
      ])
    #expect(
      drawing.down.stages.map(\.label) == [
        "64 × 64 × 3", "32 × 32 × 64", "16 × 16 × 128", "8 × 8 × 256", "4 × 4 × 512",
        "2 × 2 × 1024", "1 × 1 × 2048", "1 × 1 × 1",
      ])
    #expect(
      drawing.up.stages.map { $0.operations.contains("batch norm") }
        == [false, true, true, true, true, false, false])
    #expect(
      drawing.down.stages.map { $0.operations.contains("batch norm") }
        == [false, false, true, true, true, true, true, false])
  }

  @Test("faces64 at 32 × 32: one stage less in both, from 512 channels and to 1024")
  func smallFaces() {
    let drawing = drawing(.faces64) { $0.finalSize = 32 }
    #expect(
      drawing.up.stages.map(\.label) == [
        "1 × 1 × 64", "4 × 4 × 512", "8 × 8 × 256", "16 × 16 × 128", "32 × 32 × 64", "32 × 32 × 3",
      ])
    #expect(
      drawing.down.stages.map(\.label) == [
        "32 × 32 × 3", "16 × 16 × 64", "8 × 8 × 128", "4 × 4 × 256", "2 × 2 × 512", "1 × 1 × 1024",
        "1 × 1 × 1",
      ])
  }

  @Test("mxnet64: the published shapes, the same map sizes on both sides")
  func mxnet() {
    let drawing = drawing(.mxnet64)
    let shapes = ["4 × 4 × 512", "8 × 8 × 256", "16 × 16 × 128", "32 × 32 × 64", "64 × 64 × 3"]
    #expect(drawing.up.stages.map(\.label) == ["1 × 1 × 100"] + shapes)
    #expect(drawing.down.stages.map(\.label) == shapes.reversed() + ["1 × 1 × 1"])
    #expect(drawing.up.stages[1].operations == ["transposed conv 4×4", "batch norm", "ReLU"])
    #expect(drawing.up.stages[5].operations == ["transposed conv 4×4 ↑2", "tanh"])
    #expect(drawing.down.stages[5].operations == ["conv 4×4"])
  }

  @Test("the width of a run is the drawing's: narrower networks, thinner blocks")
  func narrow() {
    let drawing = drawing(.mxnet64) { ($0.width, $0.channels) = (8, 1) }
    #expect(drawing.up.stages[1].label == "4 × 4 × 64")
    #expect(drawing.down.stages[0].label == "64 × 64 × 1")
    #expect(drawing.subtitle.contains("width 8"))
  }
}
