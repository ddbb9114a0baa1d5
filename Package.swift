// swift-tools-version: 6.2
import PackageDescription

// Everything that computes is optimised for this processor even in a debug build, so that
// `swift run` and `swift test` are fast as typed. WORKBOOK_CPU names another processor for -march
// (`haswell`), or `portable`: no flags at all. The results have the same bits; only the time differs.
//
// -wmo lets one file's loops take in another file's operations. SwiftPM's own debug flags contradict
// it in two places, which the two flags after it settle. Swift Build (`--build-system swiftbuild`, and what
// Swift 6.4 takes unasked) compiles a module as a whole in a release build alone: in a debug build it waits
// for a file beside each source that -wmo does not write, and fails. The manifest is not told who builds, so
// it goes by the compiler, and WORKBOOK_BUILD (`native`, `swiftbuild`) corrects it.
//
// These flags are "unsafe" to SwiftPM, but since 6.2 a package whose first line asks for 6.2 may have them
// as a dependency by version too. With 6.1 there it is refused: see CONTRIBUTING.md.
let cpu = Context.environment["WORKBOOK_CPU"] ?? "native"
#if arch(x86_64)
  let march = ["-Xcc", "-march=\(cpu)"]
#else
  let march: [String] = []
#endif
#if compiler(>=6.4)
  let builder = Context.environment["WORKBOOK_BUILD"] ?? "swiftbuild"
#else
  let builder = Context.environment["WORKBOOK_BUILD"] ?? "native"
#endif
let whole =
  builder == "swiftbuild" ? [] : ["-wmo", "-disable-batch-mode", "-num-threads", "2"]
let optimised = ["-O"] + whole + march
let numeric: [SwiftSetting] = cpu == "portable" ? [] : [.unsafeFlags(optimised)]
// An operation on a tiny tensor is a dozen accesses to a class's properties; to look each of them up
// in the table of accesses in progress took 14 % of a training step.
let tensors: [SwiftSetting] =
  cpu == "portable" ? [] : [.unsafeFlags(optimised + ["-enforce-exclusivity=unchecked"])]

let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A chapter: its essay, a library that is read as it runs, its command, and the checks of its exercises.
///
/// Essay and command are not optimised: a changed line of an essay runs within two seconds, and what is
/// hot in them stands in the rooms. Starters, solutions and wrong answers of exercises are not built with
/// the package, and may import what the checks may.
func chapter(_ module: String, in folder: String) -> [Target] {
  [
    .target(
      name: module, dependencies: ["Tensors", "Datasets", "Metrics", "Runs"],
      path: "Chapters/\(folder)/Essay"),
    .executableTarget(
      name: "\(module)Command",
      dependencies: [
        .byName(name: module), "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs",
        "Lessons", "Live", arguments,
      ],
      path: "Chapters/\(folder)/Command"),
    .target(
      name: "\(module)Exercises",
      dependencies: ["Exercises", "Tensors", "Datasets", "Metrics", "Charts"],
      path: "Chapters/\(folder)/Exercises/Checks", swiftSettings: numeric),
    .testTarget(
      name: "\(module)Tests",
      dependencies: [
        .byName(name: module), .byName(name: "\(module)Command"), "Tensors", "Datasets", "Metrics",
        "Charts", "Runs", "Lessons", "TestSupport", "GeneratorFiles",
      ]),
  ]
}

let package = Package(
  name: "gan-workbook",
  // On a Mac two things that stand in the kernels and in ``Shape`` need macOS 26, and no deployment
  // target takes them further back: `InlineArray`, and generics over a number (`Tile<let rows: Int>`),
  // of which the compiler says "values in generic types are only available in macOS 26.0.0 or newer".
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Tensors", targets: ["Tensors"]),
    .executable(name: "toy-gan", targets: ["ToyGANCommand"]),
    .executable(name: "dense-gan", targets: ["DenseGANCommand"]),
    .executable(name: "dcgan", targets: ["DCGANCommand"]),
    .executable(name: "label-smoothing", targets: ["LabelSmoothingCommand"]),
    .executable(name: "wgan", targets: ["WGANCommand"]),
    .executable(name: "workbook", targets: ["workbook"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    // The page of a running chapter is served by it.
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // The rooms.
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // Runs on any processor, and says so where the rest cannot.
    .target(name: "Processor"),
    .target(name: "Preconditions", swiftSettings: numeric),
    .target(name: "Tensors", dependencies: ["Preconditions"], swiftSettings: tensors),
    .target(name: "Images", dependencies: ["Preconditions", "CPNG"], swiftSettings: numeric),
    .target(
      name: "Datasets", dependencies: ["Preconditions", "Tensors", "Images", "CZlib"],
      exclude: ["download.sh", "downloads.txt"], swiftSettings: numeric),
    .target(name: "Metrics", dependencies: ["Preconditions", "Tensors"], swiftSettings: numeric),
    .target(name: "Charts", dependencies: ["Preconditions"], swiftSettings: numeric),
    .target(
      name: "Runs",
      dependencies: [
        "Preconditions", "Processor", "Tensors", "Images", "Metrics", "Charts", arguments,
      ],
      swiftSettings: numeric),
    .target(
      name: "Lessons",
      dependencies: [
        "Preconditions", "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", arguments,
      ],
      swiftSettings: numeric),
    .target(
      name: "Live",
      dependencies: [
        "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", "Lessons", arguments,
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      resources: [
        .embedInCode("Page/page.html"), .embedInCode("Page/page.css"), .embedInCode("Page/page.js"),
      ]),
    .target(name: "Weaving", dependencies: ["Preconditions"]),
    .target(name: "Exercises", dependencies: ["Tensors", "Datasets"], swiftSettings: numeric),
    .target(
      name: "BugShelf",
      dependencies: [
        "Preconditions", "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs",
      ],
      swiftSettings: numeric),
    .target(name: "Classroom", dependencies: ["Exercises", "Images"]),
    .executableTarget(
      name: "workbook",
      // The exercises are not called from here, but built with it: an answer is linked to them.
      dependencies: [
        "Preconditions", "Tensors", "Images", "Datasets", "Charts", "Runs", "Lessons", "Weaving",
        "Classroom", "BugShelf", arguments, "ToyGAN", "DenseGAN", "DCGAN", "LabelSmoothing", "WGAN",
        "ToyGANExercises", "DenseGANExercises", "DCGANExercises", "LabelSmoothingExercises",
        "WGANExercises",
      ],
      exclude: ["Bench/Peers"], swiftSettings: numeric),

    // The tests.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "GeneratorFiles", dependencies: ["Lessons", "Runs", "Tensors", "TestSupport"],
      path: "Tests/GeneratorFiles"),
    .testTarget(name: "HouseTests"),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], resources: [.copy("References")]),
    .testTarget(name: "ImagesTests", dependencies: ["Images"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Tensors", "Images", "TestSupport"]),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics", "Tensors", "Datasets"]),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
    .testTarget(name: "WeavingTests", dependencies: ["Weaving"]),
    .testTarget(
      name: "WorkbookTests",
      dependencies: [
        "workbook", "Tensors", "Images", "Datasets", "Runs", "Lessons", "Weaving", "TestSupport",
      ], resources: [.copy("References")]),
    .testTarget(
      name: "ExerciseTests", dependencies: ["Classroom", "Exercises", "workbook", "TestSupport"]),
    .testTarget(
      name: "BugShelfTests",
      dependencies: ["BugShelf", "Classroom", "Lessons", "Metrics", "workbook", "TestSupport"]),
    .testTarget(
      name: "RunsTests",
      dependencies: ["Runs", "Tensors", "Images", "Metrics", "Charts", "TestSupport"],
      resources: [.copy("References")]),
    .testTarget(name: "LiveTests", dependencies: ["Live", "Runs", "Tensors", "TestSupport"]),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Lessons", "Tensors", "Images", "Datasets", "Metrics", "Runs", "TestSupport",
      ]),
  ] + chapter("ToyGAN", in: "01-toy-gan") + chapter("DenseGAN", in: "02-dense-gan")
    + chapter("DCGAN", in: "03-dcgan") + chapter("LabelSmoothing", in: "04-label-smoothing")
    + chapter("WGAN", in: "05-wgan"),
  swiftLanguageModes: [.v6]
)
