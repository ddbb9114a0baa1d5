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
  /// The same at every moment, `[64, size]`.
  public let noise: Tensor
  /// The first twelve samples of each moment so far.
  private var frames: Frames

  /// - Parameters:
  ///   - steps: the steps of the run.
  ///   - seed: the run's seed, or that of its noise.
  ///   - range: what the generator's numbers mean.
  public init(
    _ format: ImageFormat, in range: PixelRange = .symmetric, from latent: Latent, steps: Int,
    seed: UInt64
  ) {
    self.format = format
    self.range = range
    self.latent = latent
    self.seed = seed
    noise = latent(64, for: "fixed noise", seed: seed)
    frames = Frames(at: Frames.moments(12, of: steps), width: 12 * format.levelCount)
  }

  public mutating func visit(_ visit: inout Visit) { frames.visit(&visit) }

  public func isMoment(_ step: Int) -> Bool { frames.isMoment(step) }

  /// Writes what `generator` makes now as `samples-<step>.png`, and keeps it if this is a moment.
  public mutating func add(
    _ generator: (_ z: Tensor) -> Tensor, at step: Int, in run: Run
  ) throws {
    let levels = range.levels(of: generator(noise))
    if isMoment(step) {
      frames.append(levels.prefix(12 * format.levelCount).map { Float($0) }, at: step)
    }
    try run.record(samples: ImageGrid().image(of: format.tiles(levels)), at: step)
  }

  /// Samples, as one picture.
  public func sheet(_ samples: Tensor, columns: Int = 8) -> Image {
    ImageGrid(columns: columns).image(of: format.tiles(range.levels(of: samples)))
  }

  // MARK: - At the end

  /// 64 of the real images, the same for every look at a run.
  public func real(_ images: any ImageSource) -> Tensor {
    images.shown(64, in: range, seed: seed)
  }

  /// The samples of one generator, or of several, beside real images.
  public func pictures(
    real: Tensor, _ samples: Tensor, enlarged factor: Int = 1, samplesEnlarged: Int? = nil
  ) throws -> [Drawn] {
    let sides = [sheet(real), sheet(samples)]
    return [
      try Drawn(
        "samples.png", "64 samples at the end.", sides[1].scaled(by: samplesEnlarged ?? factor)),
      try Drawn(
        "comparison.png", "Real on the left, generated on the right.",
        ImageGrid(columns: 2, gap: 12).image(of: sides).scaled(by: factor)),
      try Drawn(
        "progress.png",
        "The same twelve noise vectors at eight moments, from the first to the last.",
        progress.scaled(by: factor)),
    ]
  }

  /// Eight moments as rows.
  private var progress: Image {
    ImageGrid(columns: 12).image(
      of: frames.selection(8).flatMap { format.tiles($0.numbers.map { UInt8($0) }) })
  }

  /// From one noise vector to another in twelve steps, six times.
  public func walk(_ generator: (_ z: Tensor) -> Tensor, enlarged factor: Int = 1) throws -> Drawn {
    var rows: [Tensor] = []
    for row in stride(from: 0, to: 12, by: 2) {
      let (start, end) = (noise.slice(row..<row + 1), noise.slice(row + 1..<row + 2))
      rows += (0..<12).map { latent.between(start, end, at: Float($0) / 11) }
    }
    return try Drawn(
      "walk.png", "Six walks between two noise vectors: each row goes from one to another.",
      sheet(generator(.concatenation(rows)), columns: 12).scaled(by: factor))
  }

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
