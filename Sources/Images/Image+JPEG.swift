import Foundation

extension Image {
  /// Every JPEG file begins so: the start of the image, and of a marker.
  static func isJPEG(_ data: Data) -> Bool { data.starts(with: [0xFF, 0xD8, 0xFF]) }

  /// Whether this machine has TurboJPEG, so that JPEG files can be read.
  package static var readsJPEG: Bool { TurboJPEG.installed != nil }

  /// Reads JPEG data from memory, if this machine has TurboJPEG; nothing else needs it.
  ///
  /// A JPEG file's pictures are gray or RGB, and upright: which way up a camera was held (`Exif`) is
  /// obeyed. Those for print (CMYK) or of 12 bits are not read.
  /// - Parameter channels: gray or RGB; by default what the file holds.
  /// - Throws: ``ImageError``: TurboJPEG is not installed; or the data is too large, truncated or
  ///   corrupt. Damaged data is never read in part.
  public init(jpeg data: Data, as channels: Channels? = nil) throws(ImageError) {
    try self.init(jpeg: data, as: channels, library: TurboJPEG.installed)
  }

  init(jpeg data: Data, as channels: Channels?, library: TurboJPEG?) throws(ImageError) {
    let outline = data.withUnsafeBytes { JPEGOutline(of: $0) }
    if let kind = outline.foreignKind { throw ImageError(.otherKind(kind)) }
    guard let library else { throw ImageError(.noTurboJPEG) }
    let stored = try data.withUnsafeBytes { bytes -> Result<Image, ImageError> in
      Result { () throws(ImageError) in try library.image(bytes) }
    }.get()
    let natural = stored.turned(outline.orientation)
    self = natural.converted(to: channels ?? natural.channels)
  }
}

/// The library libturbojpeg, found when a program runs: who has no JPEG files need not have it, and
/// nothing is built against it.
///
/// Its functions since version 1.4 are used: https://libjpeg-turbo.org.
struct TurboJPEG: Sendable {
  private typealias Handle = UnsafeMutableRawPointer
  private typealias Bytes = UnsafePointer<UInt8>
  private typealias Integer = UnsafeMutablePointer<CInt>

  private let start: @convention(c) () -> Handle?
  private let readHeader:
    @convention(c) (Handle, Bytes, CUnsignedLong, Integer, Integer, Integer, Integer) -> CInt
  private let decompress:
    @convention(c) (
      Handle, Bytes, CUnsignedLong, UnsafeMutablePointer<UInt8>, CInt, CInt, CInt, CInt, CInt
    ) -> CInt
  private let message: @convention(c) (Handle) -> UnsafePointer<CChar>?
  private let finish: @convention(c) (Handle) -> CInt

  /// Under the names that Debian, macOS and Homebrew give it; looked for once.
  static let installed = TurboJPEG(named: [
    "libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.dylib",
    "/opt/homebrew/lib/libturbojpeg.dylib", "/usr/local/lib/libturbojpeg.dylib",
  ])

  /// The first of these that is there and has all functions. It stays open: the functions are used
  /// for as long as the program runs.
  init?(named names: [String]) {
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first,
      let start = dlsym(library, "tjInitDecompress"),
      let readHeader = dlsym(library, "tjDecompressHeader3"),
      let decompress = dlsym(library, "tjDecompress2"),
      let message = dlsym(library, "tjGetErrorStr2"),
      let finish = dlsym(library, "tjDestroy")
    else { return nil }
    self.start = unsafeBitCast(start, to: type(of: self.start))
    self.readHeader = unsafeBitCast(readHeader, to: type(of: self.readHeader))
    self.decompress = unsafeBitCast(decompress, to: type(of: self.decompress))
    self.message = unsafeBitCast(message, to: type(of: self.message))
    self.finish = unsafeBitCast(finish, to: type(of: self.finish))
  }

  /// The picture, gray or RGB as the file has it. May be called by several threads at once.
  func image(_ file: UnsafeRawBufferPointer) throws(ImageError) -> Image {
    guard let bytes = file.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      throw ImageError(.truncated(atByte: 0))
    }
    guard let handle = start() else {
      throw ImageError(.corrupt("TurboJPEG does not start", atByte: nil))
    }
    defer { _ = finish(handle) }
    let length = CUnsignedLong(file.count)
    func failure() -> ImageError {
      ImageError(.corrupt(message(handle).map { String(cString: $0) } ?? "no JPEG", atByte: nil))
    }

    var (width, height, sampling, space): (CInt, CInt, CInt, CInt) = (0, 0, 0, 0)
    guard readHeader(handle, bytes, length, &width, &height, &sampling, &space) == 0 else {
      throw failure()
    }
    // A header can claim what is not there: JPEG spends at least a bit on a block of 8 × 8 pixels.
    let pixelCount = Int(width) * Int(height)
    guard pixelCount <= Image.maximumPixelCount else {
      throw ImageError(.tooLarge(width: Int(width), height: Int(height)))
    }
    guard pixelCount / 64 <= file.count * 8 else {
      throw ImageError(
        .corrupt("\(width) × \(height) pixels cannot come of \(file.count) bytes", atByte: nil))
    }

    let channels: Channels = space == TurboJPEG.graySpace ? .gray : .rgb
    let count = pixelCount * channels.count
    var isComplete = false
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let target = buffer.baseAddress else { return }
      isComplete =
        decompress(
          handle, bytes, length, target, width, 0, height,
          channels == .gray ? TurboJPEG.gray : TurboJPEG.rgb, TurboJPEG.flags) == 0
      initialized = isComplete ? count : 0
    }
    guard isComplete else { throw failure() }
    return Image(width: Int(width), height: Int(height), channels: channels, pixels: pixels)
  }

  private typealias Channels = Image.Channels

  // From turbojpeg.h: TJCS_GRAY; TJPF_RGB, TJPF_GRAY.
  private static let graySpace: CInt = 2
  private static let rgb: CInt = 0
  private static let gray: CInt = 6
  /// TJFLAG_ACCURATEDCT, whose bytes are the same on every machine; TJFLAG_STOPONWARNING, for a
  /// damaged picture is an error, however little is wrong; TJFLAG_LIMITSCANS, against files made to take for ever.
  private static let flags: CInt = 4096 | 8192 | 32768
}
