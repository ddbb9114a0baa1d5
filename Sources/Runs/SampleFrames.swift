import Preconditions
import Tensors

/// What a generator made of the same noise at some moments of a run, as levels: for pictures of how its
/// samples change, and for a checkpoint, so that a run that goes on has the earlier moments too.
public struct SampleFrames {
  /// Thirteen steps from 0 to the last, close together at the beginning, when most happens.
  public let moments: [Int]
  /// Levels in a frame.
  private let size: Int
  public private(set) var frames: [(step: Int, pixels: [UInt8])] = []

  /// - Parameters:
  ///   - steps: the steps of the run.
  ///   - size: the levels of all the samples that a frame keeps.
  public init(steps: Int, size: Int) {
    moments = Set((0...12).map { $0 == 0 ? 0 : max(1, steps * $0 * $0 / 144) }).sorted()
    self.size = size
  }

  public func isMoment(_ step: Int) -> Bool { moments.contains(step) }

  /// Keeps the first `size` of the levels.
  public mutating func append(_ pixels: [UInt8], at step: Int) {
    require(pixels.count >= size, "a frame of \(pixels.count) levels, where \(size) are kept")
    frames.append((step, Array(pixels.prefix(size))))
  }

  /// Eight of the moments, evenly chosen, the first and the last among them.
  public var selection: [(step: Int, pixels: [UInt8])] {
    Set((0..<8).map { $0 * (frames.count - 1) / 7 }).sorted().map { frames[$0] }
  }

  /// For a checkpoint. As many rows as there will be at the end: the step, and the levels; −1 for those
  /// to come.
  public var tensor: Tensor {
    Tensor(shape: [moments.count, 1 + size]) { scalars in
      scalars.update(repeating: -1)
      for (row, frame) in frames.enumerated() {
        let start = row * (1 + size)
        scalars[start] = Float(frame.step)
        for (place, level) in frame.pixels.enumerated() {
          scalars[start + 1 + place] = Float(level)
        }
      }
    }
  }

  /// Goes back to what a checkpoint has.
  public mutating func restore(_ tensor: Tensor) {
    let (scalars, width) = (tensor.scalars, tensor.shape[1])
    frames = stride(from: 0, to: scalars.count, by: width).compactMap { start in
      guard scalars[start] >= 0 else { return nil }
      return (Int(scalars[start]), scalars[start + 1..<start + width].map { UInt8($0) })
    }
  }
}
