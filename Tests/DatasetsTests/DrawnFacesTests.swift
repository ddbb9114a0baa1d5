import Tensors
import Testing

@testable import Datasets

@Suite("Drawn faces")
struct DrawnFacesTests {
  static let faces = DrawnFaces(seed: 1)
  static let images = (0..<600).map { faces.pixels($0) }

  @Test("image i of a seed is always the same, whatever was drawn before")
  func deterministic() {
    #expect(Self.images.allSatisfy { $0.count == 64 * 64 * 3 })
    #expect(DrawnFaces(seed: 1).pixels(577) == Self.images[577])
    #expect(DrawnFaces(seed: 2).pixels(577) != Self.images[577])
    #expect(Self.faces.pixels(1_000_000_577) != Self.images[577])
    // FNV-1a over the first hundred images: whoever changes the drawing notices.
    let hash = Self.images.prefix(100).joined().reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    #expect(hash == 18_148_618_401_564_346_134)
  }

  @Test("no two are alike: each differs from its nearest by far more than rounding")
  func different() {
    // Of one in four pixels, over 120 faces.
    let thumbnails = Self.images.prefix(120).map { image in
      stride(from: 0, to: image.count, by: 12).map { Int(image[$0]) }
    }
    for (index, one) in thumbnails.enumerated() {
      for other in thumbnails[..<index] {
        let difference = zip(one, other).reduce(0) { $0 + abs($1.0 - $1.1) }
        #expect(difference > 5 * one.count)
      }
    }
  }

  @Test("the colours are as varied as they were: mean levels, and their spread over pictures")
  func colors() {
    // Red, green and blue of six hundred faces; the bounds are the measured figures' neighbourhood.
    for (channel, mean) in [166.0, 151, 141].enumerated() {
      let means = Self.images.map { image in
        let levels = stride(from: channel, to: image.count, by: 3).map { Double(image[$0]) }
        return levels.reduce(0, +) / Double(levels.count)
      }
      let average = means.reduce(0, +) / Double(means.count)
      let spread = means.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(means.count)
      #expect(abs(average - mean) < 5, "channel \(channel): \(average)")
      #expect(spread.squareRoot() > 20, "channel \(channel): \(spread.squareRoot())")
    }
  }

  // Two eyes in a face of one colour: every face's own mirror image is nearer than another face.
  @Test("faces are symmetric, nearly: the middle of most is like its mirror image")
  func symmetric() {
    func difference(_ one: [UInt8], _ other: [UInt8], mirrored: Bool) -> Int {
      var sum = 0
      for row in 24..<52 {
        for column in 18..<46 {
          let opposite = mirrored ? 63 - column : column
          for channel in 0..<3 {
            sum += abs(
              Int(one[(row * 64 + column) * 3 + channel])
                - Int(other[(row * 64 + opposite) * 3 + channel]))
          }
        }
      }
      return sum
    }
    let nearer = (0..<599).count { index in
      let image = Self.images[index]
      return difference(image, image, mirrored: true)
        < difference(image, Self.images[index + 1], mirrored: false)
    }
    #expect(nearer > 500, "\(nearer) of 599")
  }

  @Test("the parts are chosen as often as they should be")
  func parts() {
    var stream = RandomStream(seed: 3, for: "drawn faces")
    let faces = (0..<4000).map { index in
      stream.position = UInt64(index) * 1024
      let face = Face(using: &stream)
      #expect(stream.position < UInt64(index) * 1024 + 1024, "no face reads into the next one's")
      return face
    }
    // Four standard deviations of a share p of 4000: 4 √(p (1 − p) / 4000).
    func check(_ share: Double, _ sentence: String, _ has: (Face) -> Bool) {
      let found = Double(faces.count(where: has)) / 4000
      let band = 4 * (share * (1 - share) / 4000).squareRoot()
      #expect(abs(found - share) < band, "\(sentence): \(found), expected \(share)")
    }
    check(4.9 / 19.9, "glasses") { $0.glasses != .none }
    check(0.14, "freckles") { $0.freckles }
    check(5 / 12.2, "round eyes") { $0.eyes == .round }
    check(0.4, "lashes") { $0.lashes }
    #expect(faces.allSatisfy { !($0.hair.isLong && $0.beard != .none) })
    #expect(faces.allSatisfy { !($0.hair.isTall && $0.hat == .beanie) })
  }
}
