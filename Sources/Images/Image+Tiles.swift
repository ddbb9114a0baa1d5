import Preconditions

extension Image {
  /// The pictures whose samples follow each other in `pixels`: what a generator makes, cut apart.
  ///
  /// - Parameter pixels: `[n, height, width, channels]` in row-major order. Stops if they do not make
  ///   whole pictures.
  public static func tiles(
    width: Int, height: Int, channels: Channels, pixels: [UInt8]
  ) -> [Image] {
    let size = width * height * channels.count
    require(
      size > 0 && pixels.count % size == 0,
      "Image: \(pixels.count) samples do not make pictures of \(width) × \(height) × \(channels.count)"
    )
    return stride(from: 0, to: pixels.count, by: size).map {
      Image(
        width: width, height: height, channels: channels, pixels: Array(pixels[$0..<$0 + size]))
    }
  }
}
