import Foundation
import Images
import Preconditions
import Tensors

/// The images of a folder, PNG or JPEG, of any sizes, as images of one format.
///
/// What a file is, its first bytes say. Of each picture the largest square in the middle is brought to
/// the format's side, by area averaging where it is larger and bilinearly where it is smaller, and to
/// gray or RGB. They stand in the order of their names. Where the folder has no pictures of its own, those
/// of the folders within it are taken, however they are nested. Each of the latter may be a class.
///
/// Every file is read once when the folder is opened, on all threads: so what is damaged is known
/// before a run starts. If all of it fits into `memoryLimit` bytes it stays there. If not, nothing
/// does: files are read again when they are asked for, the next few batches ahead on a thread of its
/// own once ``follow(_:)`` has said which. The numbers are the same either way.
public final class ImageFolder: ImageSource {
  public let shape: Shape
  public let fingerprint: String
  /// Which files of the folder were left out because they cannot be read, and why; their names are the
  /// paths.
  public let skipped: [ImageError]
  /// What to tell a reader about files that were left out; nil if none was.
  public let warning: String?

  public let classNames: [String]

  private let labels: [Int]
  private let folder: String
  /// The levels of all images, if there is room for them.
  private let kept: [UInt8]?
  private let ahead = Locked<ImagesAhead?>(nil)
  private let lost: Lost

  /// Opens a folder.
  ///
  /// - Parameters:
  ///   - pattern: which names, as a shell has it: `*.png`, `[0-9]*`. By default all that are not
  ///     hidden.
  ///   - atLeast: how many images there must be: a batch.
  ///   - memoryLimit: 256 MB are 21,000 images of 64 × 64 × 3.
  /// - Throws: ``DatasetError``: missing if there is no such folder or no such file, bad data if
  ///   fewer than `atLeast` can be read.
  public convenience init(
    _ folder: String, pattern: String = "*", as format: ImageFormat, atLeast: Int = 1,
    memoryLimit: Int = 256 << 20
  ) throws(DatasetError) {
    let opened = try OpenedFolder(
      try ImageFiles(in: folder, pattern: pattern, as: format), memoryLimit: memoryLimit)
    if opened.files.names.count < atLeast { throw opened.tooFew(needed: atLeast, isSplit: false) }
    self.init(opened, of: opened)
  }

  /// Opens a folder to learn from nine tenths of it, and to test with the others, chosen by their names.
  ///
  /// - Parameters:
  ///   - atLeast: how many images to learn from there must be: a batch.
  ///   - labelled: whether the images lie in folders within the folder, one for each class.
  ///   - told: is told while the files are read.
  /// - Throws: ``DatasetError`` as ``init(_:pattern:as:atLeast:memoryLimit:)``, and for fewer than 20
  ///   images.
  public static func split(
    _ folder: String, pattern: String = "*", as format: ImageFormat, atLeast: Int = 1,
    labelled: Bool = false, memoryLimit: Int = 256 << 20, told: ReadingWatch? = nil
  ) throws(DatasetError) -> (training: ImageFolder, testing: ImageFolder) {
    let opened = try OpenedFolder(
      try ImageFiles(in: folder, pattern: pattern, as: format, labelled: labelled),
      memoryLimit: memoryLimit, told: told)
    let (training, testing) = opened.split
    let count = opened.files.names.count
    guard count >= 20, training.count >= atLeast else {
      // So many that nine tenths of them are a batch, and more than there are.
      let needed = max(20, atLeast + (atLeast - 1) / 9, count + (count < 20 ? 0 : 1))
      throw opened.tooFew(needed: needed, isSplit: true)
    }
    return (
      ImageFolder(opened.part(training), of: opened), ImageFolder(opened.part(testing), of: opened)
    )
  }

  private init(_ part: OpenedFolder, of whole: OpenedFolder) {
    let (format, count) = (part.files.format, part.files.names.count)
    folder = part.files.folder
    classNames = part.files.classes.map { "\($0)" }
    labels = part.files.labels
    shape = [count, format.side, format.side, format.channels.count]
    fingerprint = part.fingerprint
    kept = part.levels
    lost = Lost(files: part.files)
    skipped = whole.skipped
    let all = whole.files.names.count + skipped.count
    warning =
      skipped.isEmpty
      ? nil
      : "\(printable(folder)): \(skipped.count) of \(all) files are left out: "
        + OpenedFolder.list(skipped)
  }

  deinit { ahead.with { $0?.stop() } }

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

  public func classes(of indices: [Int]) -> [Int] { indices.map { labels[$0] } }

  public func follow(_ batches: Batches) {
    require(
      batches.count == count, "ImageFolder: batches out of \(batches.count) images, not \(count)")
    guard kept == nil else { return }
    ahead.with { [lost] ahead in
      ahead?.stop()
      ahead = ImagesAhead(batches) { lost.levels($0) }
    }
  }

  /// Whether all images stay in memory, where nothing can happen to them.
  public var isInMemory: Bool { kept != nil }

  // MARK: - What goes while a run reads

  /// The files that could be read at first and not again while the run went on, because somebody has
  /// changed or removed them. Each was replaced by the next one in order.
  public var lostFiles: [ImageError] { lost.errors }

  /// Whether none of the files can be read any more: what was asked for then is gray, and no picture.
  public var isGone: Bool { lost.isGone }

  /// What to tell a reader about the files that were lost; nil if none was.
  public var loss: String? {
    let errors = lostFiles
    if errors.isEmpty { return nil }
    return
      "\(printable(folder)): \(errors.count) of \(count) files could not be read again while the "
      + "run went on" + (isGone ? "" : ", and others stand in for them") + ": "
      + OpenedFolder.list(errors)
  }
}

/// Reading files that were sound when the folder was opened, and may be so no more.
private final class Lost: Sendable {
  private struct State {
    var errors: [Int: ImageError] = [:]
    var isGone = false
  }

  private let files: ImageFiles
  private let state = Locked(State())

  init(files: ImageFiles) { self.files = files }

  var errors: [ImageError] {
    state.with { state in state.errors.sorted { $0.key < $1.key }.map(\.value) }
  }

  var isGone: Bool { state.with(\.isGone) }

  func levels(_ indices: [Int]) -> [UInt8] { indices.flatMap { levels($0) } }

  /// A run of hours does not end because one file goes: the next takes its place. When all are gone
  /// there is nothing to give, and whoever asked has to see it: ``isGone``.
  private func levels(_ index: Int) -> [UInt8] {
    for step in 0..<files.names.count where !isGone {
      let place = (index + step) % files.names.count
      do throws(ImageError) { return try files.levels(place) } catch {
        state.with { $0.errors[place] = error }
      }
    }
    state.with { $0.isGone = true }
    return [UInt8](repeating: 128, count: files.format.levelCount)
  }
}
