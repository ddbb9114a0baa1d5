import Foundation
import Runs

/// A new folder among the temporary files; whoever asks for it removes it.
///
/// - Throws: ``RunFailure`` (73) that names the place and what chooses another.
func temporaryFolder(_ name: String) throws -> URL {
  let place = FileManager.default.temporaryDirectory
  let folder = place.appendingPathComponent("\(name)-\(UUID().uuidString)")
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  } catch {
    throw RunFailure(
      .cannotWrite,
      "\(place.path): no folder can be made here (\(RunFailure.reason(of: error))); TMPDIR names "
        + "another place")
  }
  return folder
}
