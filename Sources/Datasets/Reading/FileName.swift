import Foundation
import Images

/// The name of a file within its folder, or its path from there, as the system has it: bytes, which are UTF-8 nearly always.
///
/// `é` is one letter or two, as the machine that wrote the name had it; ``key`` is the same for both,
/// so that a folder has one order, and one split, wherever it is copied to.
struct FileName: Equatable, Sendable {
  let bytes: [UInt8]
  /// What names are sorted, matched and split by: the composed form of the letters, or the bytes of
  /// what is no UTF-8.
  let key: [UInt8]

  static let slash = UInt8(ascii: "/")

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    key =
      String(validating: bytes, as: UTF8.self)
      .map { Array($0.precomposedStringWithCanonicalMapping.utf8) } ?? bytes
  }

  var isHidden: Bool { bytes.first == UInt8(ascii: ".") }

  /// Whether it ends as names of pictures do, readable or not.
  var isOfPicture: Bool {
    let ending = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).last
    let endings: Set = [
      "png", "jpg", "jpeg", "jfif", "gif", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp",
    ]
    return ending.map { endings.contains(String(decoding: $0, as: UTF8.self).lowercased()) }
      ?? false
  }

  /// The path of `name` within the folder of this name.
  func appending(_ name: FileName) -> FileName { FileName(bytes + [FileName.slash] + name.bytes) }

  /// Whether a shell's pattern names it.
  func matches(_ pattern: String) -> Bool {
    let pattern = FileName(Array(pattern.utf8)).key.map { CChar(bitPattern: $0) } + [0]
    return fnmatch(pattern, key.map { CChar(bitPattern: $0) } + [0], 0) == 0
  }

  /// Where it lies among all names, spread evenly over 0 … 2⁶⁴: a digest of the name.
  var place: UInt64 {
    var fingerprint = Fingerprint()
    fingerprint.add(key)
    return fingerprint.spread
  }

  /// The order of ``key``, byte by byte: the same on every machine.
  static func precedes(_ a: FileName, _ b: FileName) -> Bool {
    a.key == b.key
      ? a.bytes.lexicographicallyPrecedes(b.bytes) : a.key.lexicographicallyPrecedes(b.key)
  }
}

extension FileName: CustomStringConvertible {
  /// On one line, with an escape for what is no letter: `caf\xe9.png`.
  var description: String {
    if let text = String(validating: bytes, as: UTF8.self) { return printable(text) }
    return bytes.map { byte in
      32...126 ~= byte
        ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

/// What a folder holds, as the system has it.
struct FolderContents {
  var files: [FileName] = []
  var folders: [FileName] = []

  /// Nil, and `errno` says why, if the folder cannot be read. Hidden files are no images.
  init?(of folder: [UInt8]) {
    guard let directory = opendir(folder.map { CChar(bitPattern: $0) } + [0]) else { return nil }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let start = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
      let length = strlen(start.assumingMemoryBound(to: CChar.self))
      let name = FileName(Array(UnsafeRawBufferPointer(start: start, count: length)))
      if name.isHidden { continue }
      let path = (folder + [UInt8(ascii: "/")] + name.bytes).map { CChar(bitPattern: $0) } + [0]
      var facts = stat()
      if stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR {
        folders.append(name)
      } else {
        files.append(name)
      }
    }
    files.sort(by: FileName.precedes)
    folders.sort(by: FileName.precedes)
  }

  /// The pictures of a folder, by their names; if it has none itself, those of the folders within it,
  /// however they are nested, by their paths from there.
  ///
  /// Sets are unpacked into folders of folders. Where pictures lie in the folder itself, those within are
  /// something else: smaller ones, or those that were sorted out.
  /// - Parameters:
  ///   - pattern: which file names, as a shell has it.
  ///   - seen: folders that were looked into: a link may lead back to one.
  static func pictures(
    within folder: [UInt8], like pattern: String, seen: inout Set<FolderIdentity>
  ) -> [FileName] {
    guard let identity = FolderIdentity(folder), seen.insert(identity).inserted,
      let contents = FolderContents(of: folder)
    else { return [] }
    let own = contents.files.filter { $0.isOfPicture && $0.matches(pattern) }
    if !own.isEmpty { return own }
    return contents.folders.flatMap { name in
      pictures(within: folder + [FileName.slash] + name.bytes, like: pattern, seen: &seen)
        .map { name.appending($0) }
    }
    .sorted(by: FileName.precedes)
  }

  /// The first folder within `folder`, at most two deep, that holds what `isWanted` names: a set that
  /// was unpacked often has its own folder, and that one another.
  static func within(
    _ folder: [UInt8], depth: Int = 2, where isWanted: (FolderContents) -> Bool
  ) -> [UInt8]? {
    guard depth > 0, let contents = FolderContents(of: folder) else { return nil }
    let paths = contents.folders.prefix(100).map { folder + [UInt8(ascii: "/")] + $0.bytes }
    for path in paths where FolderContents(of: path).map(isWanted) ?? false { return path }
    for path in paths {
      if let found = within(path, depth: depth - 1, where: isWanted) { return found }
    }
    return nil
  }
}

/// Which folder it is, by whatever path.
struct FolderIdentity: Hashable {
  let device: UInt64
  let number: UInt64

  init?(_ path: [UInt8]) {
    var facts = stat()
    guard stat(path.map { CChar(bitPattern: $0) } + [0], &facts) == 0 else { return nil }
    (device, number) = (UInt64(truncatingIfNeeded: facts.st_dev), UInt64(facts.st_ino))
  }
}
