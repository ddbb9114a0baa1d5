import FlyingFox
import FlyingSocks
import Foundation
import Runs
import Synchronization

/// Serves one page on the loopback address.
///
/// Only this computer reaches it, and of its programs only one that knows the token in the address: another
/// page in the same browser may send requests here, but cannot guess that. `Host` and `Origin` have to be
/// ours as well, so that no name of somebody else's server that resolves to this computer (DNS rebinding)
/// gets an answer. Orders are at most 4 kB, and at most 100 a second.
final class LiveServer: Sendable {
  let port: UInt16
  let token: String
  private let desk: Desk
  private let task: Task<Void, any Error>

  var address: String { "http://127.0.0.1:\(port)/\(token)/" }

  /// Begins to serve.
  ///
  /// - Parameters:
  ///   - wanted: the port; where it is taken, the next one that is free of ten.
  ///   - token: of a page that is open already.
  /// - Throws: ``Runs/RunFailure`` (73) when there is no free port.
  init(_ desk: Desk, port wanted: Int?, token: String? = nil) throws {
    let first = wanted ?? 8020
    guard let free = (first..<min(first + 10, 65_536)).first(where: isFree) else {
      throw RunFailure(
        .cannotWrite, "--port \(first): this port and the nine after it are taken; give another")
    }
    port = UInt16(free)
    self.token = token ?? makeToken()
    self.desk = desk
    let handler = Handler(desk: desk, token: self.token, port: port)
    let server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(free)), timeout: 30,
      logger: .disabled,
      handler: handler)
    task = Task.detached { try await server.run() }
    // Whoever is told the address may come at once.
    for _ in 0..<2000 where isFree(free) { usleep(10_000) }
  }

  func stop() {
    desk.close()
    task.cancel()
  }
}

/// Whether the loopback address has nobody at this port.
private func isFree(_ port: Int) -> Bool {
  guard let socket = try? Socket(domain: AF_INET) else { return false }
  defer { try? socket.close() }
  try? socket.setValue(true, for: .localAddressReuse)
  do {
    try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)))
    try socket.listen()
    return true
  } catch { return false }
}

/// 128 random bits; these are no part of a run.
private func makeToken() -> String {
  var system = SystemRandomNumberGenerator()
  return (0..<2).map { _ in String(system.next(), radix: 36) }.joined()
}

private struct Handler: HTTPHandler {
  let desk: Desk
  let token: String
  let hosts: Set<String>
  private let rate = Rate()

  init(desk: Desk, token: String, port: UInt16) {
    self.desk = desk
    self.token = token
    hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
  }

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard let host = request.headers[.host], hosts.contains(host) else {
      return text("This page is for this computer alone.", .forbidden)
    }
    if let origin = request.headers[HTTPHeader("Origin")],
      !hosts.contains(where: { origin == "http://\($0)" })
    {
      return text("This page takes no orders from another.", .forbidden)
    }
    let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard parts.first.map({ $0 == token }) == true else {
      return text("There is nothing here: the address that was printed is longer.", .notFound)
    }
    let name = parts.dropFirst().joined(separator: "/")
    func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
    switch (request.method, name) {
    case (.GET, ""): return file(PackageResources.page_html, "text/html; charset=utf-8")
    case (.GET, "page.css"): return file(PackageResources.page_css, "text/css; charset=utf-8")
    case (.GET, "page.js"): return file(PackageResources.page_js, "text/javascript; charset=utf-8")
    case (.GET, "state"):
      let (version, data) = await desk.state(after: query("after").flatMap { Int($0) } ?? -1)
      return response(data, "application/json", ["X-Version": "\(version)"])
    case (.GET, "walk"):
      let order = Order(
        order: "walk", value: query("digit"), x: query("x").flatMap { Double($0) },
        y: query("y").flatMap { Double($0) })
      return await answer(order)
    case (.GET, let name) where name.hasPrefix("picture/"):
      guard let (data, type) = desk.picture(String(name.dropFirst("picture/".count))) else {
        return text("There is no such picture.", .notFound)
      }
      return response(data, type)
    case (.POST, "order"):
      guard let length = request.headers[.contentLength].flatMap({ Int($0) }), length <= 4096 else {
        return text("An order has at most 4096 bytes, and says how many.", .payloadTooLarge)
      }
      guard let order = try? JSONDecoder().decode(Order.self, from: await request.bodyData) else {
        return text("This is no order.", .badRequest)
      }
      return await answer(order)
    default: return text("There is nothing here.", .notFound)
    }
  }

  private func answer(_ order: Order) async -> HTTPResponse {
    guard rate.allows() else {
      return text("That was more than a hundred orders within a second.", .tooManyRequests)
    }
    desk.see()
    switch await desk.lay(order) {
    case .done: return text("", .ok)
    case .refused(let sentence): return text(sentence, HTTPStatusCode(409, phrase: "Conflict"))
    case .picture(let data): return response(data, "image/png")
    }
  }

  private func file(_ bytes: [UInt8], _ type: String) -> HTTPResponse {
    response(Data(bytes), type)
  }

  private func text(_ sentence: String, _ status: HTTPStatusCode) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: headers("text/plain; charset=utf-8"), body: Data(sentence.utf8))
  }

  private func response(
    _ data: Data, _ type: String, _ more: [String: String] = [:]
  ) -> HTTPResponse {
    var headers = headers(type)
    for (name, value) in more { headers[HTTPHeader(name)] = value }
    return HTTPResponse(statusCode: .ok, headers: headers, body: data)
  }

  /// The policy forbids what the page promises not to do: load anything from anywhere else.
  private func headers(_ type: String) -> HTTPHeaders {
    [
      .contentType: type, HTTPHeader("Cache-Control"): "no-store",
      HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("Referrer-Policy"): "no-referrer",
      HTTPHeader("Content-Security-Policy"):
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ]
  }
}

/// At most a hundred orders within a second.
private final class Rate: Sendable {
  private let state = Mutex((start: ContinuousClock.now, count: 0))

  func allows() -> Bool {
    state.withLock {
      if $0.start.duration(to: .now) > .seconds(1) { $0 = (.now, 0) }
      $0.count += 1
      return $0.count <= 100
    }
  }
}
