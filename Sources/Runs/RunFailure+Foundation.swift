import Foundation

extension RunFailure {
  /// What Foundation throws when a file or a program is not as it should be, in a sentence: its own words
  /// are a number (`NSCocoaErrorDomain error 256`), or leave out the path.
  ///
  /// - Returns: nil of another kind of error.
  public init?(foundation error: any Error) {
    let error = error as NSError
    guard error.domain == NSCocoaErrorDomain || error.domain == NSPOSIXErrorDomain,
      let path = RunFailure.path(in: error)
    else { return nil }
    // Cocoa's numbers: from 512 on a file could not be written, below it could not be read. 4 is said of
    // whatever is not there, also of the folder to write into.
    let writes = error.domain == NSCocoaErrorDomain && (512..<1024).contains(error.code)
    self.init(
      writes ? .cannotWrite : .inputNotFound,
      "\(path): cannot be \(writes ? "written" : "used") (\(RunFailure.reason(of: error)))")
  }

  /// Why, in the system's words where they are known: "Is a directory".
  public static func reason(of error: any Error) -> String {
    let error = error as NSError
    if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error {
      return reason(of: cause)
    }
    return error.localizedDescription
  }

  private static func path(in error: NSError) -> String? {
    if let path = error.userInfo[NSFilePathErrorKey] as? String { return path }
    return (error.userInfo[NSURLErrorKey] as? URL)?.path
  }
}
