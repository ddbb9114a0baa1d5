import Images

/// A folder of which every file has been read once, with what is to be known before a run starts: what
/// is damaged, a digest of each picture, and which pictures are for testing.
struct OpenedFolder {
  /// Those that can be read.
  private(set) var files: ImageFiles
  /// The levels of all of them, if there is room.
  private(set) var levels: [UInt8]?
  /// A digest of each one's levels.
  private(set) var prints: [UInt64]
  /// What was wrong with the others.
  let skipped: [ImageError]

  /// - Throws: ``DatasetError``: missing if there is no picture at all, bad data if none can be read.
  init(
    _ found: ImageFiles, memoryLimit: Int, told: ReadingWatch? = nil
  ) throws(DatasetError) {
    let size = found.format.levelCount
    let keeps = found.names.count * size <= memoryLimit
    let (all, marks, problems) = OpenedFolder.readAll(found, keep: keeps, told: told)
    let order = found.names.indices
    // What says by name and content that it is no picture is not a damaged one: a readme, a list.
    let isPicture = order.map { index in
      switch problems[index]?.problem {
      case .otherKind(.text), .otherKind(.page): found.names[index].isOfPicture
      default: true
      }
    }
    skipped = order.compactMap { isPicture[$0] ? problems[$0] : nil }
    let sound = order.filter { problems[$0] == nil }
    files = found
    files.names = sound.map { found.names[$0] }
    prints = sound.map { marks[$0] }
    levels =
      sound.count == order.count
      ? all : all.map { all in sound.flatMap { all[$0 * size..<($0 + 1) * size] } }
    guard sound.isEmpty else { return }
    if skipped.isEmpty {
      throw DatasetError(
        path: found.folder,
        problem: .noImages(
          "no pictures among its \(order.count) files, such as \(found.names[0])"))
    }
    throw DatasetError(
      path: found.folder,
      problem: .damagedImages(
        "none of its \(skipped.count) files can be read: \(OpenedFolder.list(skipped))"))
  }

  /// Which images are for training and which for testing, by a digest of each name: about every tenth
  /// is for testing, and no file that is added, removed or damaged moves another. Where fewer than two
  /// would be for testing, the two nearest to it are.
  var split: (training: [Int], testing: [Int]) {
    let all = files.names.indices
    let places = files.names.map(\.place)
    var testing = Set(all.filter { places[$0] < UInt64.max / 10 })
    if testing.count < 2 { testing = Set(all.sorted { places[$0] < places[$1] }.prefix(2)) }
    return (all.filter { !testing.contains($0) }, testing.sorted())
  }

  /// Some of the files.
  func part(_ indices: [Int]) -> OpenedFolder {
    var part = self
    let size = files.format.levelCount
    part.files.names = indices.map { files.names[$0] }
    part.prints = indices.map { prints[$0] }
    part.levels = levels.map { all in indices.flatMap { all[$0 * size..<($0 + 1) * size] } }
    return part
  }

  /// A digest of all names and levels.
  var fingerprint: String {
    var fingerprint = Fingerprint()
    for (name, print) in zip(files.names, prints) {
      fingerprint.add(name.key)
      fingerprint.add(print)
    }
    return fingerprint.text
  }

  /// That there are too few, how many are needed, and which could not be read.
  func tooFew(needed: Int, isSplit: Bool) -> DatasetError {
    let count = files.names.count
    return DatasetError(
      path: files.folder,
      problem: .damagedImages(
        "\(count) \(count == 1 ? "image" : "images"); this batch needs \(needed) or more"
          + (isSplit ? ", of which every tenth is for testing" : "")
          + (skipped.isEmpty
            ? "" : "; \(skipped.count) more cannot be read: \(OpenedFolder.list(skipped))")))
  }

  /// The first few, and how many more.
  static func list(_ errors: [ImageError]) -> String {
    let shown = errors.prefix(3).map { "\($0)" }
    let more = errors.count - shown.count
    return shown.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
  }

  /// Reads all files; their levels, if they are to be kept, with nothing in the place of damaged ones.
  private static func readAll(
    _ files: ImageFiles, keep: Bool, told: ReadingWatch?
  ) -> (levels: [UInt8]?, prints: [UInt64], problems: [Int: ImageError]) {
    let (count, size) = (files.names.count, files.format.levelCount)
    var problems: [Int: ImageError] = [:]
    var levels: [UInt8] = []
    let prints = [UInt64](unsafeUninitializedCapacity: count) { prints, printed in
      prints.initialize(repeating: 0)
      let marks = Target(start: prints.baseAddress)
      levels = [UInt8](unsafeUninitializedCapacity: keep ? count * size : 0) { buffer, filled in
        buffer.initialize(repeating: 0)
        let target = Target(start: keep ? buffer.baseAddress : nil)
        // Each file has a place of its own.
        problems = files.readAll(told: told) { index, levels in
          var mark = Fingerprint()
          mark.add(levels)
          marks.start?[index] = mark.value
          target.start?.advanced(by: index * size).update(from: levels, count: size)
        }
        filled = keep ? count * size : 0
      }
      printed = count
    }
    return (keep ? levels : nil, prints, problems)
  }
}

private struct Target<Value>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Value>?
}
