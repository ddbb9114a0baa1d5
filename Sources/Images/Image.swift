import Preconditions

/// A picture of 8-bit samples, gray or RGB.
///
/// Samples lie interleaved, row by row from the top left: sample `(row, column, channel)` is
/// `pixels[(row * width + column) * channels.count + channel]`, the order of a tensor
/// `[height, width, channels]`. A sample is a display value, 0 (dark) … 255 (bright), encoded as
/// sRGB encodes it; it is not proportional to light.
///
/// An image has at least one pixel and at most ``maximumPixelCount``.
public struct Image: Equatable, Sendable {
  /// What one pixel holds. The raw value is the number of samples.
  public enum Channels: Int, CaseIterable, Sendable {
    /// One sample: brightness.
    case gray = 1
    /// Three samples: red, green, blue.
    case rgb = 3

    /// Samples per pixel: 1 or 3.
    public var count: Int { rawValue }
  }

  /// 2²⁶ pixels, a square of 8192: 64 MiB gray, 192 MiB RGB. A file of a hundred bytes may claim
  /// two thousand million by two thousand million pixels; no file above this limit is believed.
  public static let maximumPixelCount = 1 << 26

  public let width: Int
  public let height: Int
  public let channels: Channels

  /// `height * width * channels.count` samples, row-major and interleaved.
  public private(set) var pixels: [UInt8]

  /// An image of the given samples. Stops if their number is not `width * height * channels.count`.
  public init(width: Int, height: Int, channels: Channels, pixels: [UInt8]) {
    let count = Image.sampleCount(width: width, height: height, channels: channels)
    require(
      pixels.count == count,
      "Image: \(width) × \(height) × \(channels.count) needs \(count) samples, not \(pixels.count)")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// An image with every sample at `level`; black by default.
  public init(width: Int, height: Int, channels: Channels, level: UInt8 = 0) {
    let count = Image.sampleCount(width: width, height: height, channels: channels)
    self.width = width
    self.height = height
    self.channels = channels
    pixels = [UInt8](repeating: level, count: count)
  }

  /// One sample. The indices stand in the order of a tensor: row (down from the top), column, and
  /// channel, which may be left out for a gray image. Stops if one is out of range.
  public subscript(row: Int, column: Int, channel: Int = 0) -> UInt8 {
    get { pixels[index(row, column, channel)] }
    set { pixels[index(row, column, channel)] = newValue }
  }

  private func index(_ row: Int, _ column: Int, _ channel: Int) -> Int {
    // Each index by itself: a column too far would otherwise land quietly in the next row.
    require(
      0 <= row && row < height && 0 <= column && column < width
        && 0 <= channel && channel < channels.count,
      "Image: no sample (\(row), \(column), \(channel)) in \(height) × \(width) × \(channels.count)"
    )
    return (row * width + column) * channels.count + channel
  }

  private static func sampleCount(width: Int, height: Int, channels: Channels) -> Int {
    let (pixelCount, overflow) = width.multipliedReportingOverflow(by: height)
    require(
      width > 0 && height > 0 && !overflow && pixelCount <= maximumPixelCount,
      "Image: \(width) × \(height) is not between 1 and \(maximumPixelCount) pixels")
    return pixelCount * channels.count
  }
}

// MARK: - Gray and RGB, larger

extension Image {
  /// The same picture as gray or as RGB.
  ///
  /// Gray becomes three equal samples. RGB becomes the luma of Rec. 601,
  ///
  ///     Y = 0.299 R + 0.587 G + 0.114 B,
  ///
  /// rounded to the nearest level and taken on the encoded samples, as most image libraries do; so
  /// gray → RGB → gray changes nothing.
  public func converted(to wanted: Channels) -> Image {
    switch (channels, wanted) {
    case (.gray, .gray), (.rgb, .rgb):
      return self
    case (.gray, .rgb):
      return Image(
        width: width, height: height, channels: .rgb,
        pixels: samples(count: pixels.count * 3) { from, to in
          for i in 0..<from.count {
            to[3 * i] = from[i]
            to[3 * i + 1] = from[i]
            to[3 * i + 2] = from[i]
          }
        })
    case (.rgb, .gray):
      return Image(
        width: width, height: height, channels: .gray,
        pixels: samples(count: pixels.count / 3) { from, to in
          for i in 0..<to.count {
            let (r, g, b) = (Int(from[3 * i]), Int(from[3 * i + 1]), Int(from[3 * i + 2]))
            to[i] = UInt8((299 * r + 587 * g + 114 * b + 500) / 1000)
          }
        })
    }
  }

  /// The picture `factor` times as wide and as high, each pixel a square of `factor` × `factor`.
  /// Nothing is smoothed: a 28 × 28 sample shows the pixels that the network made.
  public func scaled(by factor: Int) -> Image {
    require(factor >= 1, "Image: cannot scale by \(factor); the factor is at least 1")
    var larger = Image(width: width * factor, height: height * factor, channels: channels)
    let (rowLength, size) = (larger.width * channels.count, channels.count)
    larger.pixels.withUnsafeMutableBufferPointer { to in
      pixels.withUnsafeBufferPointer { from in
        for row in 0..<larger.height {
          let source = row / factor * width * size
          for column in 0..<larger.width {
            for channel in 0..<size {
              to[row * rowLength + column * size + channel] =
                from[source + column / factor * size + channel]
            }
          }
        }
      }
    }
    return larger
  }

  /// Copies `tile` to where its top left pixel falls on (`row`, `column`). It must fit.
  mutating func paste(_ tile: Image, row: Int, column: Int) {
    require(
      tile.channels == channels && row >= 0 && column >= 0
        && row + tile.height <= height && column + tile.width <= width,
      "Image: \(tile.height) × \(tile.width) at (\(row), \(column)) leaves \(height) × \(width)")
    let length = tile.width * channels.count
    for y in 0..<tile.height {
      let start = ((row + y) * width + column) * channels.count
      pixels.replaceSubrange(
        start..<start + length, with: tile.pixels[y * length..<(y + 1) * length])
    }
  }

  private func samples(
    count: Int,
    fill: (_ from: UnsafeBufferPointer<UInt8>, _ to: UnsafeMutableBufferPointer<UInt8>) -> Void
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let to = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      pixels.withUnsafeBufferPointer { fill($0, to) }
      initialized = count
    }
  }
}
