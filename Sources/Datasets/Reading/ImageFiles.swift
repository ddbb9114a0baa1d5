import Dispatch
import Foundation
import Images
import Tensors

/// The files of a folder that a pattern names, and reading some of them as images of one format.
struct ImageFiles: Sendable {
  let folder: String
  /// In the order of their names, byte by byte: the same on every machine.
  var names: [FileName]
  let format: ImageFormat
  /// The folders within the folder, where each is a class; else none.
  private(set) var classes: [FileName] = []

  /// - Parameter labelled: whether the files lie in folders within the folder, one for each class.
  /// - Throws: ``DatasetError``, missing: no such folder, no files in it, or none of such a name.
  init(
    in folder: String, pattern: String, as format: ImageFormat, labelled: Bool = false
  ) throws(DatasetError) {
    self.folder = folder
    self.format = format
    func missing(_ reason: String) -> DatasetError {
      DatasetError(path: folder, problem: .noImages(reason))
    }
    guard !folder.isEmpty else {
      throw DatasetError(path: "--data", problem: .noImages("give the path of a folder"))
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw missing("no such folder; see --data")
    }
    guard isFolder.boolValue else { throw missing("a file, not a folder of images; see --data") }
    guard let contents = FolderContents(of: Array(folder.utf8)) else {
      throw DatasetError(path: folder, problem: .unreadable(String(cString: strerror(errno))))
    }
    if labelled {
      names = []
      var seen = Set([FolderIdentity(Array(folder.utf8))].compactMap { $0 })
      for name in contents.folders {
        let found = FolderContents.pictures(
          within: Array(folder.utf8) + [FileName.slash] + name.bytes, like: pattern, seen: &seen)
        if !found.isEmpty { classes.append(name) }
        names += found.map { name.appending($0) }
      }
      guard classes.count < 2 else { return }
      throw missing(
        "\(classes.count) folders with pictures within it, and two or more are needed, one for each "
          + "class")
    }
    names = contents.files.filter { $0.matches(pattern) }
    if !names.contains(where: \.isOfPicture) {
      var seen: Set<FolderIdentity> = []
      let within = FolderContents.pictures(
        within: Array(folder.utf8), like: pattern, seen: &seen)
      if !within.isEmpty { names = within }
    }
    guard names.isEmpty else { return }
    throw missing(
      contents.files.isEmpty
        ? "no files in this folder, and no pictures in folders within it"
        : "none of its \(contents.files.count) files, such as \(contents.files[0]), has a name like "
          + "--images-pattern '\(pattern)'")
  }

  /// The class of each file, a place in ``classes``; nothing where there are none.
  var labels: [Int] {
    let places = Dictionary(
      uniqueKeysWithValues: classes.enumerated().map { ($1.bytes, $0) })
    return names.compactMap { name in
      name.bytes.firstIndex(of: FileName.slash).flatMap { places[Array(name.bytes[..<$0])] }
    }
  }

  /// The levels of one file's image.
  func levels(_ index: Int) throws(ImageError) -> [UInt8] {
    let name = names[index]
    do {
      return format.levels(
        of: try Image(fileAt: Array(folder.utf8) + [FileName.slash] + name.bytes))
    } catch {
      throw ImageError(path: "\(name)", problem: error.problem)
    }
  }

  /// Reads every file once, on as many threads as there may be, and gives its levels to `take`, which
  /// several threads may call at once. Returns what was wrong with each file that cannot be read.
  ///
  /// - Parameter told: is told how many have been read, about, and of how many, again and again.
  func readAll(
    told: ReadingWatch?, _ take: @escaping @Sendable (Int, [UInt8]) -> Void
  ) -> [Int: ImageError] {
    let problems = Locked<[Int: ImageError]>([:])
    let threads = min(Parallelism.threads, names.count)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for index in stride(from: thread, to: names.count, by: threads) {
        do throws(ImageError) { take(index, try levels(index)) } catch {
          problems.with { $0[index] = error }
        }
        // The other threads are as far.
        if thread == 0 { told?(index + 1, names.count) }
      }
    }
    return problems.with { $0 }
  }
}

/// Is told how many files of a folder have been read, of how many: some hundred thousand take minutes.
public typealias ReadingWatch = @Sendable (_ read: Int, _ all: Int) -> Void

/// A value that one thread at a time may touch.
final class Locked<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  func with<Result>(_ body: (inout Value) -> Result) -> Result {
    lock.withLock { body(&value) }
  }
}
