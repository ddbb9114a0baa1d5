import Images

/// Why a data set could not be read, and which file it was.
public struct DatasetError: Error, Equatable, Sendable {
  public enum Problem: Equatable, Sendable {
    /// There is no such file.
    case notFound
    /// None of these folders has what was looked for; each says what it lacks.
    case notFoundIn(places: [String])
    /// A folder that is not there, or has no images; what it lacks and what to do.
    case noImages(String)
    /// Too few of a folder's images can be read; how many, and what is wrong with the first few.
    case damagedImages(String)
    /// It is there, but cannot be read: a folder, a device, no permission.
    case unreadable(String)
    /// It is sound as far as it goes, and ends at byte `atByte` of `expected`.
    case truncated(atByte: Int, expected: Int)
    /// It says something else than it should.
    case unexpected(found: String, atByte: Int, expected: String)
    /// It is something else altogether.
    case otherKind(FileKind)
    /// It goes on where it should end.
    case surplus(atByte: Int)
    /// Its compressed form is damaged or cut short; `fileByte` is where in the file as it stands.
    case damaged(String, atByte: Int, fileByte: Int)
  }

  /// The file, folder or option, as the caller named it.
  public var path: String
  /// What is wrong. Offsets count bytes of the uncompressed stream.
  public var problem: Problem

  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// Whether something is missing rather than wrong: the difference between the exit statuses 66
  /// and 65.
  public var isMissing: Bool {
    switch problem {
    case .notFound, .notFoundIn, .noImages, .unreadable: true
    case .damagedImages, .otherKind, .truncated, .unexpected, .surplus, .damaged: false
    }
  }
}

extension DatasetError: CustomStringConvertible {
  /// The path, what is wrong, and what to do where that is not plain, on one line.
  public var description: String { printable(sentence) }

  private var sentence: String {
    switch problem {
    case .notFound:
      return "\(path): no such file"
    case .notFoundIn(let places):
      return "\(path): its four files are not in \(places.joined(separator: ", nor in ")); "
        + "'make data' fetches them, and '--dataset drawn' needs none"
    case .noImages(let reason), .damagedImages(let reason):
      return "\(path): \(reason)"
    case .unreadable(let reason):
      return "\(path): cannot be read: \(reason)"
    case .truncated(let offset, let expected):
      return "\(path): ends at byte \(offset), expected \(expected) bytes; fetch it again"
    case .unexpected(let found, let offset, let expected):
      return "\(path): \(found) at byte \(offset), expected \(expected)"
    case .otherKind(let kind):
      return "\(path): \(kind)"
    case .surplus(let offset):
      return "\(path): more bytes at byte \(offset), expected the end"
    case .damaged(let reason, let offset, let fileByte):
      return "\(path): damaged gzip at byte \(offset) (compressed: byte \(fileByte)): \(reason); "
        + "fetch it again"
    }
  }
}
