import CPNG
import Foundation

// Reading and writing PNG by libpng's simplified interface (`png_image_*`). It keeps its errors and
// warnings in the `png_image` it is given: nothing is printed, and its long jumps stay within C.

extension Image {
  /// Reads a PNG file, or a JPEG file if this machine has TurboJPEG (``init(jpeg:as:)``): what a
  /// file is, its first bytes say, not its name.
  ///
  /// Of PNG, every colour type and bit depth is read, interlaced or not.
  /// - Samples of 1, 2 and 4 bits are stretched to 0…255; samples of 16 bits are rounded to 8, so
  ///   that 0x8080 becomes 0x80, as an 8-bit file of the same picture has it.
  /// - What a file says about gamma and colour (`gAMA`, `sRGB`, `iCCP`, …) changes nothing: samples
  ///   are those of the file, as networks are commonly trained on them.
  /// - Transparency (alpha, or `tRNS`) is laid over `background`, sample by sample on the encoded
  ///   values as browsers do: `(α · sample + (255 − α) · background) / 255`, rounded.
  /// - Which way up a camera was held (`eXIf`) is obeyed.
  ///
  /// - Parameters:
  ///   - url: a file; nothing is fetched from a network.
  ///   - channels: gray or RGB; by default what the file holds, a palette being RGB. From RGB to
  ///     gray as in ``converted(to:)``.
  ///   - background: the level behind transparent pixels; white by default, as on a page.
  /// - Throws: ``ImageError`` with the path: no such file, neither PNG nor JPEG, too large, truncated or corrupt.
  ///   A damaged file is never read in part.
  public init(
    contentsOf url: URL, as channels: Channels? = nil, background: UInt8 = 255
  ) throws(ImageError) {
    do throws(ImageError) {
      guard url.isFileURL else { throw ImageError(.unreadable("it is not a file")) }
      try self.init(fileAt: Array(url.path.utf8), as: channels, background: background)
    } catch {
      throw ImageError(path: url.isFileURL ? url.path : "\(url)", problem: error.problem)
    }
  }

  /// The same for a path as the system has it: bytes, which older disks hold in Latin-1.
  package init(
    fileAt path: [UInt8], as channels: Channels? = nil, background: UInt8 = 255
  ) throws(ImageError) {
    let data = try Image.bytes(at: path)
    self =
      Image.isJPEG(data)
      ? try Image(jpeg: data, as: channels)
      : try Image(png: data, as: channels, background: background)
  }

  /// Reads PNG data from memory, as ``init(contentsOf:as:background:)`` reads a PNG file.
  public init(
    png data: Data, as channels: Channels? = nil, background: UInt8 = 255
  ) throws(ImageError) {
    let result = data.withUnsafeBytes { bytes -> Result<Image, ImageError> in
      Result { () throws(ImageError) in try Image.decode(bytes, background: background) }
    }
    let natural = try result.get()
    self = natural.converted(to: channels ?? natural.channels)
  }

  /// The picture as a PNG file, 8-bit gray or RGB, marked sRGB.
  ///
  /// Equal images give equal bytes. (Another version of zlib may compress differently: to compare
  /// pictures across machines, compare their pixels.)
  /// - Throws: ``ImageError`` if memory is short.
  public func pngData() throws(ImageError) -> Data {
    var header = png_image()
    header.version = png_uint_32(PNG_IMAGE_VERSION)
    header.width = png_uint_32(width)
    header.height = png_uint_32(height)
    header.format = channels == .rgb ? color : 0
    defer { png_image_free(&header) }

    // Noise does not compress: a little more than the samples, so that once is enough. Where it is
    // not, libpng says how much it wants.
    var size = png_alloc_size_t(pixels.count + pixels.count / 8 + height + 1024)
    for _ in 1...2 {
      var png = Data(count: Int(size))
      let written = png.withUnsafeMutableBytes { memory in
        png_image_write_to_memory(&header, memory.baseAddress, &size, 0, pixels, 0, nil)
      }
      if written != 0 { return png.prefix(Int(size)) }
      if header.failed { break }
    }
    throw ImageError(.unencodable(header.text))
  }

  /// Writes the picture as a PNG file, whole or not at all: whatever fails, a file that stood there
  /// before is left as it was.
  /// - Throws: ``ImageError`` with the path and the system's reason.
  public func write(to url: URL) throws(ImageError) {
    do throws(ImageError) {
      let png = try pngData()
      do throws(WholeFile.Failure) {
        try WholeFile.save(png, to: url)
      } catch {
        throw ImageError(.unwritable(error.reason))
      }
    } catch {
      throw ImageError(path: url.isFileURL ? url.path : "\(url)", problem: error.problem)
    }
  }
}

// MARK: - Decoding

extension Image {
  /// The picture of a file, over a background.
  ///
  /// libpng is asked for samples of the depth that the file has, 8 or 16 bits, and for nothing else:
  /// depth, transparency and gray are settled here. Its own ways differ (it takes 16 bits as
  /// proportional to light, so that 0x8080 becomes 186, and blends proportionally to light), and it
  /// scrambles the rows of interlaced pictures of 16 bits that it brings to 8: seen in Debian's
  /// 1.6.39-2+deb12u6, reported for its versions from 1.6.51 on (its issue 853).
  private static func decode(
    _ file: UnsafeRawBufferPointer, background: UInt8
  ) throws(ImageError) -> Image {
    let outline = try PNGOutline(of: file)
    var header = png_image()
    header.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&header) }
    // Both steps within one scope: the second still reads the memory that the first is given.
    let pixels = outline.picture.withUnsafeBytes { memory -> [UInt8]? in
      guard png_image_begin_read_from_memory(&header, memory.baseAddress, memory.count) != 0
      else { return nil }
      // What remains says color, alpha, 16 bits; the flag of a palette is dropped.
      header.format &= color | alpha | linear
      let channels = header.channels.count
      let hasAlpha = header.format & alpha != 0
      let count = outline.width * outline.height * (channels + (hasAlpha ? 1 : 0))
      if header.format & linear == 0 {
        guard let samples = finish(&header, count, of: UInt8.self) else { return nil }
        return hasAlpha ? composite(samples, channels, over: Int(background)) : samples
      }
      guard let samples = finish(&header, count, of: UInt16.self) else { return nil }
      return hasAlpha
        ? composite(samples, channels, over: Int(background))
        : samples.map { UInt8((Int($0) + 128) / 257) }
    }
    guard let pixels else { throw ImageError(.corrupt(header.text, atByte: nil)) }
    return Image(
      width: outline.width, height: outline.height, channels: header.channels, pixels: pixels
    ).turned(outline.orientation)
  }

  /// All samples, or nil and a message in `header`.
  private static func finish<Sample: FixedWidthInteger>(
    _ header: inout png_image, _ count: Int, of kind: Sample.Type
  ) -> [Sample]? {
    var complete = false
    let samples = [Sample](unsafeUninitializedCapacity: count) { buffer, initialized in
      complete = png_image_finish_read(&header, nil, buffer.baseAddress, 0, nil) != 0
      initialized = complete ? count : 0
    }
    return complete ? samples : nil
  }

  /// Pixels of `channels` samples and an alpha, laid over a level: `channels` samples each.
  private static func composite(_ samples: [UInt8], _ channels: Int, over level: Int) -> [UInt8] {
    withoutAlpha(samples, channels) { sample, alpha in
      (alpha * sample + (255 - alpha) * level + 127) / 255
    }
  }

  /// The same for 16 bits, where libpng gives samples that are already multiplied by their alpha:
  /// with the level as 16 bits, 257 · level, one division rounds the blend and brings it to 8.
  private static func composite(_ samples: [UInt16], _ channels: Int, over level: Int) -> [UInt8] {
    let whole = 65535 * 257
    return withoutAlpha(samples, channels) { product, alpha in
      (65535 * product + (65535 - alpha) * 257 * level + whole / 2) / whole
    }
  }

  private static func withoutAlpha<Sample: FixedWidthInteger>(
    _ samples: [Sample], _ channels: Int, blend: (_ sample: Int, _ alpha: Int) -> Int
  ) -> [UInt8] {
    let pixelCount = samples.count / (channels + 1)
    return [UInt8](unsafeUninitializedCapacity: pixelCount * channels) { to, initialized in
      samples.withUnsafeBufferPointer { from in
        for pixel in 0..<pixelCount {
          let source = pixel * (channels + 1)
          let alpha = Int(from[source + channels])
          for channel in 0..<channels {
            to[pixel * channels + channel] =
              UInt8(clamping: blend(Int(from[source + channel]), alpha))
          }
        }
      }
      initialized = pixelCount * channels
    }
  }
}

// MARK: - Files and libpng's header

extension Image {
  /// No picture of at most `maximumPixelCount` pixels needs a larger file: 16-bit RGBA is 512 MiB.
  private static let maximumFileSize = 1 << 30

  private static func bytes(at path: [UInt8]) throws(ImageError) -> Data {
    let path = path.map { CChar(bitPattern: $0) } + [0]
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      throw ImageError(errno == ENOENT ? .notFound : .unreadable(systemMessage(errno)))
    }
    // A device may have no end, a pipe no writer.
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw ImageError(.unreadable("it is a folder or a device, not a file"))
    }
    guard facts.st_size <= maximumFileSize else {
      throw ImageError(.unreadable("\(facts.st_size) bytes are more than any picture needs"))
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw ImageError(.unreadable(systemMessage(errno))) }
    defer { close(file) }
    var (data, problem) = (Data(count: Int(facts.st_size)), Int32(0))
    let count = data.withUnsafeMutableBytes { buffer in
      var count = 0
      while count < buffer.count {
        let got = read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { problem = errno }
        if got <= 0 { break }
        count += got
      }
      return count
    }
    guard problem == 0 else { throw ImageError(.unreadable(systemMessage(problem))) }
    return data.prefix(count)
  }
}

private let color = png_uint_32(PNG_FORMAT_FLAG_COLOR)
private let alpha = png_uint_32(PNG_FORMAT_FLAG_ALPHA)
/// 16 bits per sample; libpng's name for it says what it takes them for.
private let linear = png_uint_32(PNG_FORMAT_FLAG_LINEAR)

extension png_image {
  fileprivate var channels: Image.Channels { format & color != 0 ? .rgb : .gray }

  /// libpng sets the low two bits to 1 for a warning, to 2 or more for an error.
  fileprivate var failed: Bool { warning_or_error & 3 > 1 }

  /// libpng's message, in its own words.
  fileprivate var text: String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
