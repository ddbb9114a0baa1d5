/// What went wrong, in one sentence that names the path or the option and says what to do.
public struct RunFailure: Error, CustomStringConvertible, Sendable {
  public let status: ExitStatus
  public let description: String

  public init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}
