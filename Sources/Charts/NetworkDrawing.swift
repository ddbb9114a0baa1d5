import Preconditions

/// Two networks as rows of blocks: one that ends in what the other begins with.
///
///     NetworkDrawing(
///       "Up and down",
///       up: .init("Generator", ink: .orange, stages: [
///         .init([100], name: "z"), .init([4, 4, 64], by: ["transposed conv 4×4", "ReLU"]),
///         .init([8, 8, 1], name: "image", by: ["transposed conv 4×4 ↑2"])]),
///       down: .init("Discriminator", ink: .green, stages: [
///         .init([8, 8, 1], name: "image"), .init([1], name: "logit", by: ["dense"])])
///     ).svg()
///
/// A block is as high and as deep as the map it stands for, to one scale in both networks, and its
/// thickness grows with the logarithm of the channels: 64 × 64 × 3 is a thin sheet, 4 × 4 × 512 a bar.
/// Below 600 pixels the blocks stand below each other, for a phone; from there on the first network
/// runs to the right above the second, which runs back to the left.
public struct NetworkDrawing: Equatable, Sendable {
  /// What lies between two layers, and how it comes from what lies before.
  public struct Stage: Equatable, Sendable {
    /// `[height, width, channels]`, or `[features]`.
    public var shape: [Int]
    /// What a reader calls it: z, image. Most have no name.
    public var name: String
    /// The operations that lead here, in order; none for the first stage.
    public var operations: [String]

    public init(_ shape: [Int], name: String = "", by operations: [String] = []) {
      self.shape = shape
      self.name = name
      self.operations = operations
    }

    /// 28 × 28 × 1.
    public var label: String { shape.map { "\($0)" }.joined(separator: " × ") }
  }

  public struct Network: Equatable, Sendable {
    public var title: String
    public var ink: Ink
    public var stages: [Stage]

    public init(_ title: String, ink: Ink, stages: [Stage]) {
      self.title = title
      self.ink = ink
      self.stages = stages
    }
  }

  public var title: String
  public var subtitle: String
  public var up: Network
  public var down: Network
  /// In pixels. Grows where blocks and words need more.
  public var width: Double

  /// Stops on a width outside 300 … 10,000, on networks of less than two stages, on shapes of other
  /// than one or three numbers, and on networks that do not meet.
  public init(
    _ title: String, subtitle: String = "", up: Network, down: Network, width: Double = 900
  ) {
    require(
      (300...10_000).contains(width), "NetworkDrawing \"\(title)\": \(width) pixels wide")
    for network in [up, down] {
      require(
        network.stages.count >= 2,
        "NetworkDrawing \"\(title)\": \(network.stages.count) stages of \(network.title)")
      for stage in network.stages {
        require(
          (stage.shape.count == 1 || stage.shape.count == 3) && stage.shape.allSatisfy { $0 > 0 },
          "NetworkDrawing \"\(title)\": a stage of shape \(stage.shape)")
      }
    }
    let (end, start) = (up.stages[up.stages.count - 1].shape, down.stages[0].shape)
    require(
      end == start,
      "NetworkDrawing \"\(title)\": \(up.title) ends in \(end), \(down.title) begins with \(start)")
    self.title = title
    self.subtitle = subtitle
    self.up = up
    self.down = down
    self.width = width
  }

  /// The drawing as an SVG document: self-contained, no script, its own light and dark colours.
  public func svg() -> String {
    let layout = NetworkLayout(self)
    return document(
      title: title, description: description, width: layout.width, height: layout.height,
      style: Block.style, body: layout.body)
  }

  /// What a screen reader says: every shape, and what leads to it.
  private var description: String {
    let networks = [up, down].map { network in
      let stages = network.stages.map { stage in
        let shape = stage.name.isEmpty ? stage.label : "\(stage.name) (\(stage.label))"
        return stage.operations.isEmpty
          ? shape : "\(stage.operations.joined(separator: ", ")) to \(shape)"
      }
      return "\(network.title): \(stages.joined(separator: "; "))."
    }
    return ([subtitle] + networks).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
