// swift-tools-version: 6.2
import PackageDescription

// Another package, as somebody else would write it: it depends on the workbook's `Tensors` by version. It is
// no part of the workbook's package. `.ci/dependent` builds it, and says in WORKBOOK_URL where a clone with a
// tag is.
let workbook = Context.environment["WORKBOOK_URL"] ?? "https://example.com/gan-workbook"

let package = Package(
  name: "dependent",
  platforms: [.macOS(.v26)],
  dependencies: [.package(url: workbook, from: "0.1.0")],
  targets: [
    .executableTarget(
      name: "Dependent", dependencies: [.product(name: "Tensors", package: "gan-workbook")])
  ]
)
