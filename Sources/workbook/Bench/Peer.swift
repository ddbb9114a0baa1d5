import ArgumentParser
import Foundation

/// Another library that runs the same steps, by a script of `Sources/workbook/Bench/Peers`.
enum Peer: String, CaseIterable {
  case torch, tensorflow, jax

  var script: String { "Sources/workbook/Bench/Peers/with_\(rawValue).py" }

  /// The environment variable that names its Python.
  var variable: String { "WORKBOOK_\(rawValue.uppercased())_PYTHON" }

  /// What to type when it does not play.
  var advice: String {
    """
    If it is not installed there: `pip install \(rawValue)`, or name a Python that has it with \
    --python \(rawValue)=PATH or $\(variable)
    """
  }
}

/// Which Python has which peer: `torch=PATH,jax=PATH`.
struct Pythons: ExpressibleByArgument, Equatable {
  let paths: [Peer: String]

  init() { paths = [:] }

  init?(argument: String) {
    var paths: [Peer: String] = [:]
    for pair in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let peer = Peer(rawValue: String(parts[0])) else { return nil }
      paths[peer] = String(parts[1])
    }
    self.paths = paths
  }

  var defaultValueDescription: String { "python3" }

  /// The option's, the environment's, or the Python that the shell would find.
  func path(
    for peer: Peer, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    paths[peer] ?? environment[peer.variable] ?? "python3"
  }
}

/// A list of names, separated by commas.
struct Names<Element: RawRepresentable<String> & CaseIterable>: ExpressibleByArgument {
  let all: [Element]

  init(_ all: [Element]) { self.all = all }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    all = names.compactMap { Element(rawValue: String($0)) }
    if all.count != names.count || all.isEmpty { return nil }
  }

  var defaultValueDescription: String {
    all.count == Element.allCases.count ? "all" : all.map(\.rawValue).joined(separator: ",")
  }

  static var choices: String { Element.allCases.map(\.rawValue).joined(separator: ", ") }
}
