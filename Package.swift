// swift-tools-version: 6.2
import PackageDescription

// Everything that computes is optimised for this processor even in a debug build, so that
// `swift run` and `swift test` are fast as typed. WORKBOOK_CPU names another processor for -march
// (`haswell`), or `portable`: no flags at all. The results have the same bits; only the time differs.
//
// -wmo lets one file's loops take in another file's operations. SwiftPM's own debug flags contradict
// it in two places, which the last two flags settle.
let cpu = Context.environment["WORKBOOK_CPU"] ?? "native"
#if arch(x86_64)
  let march = ["-Xcc", "-march=\(cpu)"]
#else
  let march: [String] = []
#endif
let optimised = ["-O", "-wmo", "-disable-batch-mode", "-num-threads", "2"]
let numeric: [SwiftSetting] = cpu == "portable" ? [] : [.unsafeFlags(optimised + march)]
// An operation on a tiny tensor is a dozen accesses to a class's properties; to look each of them up
// in the table of accesses in progress took 14 % of a training step.
let tensors: [SwiftSetting] =
  cpu == "portable" ? [] : [.unsafeFlags(optimised + march + ["-enforce-exclusivity=unchecked"])]

let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// The checks of a chapter's exercises. Starters, solutions and wrong answers are not built with them, and
/// may import what the checks may: this list.
func exercises(_ name: String, in chapter: String) -> Target {
  .target(
    name: name, dependencies: ["Exercises", "Tensors", "Datasets", "Metrics", "Charts"],
    path: "Chapters/\(chapter)/Exercises/Checks", swiftSettings: numeric)
}

let package = Package(
  name: "gan-workbook",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "toy-gan", targets: ["ToyGANCommand"]),
    .executable(name: "dense-gan", targets: ["DenseGANCommand"]),
    .executable(name: "dcgan", targets: ["DCGAN"]),
    .executable(name: "label-smoothing", targets: ["LabelSmoothing"]),
    .executable(name: "wgan", targets: ["WGAN"]),
    .executable(name: "workbook", targets: ["workbook"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // The rooms.
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
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
      dependencies: ["Preconditions", "Tensors", "Images", "Metrics", "Charts", arguments],
      swiftSettings: numeric),
    .target(
      name: "Lessons",
      dependencies: [
        "Preconditions", "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", arguments,
      ],
      swiftSettings: numeric),
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
        "Preconditions", "Tensors", "Images", "Datasets", "Charts", "Runs", "Weaving", "Classroom",
        "BugShelf", arguments,
        "ToyGANExercises", "DenseGANExercises", "DCGANExercises", "LabelSmoothingExercises",
        "WGANExercises",
      ],
      exclude: ["Bench/Peers"], swiftSettings: numeric),

    // The chapters.
    .target(
      name: "ToyGAN", dependencies: ["Tensors", "Datasets", "Runs"],
      path: "Chapters/01-toy-gan/Essay"),
    .executableTarget(
      name: "ToyGANCommand",
      dependencies: [
        "ToyGAN", "Tensors", "Datasets", "Metrics", "Charts", "Runs", "Lessons", arguments,
      ],
      path: "Chapters/01-toy-gan/Command"),
    .target(
      name: "DenseGAN", dependencies: ["Tensors", "Datasets", "Runs"],
      path: "Chapters/02-dense-gan/Essay"),
    .executableTarget(
      name: "DenseGANCommand",
      dependencies: [
        "DenseGAN", "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", "Lessons",
        arguments,
      ],
      path: "Chapters/02-dense-gan/Command"),
    .executableTarget(
      name: "DCGAN",
      dependencies: [
        "Preconditions", "Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", arguments,
      ],
      path: "Chapters/03-dcgan", exclude: ["README.md", "Exercises"], swiftSettings: numeric),
    .executableTarget(
      name: "LabelSmoothing",
      dependencies: ["Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", arguments],
      path: "Chapters/04-label-smoothing", exclude: ["README.md", "Exercises"],
      swiftSettings: numeric),
    .executableTarget(
      name: "WGAN",
      dependencies: ["Tensors", "Images", "Datasets", "Metrics", "Charts", "Runs", arguments],
      path: "Chapters/05-wgan", exclude: ["README.md", "Exercises"], swiftSettings: numeric),

    // The chapters' exercises.
    exercises("ToyGANExercises", in: "01-toy-gan"),
    exercises("DenseGANExercises", in: "02-dense-gan"),
    exercises("DCGANExercises", in: "03-dcgan"),
    exercises("LabelSmoothingExercises", in: "04-label-smoothing"),
    exercises("WGANExercises", in: "05-wgan"),

    // The tests.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
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
      dependencies: ["workbook", "Tensors", "Images", "Runs", "Weaving", "TestSupport"]),
    .testTarget(
      name: "ExerciseTests", dependencies: ["Classroom", "Exercises", "workbook", "TestSupport"]),
    .testTarget(
      name: "BugShelfTests",
      dependencies: ["BugShelf", "Classroom", "Metrics", "workbook", "TestSupport"]),
    .testTarget(
      name: "RunsTests",
      dependencies: ["Runs", "Tensors", "Images", "Metrics", "Charts", "TestSupport"],
      resources: [.copy("References")]),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Lessons", "Tensors", "Images", "Datasets", "Metrics", "Runs", "TestSupport",
      ]),
    .testTarget(
      name: "ToyGANTests",
      dependencies: [
        "ToyGAN", "ToyGANCommand", "Tensors", "Datasets", "Metrics", "Runs", "Lessons",
        "TestSupport",
      ]),
    .testTarget(
      name: "DenseGANTests",
      dependencies: [
        "DenseGAN", "DenseGANCommand", "Tensors", "Datasets", "Metrics", "Runs", "Lessons",
        "TestSupport",
      ]),
    .testTarget(
      name: "DCGANTests",
      dependencies: ["DCGAN", "Tensors", "Datasets", "Metrics", "Runs", "TestSupport"]),
    .testTarget(
      name: "LabelSmoothingTests",
      dependencies: ["LabelSmoothing", "Tensors", "Datasets", "Metrics", "Runs", "TestSupport"]),
    .testTarget(
      name: "WGANTests",
      dependencies: ["WGAN", "Tensors", "Datasets", "Metrics", "Runs", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
