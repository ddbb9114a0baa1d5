import Foundation

extension Dataset {
  /// Where the four files are looked for: in the folder given with `--data` or the set's own within
  /// it, and nowhere else, so that a slip of the pen there does not train on other data unnoticed. Without
  /// it in
  /// `$WORKBOOK_DATA/mnist`, and then in `Data/mnist`, which is where `make data` puts them. The first
  /// folder that has all four is taken.
  func folders(
    data: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [URL] {
    var folders = ["Data/\(rawValue)"]
    if let root = environment["WORKBOOK_DATA"], !root.isEmpty {
      folders.insert("\(root)/\(rawValue)", at: 0)
    }
    if let data { folders = [data, "\(data)/\(rawValue)"] }
    return folders.map { URL(fileURLWithPath: $0, isDirectory: true) }
  }

  /// The folder that has all four files, without a look into them; nil if none has.
  package var place: URL? {
    (try? files(in: folders(data: nil)))?.first?.deletingLastPathComponent()
  }

  /// The images of one split, from the first of `folders` that has all four files.
  func images(_ split: Split, in folders: [URL]) throws(DatasetError) -> ImageSet {
    let files = try files(in: folders)
    let (images, labels) = split == .train ? (files[0], files[1]) : (files[2], files[3])
    let set = try ImageSet(images: images, labels: labels, classNames: classNames)
    guard set.shape == [set.count, 28, 28, 1] else {
      throw DatasetError(
        path: images.relativePath,
        problem: .unexpected(
          found: "images of \(set.shape[1]) × \(set.shape[2]) pixels", atByte: 8,
          expected: "28 × 28"))
    }
    return set
  }

  /// The names under which MNIST was published, and Fashion-MNIST after it.
  static let fileNames = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
  ]

  /// The four files, in the order of ``fileNames``.
  private func files(in folders: [URL]) throws(DatasetError) -> [URL] {
    var places: [String] = []
    for folder in folders {
      let files = Dataset.fileNames.map { Dataset.file($0, in: folder) }
      guard let missing = files.firstIndex(of: nil) else { return files.compactMap { $0 } }
      let lacks =
        isFolder(folder)
        ? "no \(Dataset.fileNames[missing])\(Dataset.hint(folder))" : "no such folder"
      places.append("\(folder.relativePath) (\(lacks))")
    }
    throw DatasetError(path: "--dataset \(rawValue)", problem: .notFoundIn(places: places))
  }

  /// A file as it was published or as some archives spell it, `train-images.idx3-ubyte`, unpacked or
  /// not.
  private static func file(_ name: String, in folder: URL) -> URL? {
    spellings(name)
      // One archive unpacks to folders of these names, each with the file of its name.
      .flatMap { [$0, "\($0)/\($0)"] }
      .map { folder.appendingPathComponent($0) }
      .first { FileManager.default.fileExists(atPath: $0.path) && !isFolder($0) }
  }

  private static func spellings(_ name: String) -> [String] {
    [name, name.replacingOccurrences(of: "-idx", with: ".idx")].flatMap { [$0, "\($0).gz"] }
  }

  /// The folder within that has the first of the files, as advice.
  private static func hint(_ folder: URL) -> String {
    let wanted = Set(spellings(fileNames[0]).map { Array($0.utf8) })
    let found = FolderContents.within(Array(folder.relativePath.utf8)) {
      $0.files.contains { wanted.contains($0.bytes) }
    }
    return found.map { "; try --data \(FileName($0))" } ?? ""
  }
}

private func isFolder(_ url: URL) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    && isFolder.boolValue
}
