import Foundation
import TestSupport
import Testing

@testable import workbook

/// Against processes of a few lines, which say what a library would.
@Suite("workbook bench: players")
struct PlayerTests {
  private static let opening = #"{"library": "Fake 1.0", "form": "eager", "firstMs": 2.5}"#

  /// Answers the order n with n milliseconds times `scale`.
  private static func counting(_ scale: Int) -> String {
    """
    echo noise >&2
    echo '\(opening)'
    n=0
    while read order; do
      n=$((n + 1))
      echo '{"samples": 4, "medianMs": '$((n * \(scale)))', "bestMs": 1, "peakMemoryBytes": 9}'
    done
    """
  }

  private func player(_ script: String) throws -> Player { try Player(["sh", "-c", script]) }

  @Test("a player says what it is, then plays a round for each order")
  func protocolOfLines() throws {
    let player = try player(Self.counting(3))
    #expect(player.opening == Player.Opening(library: "Fake 1.0", form: "eager", firstMs: 2.5))
    #expect(player.startSeconds > 0)
    for round in 1...3 {
      let played = try player.play(seconds: 0.1)
      #expect(played.medianMs == Double(3 * round))
      #expect(played.samples == 4)
      #expect(played.peakMemoryBytes == 9)
    }
  }

  @Test("an order is a number of seconds, or of steps")
  func orders() throws {
    let player = try player(
      """
      echo '\(Self.opening)'
      while read order; do echo "{\\"error\\": \\"$order\\"}"; done
      """)
    #expect(throws: Child.Failure.broken("0.25")) { try player.play(seconds: 0.25) }
    #expect(throws: Child.Failure.broken("16 steps")) { try player.play(steps: 16) }
  }

  @Test(
    "why a player does not play is told",
    arguments: [
      (#"echo '{"absent": "no W3"}'"#, Child.Failure.absent("no W3")),
      (#"echo '{"error": "no module"}'"#, .broken("no module")),
      ("echo first >&2; echo last >&2; exit 3", .broken("it ended with status 3: last")),
      ("exit 0", .broken("it ended with status 0")),
      ("echo Hello", .broken("it says \"Hello\"")),
    ])
  func refusals(script: String, failure: Child.Failure) {
    #expect(throws: failure) { try self.player(script) }
  }

  @Test("a program that is not there is named")
  func missingProgram() throws {
    let error = #expect(throws: Child.Failure.self) { try Player(["/nowhere/python"]) }
    guard case .broken(let reason) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("/nowhere/python"))
  }

  @Test("a player that dies between two rounds is an error, not the end of everything")
  func death() throws {
    let sources = Children.watchSignals()
    defer { withExtendedLifetime(sources) {} }
    let player = try player("echo '\(Self.opening)'; read order; echo tired >&2; exit 4")
    #expect(throws: Child.Failure.broken("it ended with status 4: tired")) {
      try player.play(seconds: 1)
    }
    #expect(throws: Child.Failure.broken("it ended with status 4: tired")) {
      try player.play(seconds: 1)
    }
  }

  @Test("no player outlives its last reference")
  func killed() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("id")
    do {
      // Its own process, which does not look at its input.
      _ = try player("echo $$ > '\(file.path)'; echo '\(Self.opening)'; exec sleep 100")
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    let id = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(id, 0) != 0)
  }

  @Test("players play in turn, ours first; the first round does not count")
  func contest() throws {
    let contest = Contest(workload: .w1, batch: 200, threads: 1, rounds: 3, seconds: 0.01)
    let standings = try contest.standings([player(Self.counting(2)), player(Self.counting(10))])
    #expect(standings.map(\.roundMs) == [[4, 6, 8], [20, 30, 40]])
    #expect(standings[0].ratios == nil)
    #expect(standings[1].ratios == [5, 5, 5])
    #expect(standings[0].peakGflops > 0)
  }

  @Test("the peers' side of the protocol", .enabled(if: hasPython, "no python3"))
  func pythonsSide() throws {
    let player = try Player([
      "python3", "-B", "-c",
      """
      import sys
      sys.path.insert(0, "Sources/workbook/Bench/Peers")
      sys.argv[1:] = ["--workload", "W2"]
      import rounds
      given = rounds.arguments()
      print("what a library prints")
      steps = []
      rounds.play("Python", f"batch {given.batch}", lambda: steps.append(sum(range(10_000))))
      """,
    ])
    #expect(player.opening.form == "batch 128")
    let round = try player.play(seconds: 0.05)
    #expect(round.samples > 1)
    #expect(round.bestMs > 0 && round.bestMs <= round.medianMs)
    #expect(round.peakMemoryBytes > 1_000_000)
  }

  static let hasPython =
    (try? Player(["python3", "-c", "print('\(opening)')"])) != nil
    && FileManager.default.fileExists(atPath: "Sources/workbook/Bench/Peers/rounds.py")

  @Test("the command: a line of JSON for our library, and what to install for the other")
  func command() throws {
    let command = try Command(
      "workbook", "bench", "--workload", "W1", "--batch", "8", "--rounds", "2", "--seconds", "0.01",
      "--compare", "torch", "--python", "torch=/nowhere/python", "--json")
    #expect(command.status == 0, "\(command)")
    let line = try JSONDecoder().decode(Line.self, from: Data(command.output.utf8))
    #expect(line.workload == "W1" && line.library == "workbook" && line.batch == 8)
    #expect(line.roundMs.count == 2)
    #expect(line.medianMs > 0 && line.bestMs <= line.medianMs)
    #expect(line.peakMemoryBytes > 1_000_000 && line.startSeconds > 0)
    for part in ["--compare torch", "/nowhere/python", "pip install torch", "--python torch=PATH"] {
      #expect(command.errors.contains(part), "\(command.errors)")
    }
  }

  @Test("a signal ends the command, and its players with it")
  func signals() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("id")
    // A Python that takes long to begin.
    let slow = folder.file("python")
    try Data("#!/bin/sh\necho $$ > '\(file.path)'\nexec sleep 100\n".utf8).write(to: slow)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: slow.path)
    let command = try Command(
      starting: "workbook",
      [
        "bench", "--workload", "W1", "--rounds", "1", "--compare", "jax", "--python",
        "jax=\(slow.path)",
      ])
    var text = ""
    while text.isEmpty && command.isRunning {
      Thread.sleep(forTimeInterval: 0.02)
      text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }
    command.send(SIGTERM)
    command.wait()
    let id = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(command.status == SIGTERM && !command.errors.contains("bench:"), "\(command)")
    // It is killed, but dies when it is its turn; by itself it would in 100 seconds.
    let end = ContinuousClock.now + .seconds(30)
    while kill(id, 0) == 0 && !isDefunct(id) && .now < end { Thread.sleep(forTimeInterval: 0.02) }
    #expect(kill(id, 0) != 0 || isDefunct(id))
  }

  /// Dead, but nobody has asked how it ended.
  private func isDefunct(_ id: Int32) -> Bool {
    let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
    return status?.contains(") Z ") ?? false
  }

  private struct Line: Decodable {
    let workload: String
    let library: String
    let batch: Int
    let roundMs: [Double]
    let medianMs: Double
    let bestMs: Double
    let peakMemoryBytes: Int
    let startSeconds: Double
  }
}
