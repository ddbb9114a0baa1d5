/// Why a safetensors file could not be read, which file, and where in it.
public struct SafetensorsError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// There is no such file.
    case notFound
    /// It is there, but cannot be read: a folder, a device, no permission.
    case unreadable(String)
    /// It is sound as far as it goes, and ends too early.
    case truncated(String, atByte: Int)
    /// It contradicts itself or the format.
    case corrupt(String, atByte: Int)
    /// It may be sound, and holds what a ``Tensor`` cannot: another type of number, an empty shape.
    case unsupported(String, atByte: Int)
  }

  /// The file, as the caller named it; nil for data that came from memory.
  public var path: String?
  public var problem: Problem

  public init(path: String? = nil, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// How a command ends that meets this error.
  public var status: ExitStatus { problem == .notFound ? .inputNotFound : .badData }
}

extension SafetensorsError: CustomStringConvertible {
  /// One line: the path, the byte, and what is wrong.
  public var description: String { "\(path ?? "safetensors data"): \(problem)" }
}

extension SafetensorsError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFound: "no such file"
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .truncated(let reason, let offset): "truncated at byte \(offset): \(reason)"
    case .corrupt(let reason, let offset): "corrupt at byte \(offset): \(reason)"
    case .unsupported(let reason, let offset): "at byte \(offset): \(reason)"
    }
  }
}
