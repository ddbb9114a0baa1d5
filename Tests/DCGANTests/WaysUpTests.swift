import Foundation
import Metrics
import Tensors
import TestSupport
import Testing

@testable import DCGAN
@testable import DCGANCommand

@Suite("Chapter 3: which ways up leave a checkerboard")
struct WaysUpTests {
  private func way(_ kernel: Int, repeats: Bool = false) -> WayUp {
    WayUp(name: "", kernel: kernel, repeats: repeats)
  }

  // In one dimension a pixel is reached by ⌈k/2⌉ or ⌊k/2⌋ weights in turn; in two by the products.
  @Test(
    "stride 2: the overlaps of the kernels 3 and 5 alternate, those of 2 and 4 do not",
    arguments: [(2, [1], 1), (3, [1, 2, 4], 4), (4, [4], 1), (5, [4, 6, 9], 2.25)]
      as [(Int, [Float], Float)])
  func overlaps(kernel: Int, counts: [Float], ratio: Float) {
    let inner = way(kernel).overlaps(of: 8)[6..<10].flatMap { $0[6..<10] }
    #expect(Set(inner) == Set(counts))
    #expect(way(kernel).unevenness() == ratio)
  }

  @Test("kernel 3: one pixel in four is reached by four weights, one by one, two by two")
  func pattern() {
    let rows = way(3).overlaps(of: 8)
    let block = [rows[6][6], rows[6][7], rows[7][6], rows[7][7]].sorted()
    #expect(block == [1, 2, 2, 4])
    #expect(rows[6][6] == rows[8][8] && rows[6][7] == rows[8][9])
  }

  @Test("repeated pixels are reached evenly by a kernel of any size", arguments: 1...6)
  func repeated(kernel: Int) {
    let way = way(kernel, repeats: true)
    #expect(way.unevenness() == 1)
    #expect(way.overlaps(of: 8)[8][8] == Float(kernel * kernel))
  }

  // An even overlap only makes an even output possible: random weights do not sum to the same number
  // over the places that reach an even and an odd pixel.
  @Test(
    "with random weights every transposed convolution shows it, kernel 4 too; repeating does not")
  func untrained() throws {
    for seed in [1, 2, 3] as [UInt64] {
      for way in WayUp.all {
        let score = try #require(checkerboard(way.untrained(count: 16, seed: seed)))
        #expect(way.repeats ? score < 0.005 : score > 0.05, "\(way.name), seed \(seed): \(score)")
      }
    }
  }

  @Test("untrained, the recipes that repeat pixels show next to none, the others much")
  func recipes() throws {
    let published: [RecipeName] = [.keras28, .faces64, .mxnet64]
    let recipes = published.map { $0.recipe(.lesson, published: true) } + [.faces64(.lesson)]
    for recipe in recipes {
      var weights = RandomStream(seed: 1, for: "weights")
      let generator = recipe.makeGenerator(recipe, &weights)
      let z = recipe.latent(32, using: &weights)
      let score = try #require(checkerboard(generator(z)))
      let repeats = recipe.name == "keras28" || recipe.up == .repeats
      #expect(repeats ? score < 0.02 : score > 0.1, "\(recipe.name), \(recipe.up): \(score)")
    }
  }

  @Test("the command writes its pictures, prints the ratios, and names a file that is no generator")
  func command() throws {
    let scratch = try TemporaryFolder()
    let command = try Command("dcgan", "checkerboard", "--out", scratch.file("out").path)
    #expect(command.status == 0, "\(command)")
    #expect(command.output.contains("transposed 5×5: 2.25 to 1"), "\(command)")
    for name in ["overlaps.svg", "overlaps-narrow.svg", "untrained.png"] {
      #expect(FileManager.default.fileExists(atPath: scratch.file("out/\(name)").path), "\(name)")
    }
    let broken = scratch.file("broken.safetensors")
    try Data("nothing".utf8).write(to: broken)
    let refused = try Command(
      "dcgan", "checkerboard", "--out", scratch.file("out").path, "--from", broken.path)
    #expect(refused.status == 65, "\(refused)")
    #expect(refused.errors.contains(broken.path), "\(refused)")
  }
}
