import Foundation
import Testing

/// A headless Chromium, spoken to in its own protocol over two pipes: messages of JSON, a zero byte after
/// each (Chrome DevTools Protocol, `--remote-debugging-pipe`).
final class Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first {
      FileManager.default.isExecutableFile(atPath: $0)
    }

  private var process: pid_t = 0
  private let input: Int32
  private let output: Int32
  private var buffer = Data()
  private var last = 0
  private var session: String?
  /// What the console said in anger.
  private(set) var complaints: [String] = []
  private let profile = FileManager.default.temporaryDirectory.appendingPathComponent(
    "browser-\(UUID().uuidString)")

  init(width: Int, height: Int = 900, isDark: Bool = false) throws {
    let path = try #require(Browser.path)
    var (down, up): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard pipe(&down) == 0, pipe(&up) == 0 else { throw Failure("no pipe") }
    (input, output) = (down[1], up[0])
    for file in [input, output] { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // First out of the way of 3 and 4, where the browser looks for them, and of any file that is open.
    posix_spawn_file_actions_adddup2(&actions, down[0], 900)
    posix_spawn_file_actions_adddup2(&actions, up[1], 901)
    posix_spawn_file_actions_adddup2(&actions, 900, 3)
    posix_spawn_file_actions_adddup2(&actions, 901, 4)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // No name is resolved: what the page needs it has to get from this computer.
    let words =
      [
        path, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
        "--no-first-run", "--user-data-dir=\(profile.path)", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    let status = posix_spawn(&process, path, &actions, nil, &arguments, environ)
    arguments.forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    close(down[0])
    close(up[1])
    guard status == 0 else { throw Failure("\(path) does not start") }
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String
    session =
      try call("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"]
      as? String
    for domain in ["Runtime", "Log", "Page"] { _ = try call("\(domain).enable", [:]) }
    _ = try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500])
    _ = try call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
  }

  deinit {
    if process > 0 {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(input)
    close(output)
    try? FileManager.default.removeItem(at: profile)
  }

  /// A browser, and another where the first does not come up: on a busy machine one may end as it begins.
  static func start(width: Int, isDark: Bool = false) throws -> Browser {
    do { return try Browser(width: width, isDark: isDark) } catch {
      return try Browser(width: width, isDark: isDark)
    }
  }

  struct Failure: Error { init(_ words: String) { self.words = words }; let words: String }

  func open(_ address: String) throws { _ = try call("Page.navigate", ["url": address]) }

  /// What an expression gives, as text; promises are waited for.
  @discardableResult
  func evaluate(_ expression: String) throws -> String {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": "(async () => String(await (\(expression))))()", "awaitPromise": true])
    if let problem = answer["exceptionDetails"] { throw Failure("\(expression): \(problem)") }
    return (answer["result"] as? [String: Any])?["value"] as? String ?? ""
  }

  /// Waits until an expression is true.
  func until(_ expression: String) async throws {
    for _ in 0..<1200 {
      if try evaluate(expression) == "true" { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    let state = try evaluate("JSON.stringify(state).slice(0, 600)")
    throw Failure("never: \(expression); \(state)")
  }

  func screenshot() throws -> Data {
    let answer = try call("Page.captureScreenshot", ["captureBeyondViewport": true])
    return (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
  }

  private func call(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    last += 1
    var message: [String: Any] = ["id": last, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    var bytes = try JSONSerialization.data(withJSONObject: message)
    bytes.append(0)
    try bytes.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = write(input, bytes.baseAddress! + sent, bytes.count - sent)
        guard count > 0 else { throw Failure("\(method): the browser has gone") }
        sent += count
      }
    }
    while true {
      let answer = try next(method)
      if answer["id"] as? Int == last {
        if let problem = answer["error"] { throw Failure("\(method): \(problem)") }
        return answer["result"] as? [String: Any] ?? [:]
      }
      note(answer)
    }
  }

  private func note(_ event: [String: Any]) {
    let parameters = event["params"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Runtime.exceptionThrown": complaints.append("\(parameters)")
    case "Runtime.consoleAPICalled" where parameters["type"] as? String == "error":
      complaints.append("\(parameters)")
    case "Log.entryAdded":
      let entry = parameters["entry"] as? [String: Any] ?? [:]
      if entry["level"] as? String == "error" { complaints.append("\(entry)") }
    default: break
    }
  }

  private func next(_ method: String) throws -> [String: Any] {
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = buffer[buffer.startIndex..<end]
        buffer = Data(buffer[buffer.index(after: end)...])
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 60_000) > 0 else { throw Failure("\(method): no answer") }
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &bytes, bytes.count)
      guard count > 0 else { throw Failure("\(method): the browser has gone") }
      buffer.append(contentsOf: bytes[..<count])
    }
  }
}
