import Datasets
import Foundation
import Images
import Lessons
import Tensors

/// Two directions through the noise of a generator: a pad on which each place is a picture.
struct Walk {
  /// The picture at (x, y), each −1 to 1, where the middle is z = 0 and the edge of the pad is as far out as
  /// twice what noise usually is.
  ///
  /// - Parameter label: the class to draw; of a generator that can be asked, the first by default.
  static func picture(
    _ generator: some KeptGenerator, x: Double, y: Double, label: Int?
  ) throws -> Data? {
    guard case .images(let format, let range) = generator.makes, x.isFinite, y.isFinite else {
      return nil
    }
    let latent = generator.latent
    let directions = latent(2, for: "walk", seed: 1)
    let size = latent.size
    let (x, y) = (Float(min(max(x, -1), 1)) * 2, Float(min(max(y, -1), 1)) * 2)
    let noise = directions.scalars
    let place = (0..<size).map { index -> Float in
      let value = x * noise[index] + y * noise[size + index]
      return latent.distribution == .uniform ? min(max(value, -1), 1) : value
    }
    var z = Tensor(shape: [1, size], scalars: place)
    if let orders = generator.orders {
      z = orders(z, [label.flatMap { orders.classNames.indices.contains($0) ? $0 : nil } ?? 0])
    }
    let tile = format.tiles(range.levels(of: generator.samples(of: z)))[0]
    return try tile.scaled(by: max(1, 224 / format.side)).pngData()
  }
}
