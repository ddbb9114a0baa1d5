import ArgumentParser
import Foundation

/// The options of a page that can be touched, under the same names in every chapter.
public struct LiveOptions: ParsableArguments {
  @Flag(
    help: """
      Serve a page on this computer, on which the run can be stopped, turned back and changed while it goes \
      on.
      """)
  public var live = false

  @Flag(name: .customLong("no-open"), help: "With --live: leave it to you to open the page.")
  public var staysClosed = false

  @Option(
    parsing: .unconditional,
    help: "With --live: the page's port. (default: 8020, or the next one that is free)")
  public var port: Int?

  @Option(help: "With --live: knobs that the page leaves out, by name, separated by commas.")
  public var hide: String?

  public init() {}

  public func validate() throws {
    if let port, !(1024...65_535).contains(port) {
      throw ValidationError("--port \(port): give a number from 1024 to 65535")
    }
    guard !live else { return }
    for (name, isGiven) in [
      ("--no-open", staysClosed), ("--port", port != nil), ("--hide", hide != nil),
    ] where isGiven {
      throw ValidationError("\(name): there is a page with --live alone")
    }
  }

  var hidden: Set<String> {
    Set((hide ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
  }
}
