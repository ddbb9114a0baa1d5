import Preconditions
import Tensors

/// What is kept of some moments of a run, as many numbers of each: for pictures of how something
/// changes, and for a checkpoint, so that a run that goes on has the earlier moments too.
public struct Frames: Remembering {
  /// The steps of which something is kept, in order.
  public let moments: [Int]
  /// Numbers in a frame.
  private let width: Int
  public private(set) var frames: [Frame] = []

  public struct Frame {
    public let step: Int
    public let numbers: [Float]
  }

  public init(at moments: [Int], width: Int) {
    self.moments = moments
    self.width = width
  }

  /// 0 and `count` steps more up to the last, close together at the beginning, when most happens.
  public static func moments(_ count: Int, of steps: Int) -> [Int] {
    let all = (0...count).map { $0 == 0 ? 0 : max(1, steps * $0 * $0 / (count * count)) }
    return Set(all).sorted()
  }

  public func isMoment(_ step: Int) -> Bool { moments.contains(step) }

  public mutating func append(_ numbers: [Float], at step: Int) {
    require(
      numbers.count == width, "a frame of \(numbers.count) numbers, where \(width) are kept")
    frames.append(Frame(step: step, numbers: numbers))
  }

  /// Some of the moments, evenly chosen, the first and the last among them.
  public func selection(_ count: Int) -> [Frame] {
    let last = frames.count - 1
    return Set((0..<count).map { $0 * last / (count - 1) }).sorted().map { frames[$0] }
  }

  public mutating func visit(_ visit: inout Visit) { visit.tensor("frames", &tensor) }

  /// As many rows as there will be at the end: the step, and the numbers; −1 for those to come.
  private var tensor: Tensor {
    get {
      Tensor(shape: [moments.count, 1 + width]) { scalars in
        scalars.update(repeating: -1)
        for (row, frame) in frames.enumerated() {
          let start = row * (1 + width)
          scalars[start] = Float(frame.step)
          for (place, number) in frame.numbers.enumerated() {
            scalars[start + 1 + place] = number
          }
        }
      }
    }
    set {
      let (scalars, width) = (newValue.scalars, newValue.shape[1])
      frames = stride(from: 0, to: scalars.count, by: width).compactMap { start in
        guard scalars[start] >= 0 else { return nil }
        return Frame(
          step: Int(scalars[start]), numbers: Array(scalars[start + 1..<start + width]))
      }
    }
  }
}
