import Tensors

/// Why a run cannot go on from a checkpoint, or cannot write one.
public struct CheckpointError: Error, Equatable, Sendable {
  public enum Problem: Error, Equatable, Sendable {
    /// There is no checkpoint in the folder.
    case notFound
    /// It is there, but cannot be read: a folder, a device, no permission.
    case unreadable(String)
    /// The file is cut, has a flipped bit, or is no checkpoint.
    case damaged(String)
    /// It was written by a program that writes another version of the format.
    case otherVersion(String)
    /// It is another run's: a fact that is not equal, or that only one of the two has.
    case otherRun(fact: String, file: String?, run: String?)
    /// The run has a tensor that the file does not have.
    case missingTensor(String, Shape)
    /// The file has a tensor that the run does not have.
    case extraTensor(String, Shape)
    case otherShape(String, file: Shape, run: Shape)
    /// A tensor of weights has a number that is infinite or not a number.
    case notFinite(String)
    case missingCounter(String)
    case extraCounter(String)
    /// It cannot be written. What stood there before stands there still.
    case unwritable(String)
  }

  /// The file, or the folder if no file is concerned.
  public var path: String
  public var problem: Problem

  public init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// How a command ends that meets this error.
  public var status: ExitStatus {
    switch problem {
    case .notFound: .inputNotFound
    case .unwritable: .cannotWrite
    default: .badData
    }
  }
}

extension CheckpointError.Problem {
  init(_ problem: SafetensorsError.Problem) {
    switch problem {
    case .notFound: self = .notFound
    case .unreadable(let reason): self = .unreadable(reason)
    case .truncated, .corrupt, .unsupported: self = .damaged("\(problem)")
    }
  }
}

extension CheckpointError: CustomStringConvertible {
  /// One line: the path, what the file has, what the run needs, and what to do.
  public var description: String { "\(path): \(problem)" }
}

extension CheckpointError.Problem: CustomStringConvertible {
  public var description: String {
    let advice = "delete it to start again, or choose another --out"
    switch self {
    case .notFound:
      return "there is no checkpoint to go on from; leave out --resume to start a run"
    case .unreadable(let reason):
      return """
        the checkpoint cannot be read: \(reason); see to that, or delete it to go on from the one \
        before
        """
    case .damaged(let reason):
      return "the checkpoint is damaged: \(reason); \(advice)"
    case .otherVersion(let version):
      return """
        the checkpoint is of format \(version), and this program reads format \
        \(Checkpoint.version); go on with the version that wrote it, or \(advice)
        """
    case .otherRun(let fact, let file?, let run?):
      return """
        the checkpoint is of another run: \(fact) is \(file) there, and \(run) here; give the \
        same options and the same data, or choose another --out
        """
    case .otherRun(let fact, let file?, nil):
      return "the checkpoint has \(fact) \(file), which this run does not have; \(advice)"
    case .otherRun(let fact, _, let run):
      return """
        the checkpoint does not say what \(fact) was, and \(run ?? "a value") is wanted here; \
        \(advice)
        """
    case .missingTensor(let name, let shape):
      return "the checkpoint has no tensor \(name), and the run needs it, \(shape); \(advice)"
    case .extraTensor(let name, let shape):
      return "the checkpoint has a tensor \(name), \(shape), and the run has none; \(advice)"
    case .otherShape(let name, let file, let run):
      return "the checkpoint's tensor \(name) is \(file), and the run needs \(run); \(advice)"
    case .notFinite(let name):
      return "the checkpoint's tensor \(name) has numbers that are not finite; \(advice)"
    case .missingCounter(let name):
      return "the checkpoint has no counter \(name), and the run needs it; \(advice)"
    case .extraCounter(let name):
      return "the checkpoint has a counter \(name), and the run has none; \(advice)"
    case .unwritable(let reason):
      return """
        the checkpoint cannot be written: \(reason); one that was written before is kept, and --resume \
        goes on from it
        """
    }
  }
}
