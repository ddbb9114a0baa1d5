import Foundation
import Images
import Preconditions
import Tensors

/// The images of a folder, PNG or JPEG, of any sizes, as images of one format.
///
/// What a file is, its first bytes say. Each picture is squashed into a square of the format's side,
/// by area averaging where it is larger and bilinearly where it is smaller, and brought to gray or
/// RGB. They stand in the order of their names. Folders within the folder are not looked into.
///
/// Every file is read once when the folder is opened, on all threads: so what is damaged is known
/// before a run starts. If all of it fits into `memoryLimit` bytes it stays there. If not, nothing
/// does: files are read again when they are asked for, the next few batches ahead on a thread of its
/// own once ``follow(_:)`` has said which. The numbers are the same either way.
public final class ImageFolder: ImageSource {
  public let shape: Shape
  /// Which files were left out because they cannot be read, and why; their names are the paths.
  public let skipped: [ImageError]

  private let files: ImageFiles
  /// The levels of all images, if there is room for them.
  private let kept: [UInt8]?
  private let ahead = Locked<ImagesAhead?>(nil)
  private let lost: Lost

  /// Opens a folder.
  ///
  /// - Parameters:
  ///   - pattern: which names, as a shell has it: `*.png`, `[0-9]*`. By default all that are not
  ///     hidden.
  ///   - split: every tenth file is for testing, the others to train with; nil takes all.
  ///   - atLeast: how many images there must be: a batch.
  ///   - memoryLimit: 256 MB are 21,000 images of 64 × 64 × 3.
  /// - Throws: ``DatasetError``: missing if there is no such folder or no such file, bad data if
  ///   fewer than `atLeast` can be read.
  public init(
    _ folder: String, pattern: String = "*", split: Dataset.Split? = nil, as format: ImageFormat,
    atLeast: Int = 1, memoryLimit: Int = 256 << 20
  ) throws(DatasetError) {
    var files = try ImageFiles(in: folder, pattern: pattern, as: format)
    let found = files.names.count
    if let split {
      files.names = files.names.enumerated()
        .filter { ($0.offset % 10 == 9) == (split == .test) }.map(\.element)
      if files.names.isEmpty {
        throw DatasetError(
          path: folder,
          problem: .noImages(
            "\(found) files that match, and every tenth is kept for testing: give 10 or more"))
      }
    }

    let size = format.levelCount
    let fits = files.names.count * size <= memoryLimit
    let (read, problems) = ImageFolder.readAll(files, keep: fits)
    let order = files.names.indices
    skipped = order.compactMap { problems[$0] }
    let sound = order.filter { problems[$0] == nil }
    guard sound.count >= max(1, atLeast) else {
      throw DatasetError(
        path: folder,
        problem: .damagedImages(
          "\(sound.count) of \(files.names.count) files can be read, "
            + "\(max(1, atLeast)) are needed: \(ImageFolder.list(skipped))"))
    }
    if problems.isEmpty {
      kept = read
    } else {
      kept = read.map { all in sound.flatMap { all[$0 * size..<($0 + 1) * size] } }
      files.names = sound.map { [names = files.names] in names[$0] }
    }
    self.files = files
    lost = Lost(files: files)
    shape = [sound.count, format.side, format.side, format.channels.count]
  }

  deinit { ahead.with { $0?.stop() } }

  /// What to tell a reader about files that were left out; nil if none was.
  public var warning: String? {
    skipped.isEmpty
      ? nil
      : "\(files.folder): \(skipped.count) of \(skipped.count + count) files are left out: "
        + ImageFolder.list(skipped)
  }

  /// The files that could be read at first and not again while the run went on, because somebody has
  /// changed or removed them. Each was replaced by the next one in order.
  public var lostFiles: [ImageError] { lost.errors }

  public func levels(_ indices: [Int]) -> [UInt8] {
    for index in indices {
      require(index >= 0 && index < count, "ImageFolder: there is no image \(index) of \(count)")
    }
    if let kept {
      let size = pixelCount
      return indices.flatMap { kept[$0 * size..<($0 + 1) * size] }
    }
    return ahead.with { $0 }?.take(indices) ?? lost.levels(indices)
  }

  public func follow(_ batches: Batches) {
    require(
      batches.count == count, "ImageFolder: batches out of \(batches.count) images, not \(count)")
    guard kept == nil else { return }
    ahead.with { [lost] ahead in
      ahead?.stop()
      ahead = ImagesAhead(batches) { lost.levels($0) }
    }
  }

  /// Whether all images stay in memory.
  var isInMemory: Bool { kept != nil }

  /// Reads all files; their levels, if they are to be kept, with nothing in the place of damaged ones.
  private static func readAll(
    _ files: ImageFiles, keep: Bool
  ) -> (levels: [UInt8]?, problems: [Int: ImageError]) {
    guard keep else { return (nil, files.readAll { _, _ in }) }
    let size = files.format.levelCount
    var problems: [Int: ImageError] = [:]
    let levels = [UInt8](unsafeUninitializedCapacity: files.names.count * size) { buffer, count in
      buffer.initialize(repeating: 0)
      let target = Target(start: buffer.baseAddress)
      // Each file has a place of its own.
      problems = files.readAll { index, levels in
        target.start?.advanced(by: index * size).update(from: levels, count: size)
      }
      count = files.names.count * size
    }
    return (levels, problems)
  }

  /// The first few, and how many more.
  private static func list(_ errors: [ImageError]) -> String {
    let shown = errors.prefix(3).map { "\($0)" }
    let more = errors.count - shown.count
    return shown.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }
}

private struct Target: @unchecked Sendable {
  let start: UnsafeMutablePointer<UInt8>?
}

/// Reading files that were sound when the folder was opened, and may be so no more.
private final class Lost: Sendable {
  private let files: ImageFiles
  private let found = Locked<[Int: ImageError]>([:])

  init(files: ImageFiles) { self.files = files }

  var errors: [ImageError] {
    found.with { found in found.sorted { $0.key < $1.key }.map(\.value) }
  }

  func levels(_ indices: [Int]) -> [UInt8] { indices.flatMap { levels($0) } }

  /// A run of hours does not end because one file goes: the next takes its place. Gray if all are
  /// gone.
  private func levels(_ index: Int) -> [UInt8] {
    for step in 0..<files.names.count {
      let place = (index + step) % files.names.count
      do throws(ImageError) { return try files.levels(place) } catch {
        found.with { $0[place] = error }
      }
    }
    return [UInt8](repeating: 128, count: files.format.levelCount)
  }
}
