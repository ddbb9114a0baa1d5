import Preconditions
import Tensors

/// Faces of nobody: colour images of 64 × 64 pixels, drawn from parts.
///
/// Each image chooses a head, skin, hair, eyes with a gaze, brows, nose, mouth, ears and clothes, a
/// background and a light, and now and then glasses, a beard, a hat, freckles or earrings; most of
/// these have a kind and some measures of their own. The head is a little off the middle, tilted, and
/// larger or smaller.
///
/// Image `i` depends on the seed and on `i` alone: there is no end to them, none needs those before
/// it, and only + − × ÷ √ are used, so the bytes are the same on every machine.
///
/// They are no substitute for photographs of faces: what varies is what is listed here, all of it
/// independent of the rest or nearly so, and there is no texture.
public struct DrawnFaces: Sendable {
  /// Height and width of an image in pixels.
  public static let side = FaceCanvas.side
  /// The levels of an image, three a pixel.
  public static let levelCount = side * side * 3

  public let seed: UInt64
  private let parts: RandomStream

  public init(seed: UInt64) {
    self.seed = seed
    parts = RandomStream(seed: seed, for: "drawn faces")
  }

  /// The levels of image `index`, `[64, 64, 3]`. About 120 µs.
  public func pixels(_ index: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: DrawnFaces.levelCount) { pixels, count in
      draw(index, into: UnsafeMutableBufferPointer(rebasing: pixels[..<DrawnFaces.levelCount]))
      count = DrawnFaces.levelCount
    }
  }

  /// Writes image `index` to `pixels`, all 12,288 levels of it.
  func draw(_ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) {
    require(index >= 0, "DrawnFaces: there is no image \(index)")
    var stream = parts
    // Some 150 words are read.
    stream.position = UInt64(index) * 1024
    let face = Face(using: &stream)
    withUnsafeTemporaryAllocation(of: Pixels.self, capacity: FaceCanvas.vectorCount) { planes in
      let canvas = FaceCanvas(planes, pose: face.pose)
      FacePainter(face: face, canvas: canvas).paint()
      canvas.write(into: pixels)
    }
  }
}

/// Some of the faces of a seed, drawn each time they are asked for: 64 of them take less than 10 ms,
/// and 20,000 would take 245 MB.
public struct DrawnFaceSet: ImageSource {
  /// `[count, 64, 64, 3]`.
  public let shape: Shape
  private let faces: DrawnFaces
  private let start: Int

  /// The faces `indices`.
  public init(drawing indices: Range<Int>, by faces: DrawnFaces) {
    require(!indices.isEmpty && indices.lowerBound >= 0, "DrawnFaceSet: no faces in \(indices)")
    shape = [indices.count, DrawnFaces.side, DrawnFaces.side, 3]
    start = indices.lowerBound
    self.faces = faces
  }

  /// Of the seed and of which faces they are: they are drawn from nothing else.
  public var fingerprint: String {
    var fingerprint = Fingerprint()
    for word in [faces.seed, UInt64(start), UInt64(count)] { fingerprint.add(word) }
    return fingerprint.text
  }

  public func levels(_ indices: [Int]) -> [UInt8] {
    let size = DrawnFaces.levelCount
    return [UInt8](unsafeUninitializedCapacity: indices.count * size) { levels, initialized in
      for (row, index) in indices.enumerated() {
        require(index >= 0 && index < count, "DrawnFaceSet: there is no image \(index) of \(count)")
        faces.draw(
          start + index,
          into: UnsafeMutableBufferPointer(rebasing: levels[row * size..<(row + 1) * size]))
      }
      initialized = indices.count * size
    }
  }
}
