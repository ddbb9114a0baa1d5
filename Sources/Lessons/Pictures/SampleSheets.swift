import Charts
import Datasets
import Foundation
import Images
import Runs
import Tensors

/// The sheets of samples that a chapter on images shows: what its generator makes of the same noise at
/// every moment, beside real images, and on the way from one noise vector to another.
public struct SampleSheets: Remembering {
  public let format: ImageFormat
  public let range: PixelRange
  private let latent: Latent
  private let seed: UInt64
  private let orders: Orders?
  /// Noise vectors that samples are drawn from, `[n, size]`.
  private let z: Tensor
  /// What goes into the generator, the same at every moment: 64 noise vectors; or, where classes are
  /// asked for, ten with each of the classes.
  public let noise: Tensor
  /// Samples in a row.
  public let columns: Int
  /// Which of the samples are kept of each moment: twelve, or one of each class.
  public let followed: [Int]
  /// The class of each sample, where classes are asked for.
  public let labels: [Int]?
  private var frames: Frames

  /// - Parameters:
  ///   - steps: the steps of the run.
  ///   - seed: the run's seed, or that of its noise.
  ///   - range: what the generator's numbers mean.
  ///   - orders: how a class is asked for, of a generator that can be.
  public init(
    _ format: ImageFormat, in range: PixelRange = .symmetric, from latent: Latent,
    orders: Orders? = nil, steps: Int, seed: UInt64
  ) {
    self.format = format
    self.range = range
    self.latent = latent
    self.seed = seed
    self.orders = orders
    let z = latent(64, for: "fixed noise", seed: seed)
    self.z = z
    if let orders {
      let classes = 0..<orders.classNames.count
      // A row for each class, of the same noise.
      let labels = classes.flatMap { Array(repeating: $0, count: 10) }
      noise = orders(.concatenation(classes.map { _ in z.slice(0..<10) }), labels)
      self.labels = labels
      columns = 10
      followed = classes.prefix(12).map { 10 * $0 + $0 % 10 }
    } else {
      noise = z
      labels = nil
      columns = 8
      followed = Array(0..<12)
    }
    frames = Frames(
      at: Frames.moments(12, of: steps), width: followed.count * format.levelCount)
  }

  public mutating func visit(_ visit: inout Visit) { frames.visit(&visit) }

  public func isMoment(_ step: Int) -> Bool { frames.isMoment(step) }

  /// Writes what `generator` makes now as `samples-<step>.png`, and keeps it if this is a moment.
  public mutating func add(
    _ generator: (_ z: Tensor) -> Tensor, at step: Int, in run: Run
  ) throws {
    let levels = range.levels(of: generator(noise))
    if isMoment(step) {
      let size = format.levelCount
      frames.append(
        followed.flatMap { levels[$0 * size..<($0 + 1) * size].map { Float($0) } }, at: step)
    }
    try run.record(
      samples: ImageGrid(columns: columns).image(of: format.tiles(levels)), at: step)
  }

  /// Samples, as one picture.
  public func sheet(_ samples: Tensor, columns: Int? = nil) -> Image {
    ImageGrid(columns: columns ?? self.columns).image(of: format.tiles(range.levels(of: samples)))
  }

  // MARK: - At the end

  /// 64 of the real images, or ten of each class, the same for every look at a run.
  public func real(_ images: any ImageSource) -> Tensor {
    guard let orders else { return images.shown(64, in: range, seed: seed) }
    var order = RandomStream(seed: seed, for: "shown")
    // A class of which there are few is shown as often as it is found.
    let some = (0..<200 * orders.classNames.count).map { _ in order.next(below: images.count) }
    let classes = images.classes(of: some)
    let chosen = orders.classNames.indices.flatMap { label in
      let own = some.indices.filter { classes[$0] == label }.prefix(10).map { some[$0] }
      return own.isEmpty ? [] : (0..<10).map { own[$0 % own.count] }
    }
    return images.tensor(chosen, in: range)
  }

  /// The samples of one generator, or of several, beside real images.
  public func pictures(
    real: Tensor, _ samples: Tensor, enlarged factor: Int = 1, samplesEnlarged: Int? = nil
  ) throws -> [Drawn] {
    let sides = [sheet(real), sheet(samples)]
    let count = samples.shape[0]
    return [
      try Drawn(
        "samples.png",
        orders == nil
          ? "\(count) samples at the end."
          : "At the end: a row for each class, of the same ten noise vectors.",
        sides[1].scaled(by: samplesEnlarged ?? factor)),
      try Drawn(
        "comparison.png", "Real on the left, generated on the right.",
        ImageGrid(columns: 2, gap: 12).image(of: sides).scaled(by: factor)),
      try Drawn(
        "progress.png",
        orders == nil
          ? "The same twelve noise vectors at eight moments, from the first to the last."
          : "A sample of each class at eight moments, from the first to the last.",
        progress.scaled(by: factor)),
    ]
  }

  /// Eight moments as rows.
  private var progress: Image {
    ImageGrid(columns: followed.count).image(
      of: frames.selection(8).flatMap { format.tiles($0.numbers.map { UInt8($0) }) })
  }

  /// From one noise vector to another in twelve steps, six times; and, where classes are asked for, six
  /// times more from one class to the next with the noise held.
  public func walk(_ generator: (_ z: Tensor) -> Tensor, enlarged factor: Int = 1) throws -> Drawn {
    let shares = (0..<12).map { Float($0) / 11 }
    let walks = (0..<6).flatMap { row in
      shares.map { share in
        let way = latent.between(vector(2 * row), vector(2 * row + 1), at: share)
        return orders.map { $0(way, [row % $0.classNames.count]) } ?? way
      }
    }
    guard let orders else {
      return try Drawn(
        "walk.png", "Six walks between two noise vectors: each row goes from one to another.",
        sheet(generator(.concatenation(walks)), columns: 12).scaled(by: factor))
    }
    let changes = (0..<6).flatMap { row in
      let (from, to) = (row % orders.classNames.count, (row + 1) % orders.classNames.count)
      return shares.map { orders.between(vector(row), from, to, at: $0) }
    }
    return try Drawn(
      "walk.png",
      "Six walks through the noise with the class held, and six from class to class with the noise held.",
      sheet(generator(.concatenation(walks + changes)), columns: 12).scaled(by: factor))
  }

  private func vector(_ row: Int) -> Tensor { z.slice(row..<row + 1) }

  /// Every moment, for the report: the sheets that the run has written.
  public func filmstrip(in folder: URL) -> [Report.Figure] {
    frames.frames.compactMap { frame in
      let file = folder.appendingPathComponent("samples-\(frame.step).png")
      return (try? Data(contentsOf: file)).map { .init("step \(frame.step)", .png($0)) }
    }
  }
}

extension ImageSource {
  /// Images to look at, chosen by a stream of their own, so that looking never changes a run.
  public func shown(
    _ count: Int, in range: PixelRange = .symmetric, flattened: Bool = false, seed: UInt64
  ) -> Tensor {
    var order = RandomStream(seed: seed, for: "shown")
    let chosen = (0..<count).map { _ in order.next(below: self.count) }
    return tensor(chosen, in: range, flattened: flattened)
  }
}
