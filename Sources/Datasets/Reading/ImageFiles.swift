import Dispatch
import Foundation
import Images
import Tensors

/// The files of a folder that a pattern names, and reading some of them as images of one format.
struct ImageFiles: Sendable {
  let folder: String
  /// In the order of their names, byte by byte: the same on every machine.
  var names: [String]
  let format: ImageFormat

  /// - Throws: ``DatasetError``, missing: no such folder, no files in it, or none of such a name.
  init(in folder: String, pattern: String, as format: ImageFormat) throws(DatasetError) {
    self.folder = folder
    self.format = format
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw DatasetError(path: folder, problem: .noImages("no such folder; see --data"))
    }
    guard isFolder.boolValue else {
      throw DatasetError(
        path: folder, problem: .noImages("a file, not a folder of images; see --data"))
    }
    let all: [String]
    do { all = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw DatasetError(path: folder, problem: .unreadable(error.localizedDescription))
    }
    // Hidden files are no images, and folders are not looked into.
    let files = all.filter { !$0.hasPrefix(".") && !isDirectory("\(folder)/\($0)") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    names = files.filter { fnmatch(pattern, $0, 0) == 0 }
    guard names.isEmpty else { return }
    let there =
      files.isEmpty
      ? "no files in this folder (folders within it are not looked into)"
      : "none of its \(files.count) files, such as \(files[0]), has a name like "
        + "--images-pattern '\(pattern)'"
    throw DatasetError(path: folder, problem: .noImages(there))
  }

  /// The levels of one file's image.
  func levels(_ index: Int) throws(ImageError) -> [UInt8] {
    let url = URL(fileURLWithPath: "\(folder)/\(names[index])")
    do { return format.levels(of: try Image(contentsOf: url)) } catch {
      throw ImageError(path: names[index], problem: error.problem)
    }
  }

  /// Reads every file once, on as many threads as there may be, and gives its levels to `take`, which
  /// several threads may call at once. Returns what was wrong with each file that cannot be read.
  func readAll(_ take: @escaping @Sendable (Int, [UInt8]) -> Void) -> [Int: ImageError] {
    let problems = Locked<[Int: ImageError]>([:])
    let threads = min(Parallelism.threads, names.count)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for index in stride(from: thread, to: names.count, by: threads) {
        do throws(ImageError) { take(index, try levels(index)) } catch {
          problems.with { $0[index] = error }
        }
      }
    }
    return problems.with { $0 }
  }
}

private func isDirectory(_ path: String) -> Bool {
  var facts = stat()
  return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
}

/// A value that one thread at a time may touch.
final class Locked<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  func with<Result>(_ body: (inout Value) -> Result) -> Result {
    lock.withLock { body(&value) }
  }
}
