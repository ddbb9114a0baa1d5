import Foundation
import Runs
import TestSupport
import Testing

@Suite("A live page: what it does, and whom it answers", .serialized)
struct LivePageTests {
  private static let quick = ["--preset", "quick", "--steps", "300", "--quiet"]

  private func digest(_ folder: URL) throws -> String {
    let data = try Data(contentsOf: folder.appendingPathComponent("summary.json"))
    return try JSONDecoder().decode(Summary.self, from: data).digest
  }

  private func digest(of line: String, in folder: TemporaryFolder) throws -> String {
    let words = line.split(separator: " ").dropFirst().map(String.init)
    let out = folder.file("again-\(UUID().uuidString)")
    let command = try Command(
      starting: "toy-gan", words + ["--quiet", "--out", out.path])
    command.wait()
    #expect(command.status == 0, "\(command)")
    return try digest(out)
  }

  @Test("a knob that is turned makes a branch, whose line alone ends with the same digest")
  func fork() async throws {
    let page = try await Page("toy-gan", ["--preset", "quick", "--steps", "300"], port: 8301)
    try page.order("pause")
    try page.order("speed", "\"number\":0")
    try page.order("go", "\"number\":0")
    try page.order("step", "\"number\":100")
    let moment = try await page.until { $0.step == 100 }
    try page.order("play")
    let first = try await page.until { $0.step == 300 }
    #expect(try first.digest == digest(page.folder.file("run")))
    #expect(try first.digest == digest(of: first.line, in: page.folder))

    // Back: the bits are those of that step; and on, without a change: those of the end.
    try page.order("go", "\"number\":100")
    #expect(try await page.until { $0.step == 100 }.digest == moment.digest)
    try page.order("play")
    #expect(try await page.until { $0.step == 300 }.digest == first.digest)

    // Another rate from there on.
    try page.order("go", "\"number\":100")
    _ = try await page.until { $0.step == 100 }
    #expect(
      try page.order("turn", "\"knob\":\"discriminator-rate\",\"value\":\"0.0005\"") == nil)
    try page.order("play")
    let fork = try await page.until { $0.step == 300 && $0.branches.count == 2 }
    #expect(fork.digest != first.digest)
    #expect(fork.line.hasSuffix("--at 100:discriminator-rate=0.0005"))
    #expect(try fork.digest == digest(of: fork.line, in: page.folder))

    // Saved, it is an ordinary run; and the first one is still there.
    #expect(try page.order("save") == nil)
    let saved = try await page.until { $0.says.hasPrefix("Saved in ") }
    let name = saved.says.dropFirst("Saved in ".count).prefix { $0 != "," }
    #expect(try digest(URL(fileURLWithPath: String(name))) == fork.digest)
    try page.order("go", "\"branch\":1,\"number\":300")
    #expect(try await page.until { $0.branch == 1 && $0.step == 300 }.digest == first.digest)

    // As an address has it.
    try page.order("follow", "\"value\":\"100:discriminator-rate=0.0005\",\"number\":300")
    #expect(try await page.until { $0.branch != 1 && $0.step == 300 }.digest == fork.digest)
    try page.order("follow", "\"value\":\"50:penalty=1.0 200:penalty=0.0\",\"number\":300")
    let made = try await page.until { $0.branches.count == 3 && $0.step == 300 }
    #expect(try made.digest == digest(of: made.line, in: page.folder))
  }

  @Test("a run that nobody looks at ends as without a page")
  func untouched() async throws {
    let page = try await Page(
      "toy-gan", ["--preset", "quick", "--steps", "300"], port: 8311, isWatched: false)
    let plain = try TemporaryFolder()
    let command = try Command(
      starting: "toy-gan", LivePageTests.quick + ["--out", plain.file("run").path])
    command.wait()
    page.command.wait()
    #expect(page.command.status == 0, "\(page.command)")
    #expect(try digest(page.folder.file("run")) == digest(plain.file("run")))
  }

  @Test("values and orders that mean nothing are refused with a sentence, and change nothing")
  func refusals() async throws {
    let page = try await Page("toy-gan", ["--preset", "quick"], port: 8321)
    try page.order("pause")
    try page.order("go", "\"number\":0")
    let before = try await page.until { $0.step == 0 }
    for value in ["👻", "nan", "1e400", "", "-1", "1000001"] {
      let answer = try page.order("turn", "\"knob\":\"penalty\",\"value\":\"\(value)\"")
      #expect(answer?.hasPrefix("409 ") == true && answer?.contains("penalty") == true, "\(value)")
    }
    #expect(try page.order("turn", "\"knob\":\"ghost\",\"value\":\"1\"")?.contains("ghost") == true)
    #expect(try page.order("go", "\"number\":100001") != nil)
    #expect(try page.order("go", "\"number\":1e9") != nil)
    #expect(try page.order("step", "\"number\":-1") != nil)
    #expect(try page.order("dance")?.contains("dance") == true)
    #expect(
      try page.order("begin", "\"value\":\"toy-gan --penalty -3\"")?.contains("--penalty") == true)
    #expect(try page.ask("POST", "/\(page.token)/order", body: "{").status == 400)
    let large = String(repeating: " ", count: 5000)
    #expect(try page.ask("POST", "/\(page.token)/order", body: large).status == 413)
    let after = try await page.until { $0.step == 0 }
    #expect(after.digest == before.digest && after.branches.count == 1)
  }

  @Test("only this computer, only with the token, and not for another page")
  func strangers() async throws {
    let page = try await Page("toy-gan", ["--preset", "quick"], port: 8331)
    #expect(try page.ask("GET", "/\(page.token)/").status == 200)
    #expect(try page.ask("GET", "/").status == 404)
    #expect(try page.ask("GET", "/\(page.token)x/state").status == 404)
    #expect(try page.ask("GET", "/\(page.token)/../state").status != 200)
    #expect(try page.ask("GET", "/\(page.token)/", host: "example.org").status == 403)
    #expect(
      try page.ask("GET", "/\(page.token)/state", more: "Origin: http://example.org\r\n").status
        == 403)
    let own = "Origin: http://127.0.0.1:\(page.port)\r\n"
    #expect(try page.ask("GET", "/\(page.token)/state", more: own).status == 200)
    // Of many orders within a second some are refused.
    let statuses = try (0..<300).map { _ in
      try page.ask("POST", "/\(page.token)/order", body: "{\"order\":\"pause\"}").status
    }
    #expect(statuses.contains(200))
    #expect(Set(statuses).isSubset(of: [200, 429]))
    // A second page beside this one takes the next port, and says so.
    let second = try await Page("toy-gan", ["--preset", "quick"], port: 8331)
    #expect(second.port == 8332)
    #expect(second.command.output.contains("port 8331 is taken"))
  }

  @Test("Ctrl-C ends as ever, with a checkpoint from which the run goes on")
  func interrupted() async throws {
    let page = try await Page("toy-gan", ["--preset", "quick"], port: 8341)
    try page.order("pause")
    try page.order("go", "\"number\":0")
    try page.order("speed", "\"number\":0")
    try page.order("step", "\"number\":70")
    _ = try await page.until { $0.step == 70 }
    page.command.send(SIGINT)
    page.command.wait()
    #expect(page.command.status == 75, "\(page.command)")
    let run = page.folder.file("run")
    let resumed = try Command(
      starting: "toy-gan", ["--preset", "quick", "--quiet", "--resume", "--out", run.path])
    resumed.wait()
    #expect(resumed.status == 0, "\(resumed)")
    let plain = page.folder.file("plain")
    let whole = try Command(
      starting: "toy-gan", ["--preset", "quick", "--quiet", "--out", plain.path])
    whole.wait()
    #expect(try digest(run) == digest(plain))
  }

  @Test(
    "--at alone: with it, and stopped and resumed with it, a run ends alike; in the wrong, it says so"
  )
  func at() throws {
    let folder = try TemporaryFolder()
    func run(_ more: [String], _ name: String, status: Int32 = 0) throws -> Command {
      let command = try Command(
        starting: "toy-gan", LivePageTests.quick + more + ["--out", folder.file(name).path])
      command.wait()
      #expect(command.status == status, "\(command)")
      return command
    }
    let change = ["--at", "200:penalty=0", "--at", "100:real-mean=1.5"]
    _ = try run([], "plain")
    _ = try run(change, "changed")
    #expect(try digest(folder.file("plain")) != digest(folder.file("changed")))
    // The same value changes nothing.
    _ = try run(["--at", "100:penalty=0.1"], "idle")
    #expect(try digest(folder.file("plain")) == digest(folder.file("idle")))
    let other = try run(["--resume"], "changed", status: 65)
    #expect(other.errors.contains("at"))
    for (text, word) in [
      ("100:ghost=1", "ghost"), ("300:penalty=1", "after them"), ("1:penalty=-1", "from 0"),
      ("penalty=1", "STEP:KNOB=VALUE"), ("1:penalty=x", "no number"),
    ] {
      let refused = try run(["--at", text], "refused", status: 64)
      #expect(refused.errors.contains(word), "\(text)")
    }
  }

  @Test(
    "a knob of every chapter, turned by --at: a run that is stopped and goes on ends like one that is not",
    arguments: [
      ("toy-gan", [], "generator-rate=0.003"), ("toy-gan", [], "second-share=0.4"),
      ("dense-gan", [], "learning-rate=0.01"), ("dense-gan", [], "discriminator-pace=3"),
      ("dense-gan", [], "penalty=2"), ("dcgan", [], "penalty=3"),
      ("dcgan", ["--recipe", "keras28"], "dropout=0.1"),
      ("dcgan", ["--recipe", "keras28"], "generator-rate=0.01"),
      ("dcgan", ["--recipe", "mxnet64"], "discriminator-rate=0.01"),
      ("label-smoothing", [], "real-label=0.7"), ("label-smoothing", [], "discriminator-pace=3"),
      ("wgan", ["--problem", "line"], "critic-steps=2"),
      ("wgan", ["--problem", "line"], "penalty-weight=1"),
      ("wgan", ["--problem", "ring", "--recipe", "clip"], "clip-value=0.02"),
      ("wgan", ["--problem", "ring", "--recipe", "modern"], "critic-rate=0.01"),
    ] as [(String, [String], String)])
  func knobs(name: String, more: [String], change: String) throws {
    let folder = try TemporaryFolder()
    func run(_ out: String, _ last: [String], status: Int32 = 0) throws {
      let command = try Command(
        starting: name,
        ["--preset", "quick", "--steps", "6", "--quiet", "--out", folder.file(out).path] + more
          + last)
      command.wait()
      #expect(command.status == status, "\(command)")
    }
    try run("plain", [])
    try run("whole", ["--at", "3:\(change)"])
    try run("broken", ["--at", "3:\(change)", "--stop-after", "4"], status: 75)
    try run("broken", ["--at", "3:\(change)", "--resume"])
    #expect(try digest(folder.file("plain")) != digest(folder.file("whole")))
    #expect(try digest(folder.file("whole")) == digest(folder.file("broken")))
  }

  @Test("another run begins under the same address, in the place of this one")
  func begin() async throws {
    let page = try await Page("toy-gan", ["--preset", "quick"], port: 8351)
    try page.order("pause")
    let run = "toy-gan --preset quick --seed 2 --steps 40 --out \(page.folder.file("other").path)"
    #expect(try page.order("begin", "\"value\":\"\(run)\"") == nil)
    // It is not there at once: a page asks until it is, and so does this.
    for _ in 0..<1200 where (try? page.state())?.steps != 40 { usleep(50_000) }
    try page.order("speed", "\"number\":0")
    try page.order("play")
    let other = try await page.until { $0.steps == 40 && $0.step == 40 }
    #expect(other.line == "toy-gan --preset quick --seed 2 --steps 40")
    #expect(try digest(page.folder.file("other")) == other.digest)
    // The first one can be gone on with.
    #expect(
      FileManager.default.fileExists(
        atPath: page.folder.file("run/checkpoint.safetensors").path))
  }

  @Test("a trained generator: a place on the pad is a picture, and another place another")
  func walk() async throws {
    let folder = try TemporaryFolder()
    let trained = try Command(
      starting: "dense-gan",
      [
        "--preset", "quick", "--steps", "3", "--conditional", "--quiet", "--out",
        folder.file("a").path,
      ])
    trained.wait()
    #expect(trained.status == 0, "\(trained)")
    let page = try await Page(
      "dense-gan",
      ["sample", "--from", folder.file("a/generator.safetensors").path, "--out", "unused.png"],
      port: 8361)
    func picture(_ place: String) throws -> Data {
      let (status, body) = try page.ask("GET", "/\(page.token)/walk?\(place)")
      #expect(status == 200 && body.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(place)")
      return body
    }
    let here = try picture("x=0.5&y=0.1&digit=3")
    #expect(try picture("x=0.5&y=0.1&digit=3") == here)
    #expect(try picture("x=-0.5&y=0.1&digit=3") != here)
    #expect(try picture("x=0.5&y=0.1&digit=4") != here)
    // Nonsense is somewhere on the pad, or refused.
    _ = try picture("x=9e9&y=-7&digit=99")
    #expect(try page.ask("GET", "/\(page.token)/walk?x=nan&y=0").status == 409)
  }
}
