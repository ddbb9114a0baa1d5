/// What `workbook doctor` says of one thing: a line, and where it is missing the line to type.
struct Finding: Equatable {
  enum State: Equatable {
    case found
    /// Something else works without it.
    case optional
    /// The workbook does not build or run without it.
    case needed

    var mark: String {
      switch self {
      case .found: "✓"
      case .optional: "·"
      case .needed: "✗"
      }
    }
  }

  let name: String
  let state: State
  let words: String
  /// What to type; nil where nothing is missing.
  let remedy: String?

  static func found(_ name: String, _ words: String) -> Finding {
    Finding(name: name, state: .found, words: words, remedy: nil)
  }

  static func missing(
    _ name: String, _ state: State, _ words: String, type remedy: String
  ) -> Finding {
    Finding(name: name, state: state, words: words, remedy: remedy)
  }

  /// The line, and the line to type below it.
  func text(width: Int) -> String {
    let title = name.padding(toLength: max(width, name.count), withPad: " ", startingAt: 0)
    let line = "\(state.mark) \(title)  \(words)"
    return remedy.map { "\(line)\n  \(String(repeating: " ", count: width))  type: \($0)" } ?? line
  }
}

extension Finding {
  /// The version in which the package's tools are written: `6.3.1` is new enough for `6.2`.
  static let leastSwift = (major: 6, minor: 2)

  static func swift(version: String?, path: String?) -> Finding {
    guard let version else {
      return missing(
        "Swift", .needed, "swift is in no folder of PATH, or does not say its version",
        type: "open https://www.swift.org/install/ (6.2 or later)")
    }
    let numbers = version.split(separator: ".").map { Int($0.prefix(while: \.isNumber)) ?? 0 } + [0]
    guard (numbers[0], numbers[1]) >= (leastSwift.major, leastSwift.minor) else {
      return missing(
        "Swift", .needed, "\(version) is too old",
        type: "open https://www.swift.org/install/ (6.2 or later)")
    }
    return found("Swift", version + (path.map { ", \($0)" } ?? ""))
  }

  /// - Parameter path: of the running program.
  static func build(path: String?) -> Finding {
    guard let path, let build = Build(path: path) else {
      return found("build", "this program lies in no folder of a build, so its maker is not known")
    }
    return found("build", build.words)
  }

  /// - Parameters:
  ///   - version: what pkg-config says.
  ///   - header: where png.h lies, if pkg-config says nothing.
  static func libpng(version: String?, header: String?) -> Finding {
    if let version { return found("libpng", version) }
    if let header { return found("libpng", "its version is not known: no pkg-config; \(header)") }
    return missing(
      "libpng", .needed, "its headers are not here, and without them nothing is built",
      type: "make libpng")
  }

  static func turboJPEG(isThere: Bool) -> Finding {
    isThere
      ? found("TurboJPEG", "JPEG files can be read")
      : missing(
        "TurboJPEG", .optional, "not here; needed for JPEG files with --dataset folder",
        type: "make turbojpeg")
  }

  static func pandoc(version: String?) -> Finding {
    version.map { found("pandoc", $0) }
      ?? missing("pandoc", .optional, "not here; needed for `make book`", type: "make pandoc")
  }

  /// What a build and some runs take. The folder .build alone is larger than one gigabyte.
  static let leastFreeBytes: Int64 = 2_000_000_000

  static func disk(free: Int64?) -> Finding {
    guard let free else { return found("disk", "how much is free the system does not say") }
    let words = "\(free / 1_000_000) MB free here"
    return free >= leastFreeBytes
      ? found("disk", words)
      : missing(
        "disk", .needed, "\(words); a build and some runs take 2 GB",
        type: "make clean (it removes .build, Runs and Book)")
  }

  /// - Parameters:
  ///   - folder: nil for a user without a home.
  ///   - isWritable: of the folder, or of the nearest one round it that is there.
  static func cache(folder: String?, isWritable: Bool) -> Finding {
    guard let folder else {
      return missing(
        "cache", .optional, "no home, so no cache: each run trains its classifier anew",
        type: "export XDG_CACHE_HOME=\"$PWD/.build/cache\"")
    }
    return isWritable
      ? found("cache", "\(folder) can be written")
      : missing(
        "cache", .optional, "\(folder) cannot be written: each run trains its classifier anew",
        type: "chmod u+w \(folder)")
  }

  /// - Parameters:
  ///   - usable: what the kernels take.
  ///   - machine: what the machine has.
  ///   - quota: that of a control group.
  static func processors(usable: Int, machine: Int, quota: Double?) -> Finding {
    let limit = quota.map { ", by a control group's quota of \(Float($0))" } ?? ""
    let reason = usable < machine ? (limit.isEmpty ? ", which others may use" : limit) : ""
    return found(
      "processors", "\(usable) that this process may use, of the machine's \(machine)\(reason)")
  }

  /// - Parameters:
  ///   - place: the folder that has the four files.
  ///   - problem: what is wrong with them.
  static func mnist(place: String?, problem: String?) -> Finding {
    guard let place else {
      return missing(
        "MNIST", .optional,
        "neither in $WORKBOOK_DATA/mnist nor in Data/mnist; needed for --dataset mnist",
        type: "make data")
    }
    return problem.map { missing("MNIST", .optional, "damaged: \($0)", type: "make data") }
      ?? found("MNIST", place)
  }
}

/// What the place of a program tells of how it was built.
struct Build: Equatable {
  enum System: String {
    case native = "SwiftPM's own build system"
    case swiftBuild = "Swift Build"
  }

  let system: System
  let isRelease: Bool

  /// SwiftPM's own system puts its products into `.build/<platform>/debug`, Swift Build into
  /// `.build/out/Products/Debug-<platform>`.
  init?(path: String) {
    let folders = path.split(separator: "/").dropLast().map { $0.lowercased() }
    guard let last = folders.last else { return nil }
    if folders.contains("products"), last.hasPrefix("debug") || last.hasPrefix("release") {
      self.init(system: .swiftBuild, isRelease: last.hasPrefix("release"))
    } else if last == "debug" || last == "release" {
      self.init(system: .native, isRelease: last == "release")
    } else {
      return nil
    }
  }

  init(system: System, isRelease: Bool) {
    self.system = system
    self.isRelease = isRelease
  }

  var words: String { "by \(system.rawValue), \(isRelease ? "release" : "debug")" }
}
