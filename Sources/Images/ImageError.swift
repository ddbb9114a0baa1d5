/// Why a picture could not be read or written, and which.
public struct ImageError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// There is no such file.
    case notFound
    /// It is there, but cannot be read: a folder, a device, no permission.
    case unreadable(String)
    /// It is neither PNG nor JPEG, but something that is known.
    case otherKind(FileKind)
    /// It does not begin as every PNG file does; its first bytes, eight at most.
    case notPNG(firstBytes: [UInt8])
    /// It is a JPEG file, and the library that reads them is not installed.
    case noTurboJPEG
    /// It is sound as far as it goes, and ends too early.
    case truncated(atByte: Int)
    /// It contradicts itself; where, if that is known.
    case corrupt(String, atByte: Int?)
    /// It claims more than ``Image/maximumPixelCount`` pixels.
    case tooLarge(width: Int, height: Int)
    /// The destination cannot be written. What stood there before stands there still.
    case unwritable(String)
    /// The picture cannot be encoded: memory is short.
    case unencodable(String)
  }

  /// The file, as the caller named it; nil for data that came from memory.
  public var path: String?
  public var problem: Problem

  public init(path: String? = nil, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  init(_ problem: Problem) {
    self.init(problem: problem)
  }
}

extension ImageError: CustomStringConvertible {
  /// One line: the path, what is wrong, and what to do where that is not plain.
  public var description: String {
    printable("\(path ?? "image data"): \(problem)")
  }
}

extension ImageError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFound:
      return "no such file"
    case .unreadable(let reason):
      return "cannot be read: \(reason)"
    case .otherKind(let kind):
      return "\(kind)"
    case .notPNG(let bytes):
      let shown = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return "not a PNG file: it starts with \(shown.joined(separator: " ")), "
        + "a PNG file with 89 50 4e 47 0d 0a 1a 0a, a JPEG file with ff d8 ff"
    case .noTurboJPEG:
      return "a JPEG file, and TurboJPEG is not installed: 'apt-get install libturbojpeg0' or "
        + "'brew install jpeg-turbo', or turn your pictures into PNG files"
    case .truncated(let offset):
      return "truncated: it ends at byte \(offset), before the picture does; fetch or make it again"
    case .corrupt(let reason, let offset):
      return "corrupt\(offset.map { " at byte \($0)" } ?? ""): \(reason)"
    case .tooLarge(let width, let height):
      return "too large: it claims \(width) × \(height) pixels, "
        + "the limit is \(Image.maximumPixelCount) in all"
    case .unwritable(let reason):
      return "cannot be written: \(reason)"
    case .unencodable(let reason):
      return "cannot be encoded as PNG: \(reason)"
    }
  }
}
