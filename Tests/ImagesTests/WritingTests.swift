import Foundation
import Images
import Testing

@Suite("Writing PNG")
struct WritingTests {
  @Test(
    "what is written is read back the same",
    arguments: Image.Channels.allCases, [(1, 1), (1, 7), (7, 1), (28, 28), (65, 33)])
  func roundTrip(channels: Image.Channels, size: (width: Int, height: Int)) throws {
    let image = noise(width: size.width, height: size.height, channels: channels)
    #expect(try Image(png: try image.pngData()) == image)
    try withFolder { folder in
      let url = folder.appendingPathComponent("picture.png")
      try image.write(to: url)
      #expect(try Image(contentsOf: url) == image)
    }
  }

  @Test("all 256 levels survive")
  func levels() throws {
    let ramp = Image(width: 256, height: 1, channels: .gray, pixels: Array(0...255))
    #expect(try Image(png: try ramp.pngData()) == ramp)
  }

  @Test("equal images give equal bytes")
  func deterministic() throws {
    let image = noise(width: 40, height: 30, channels: .rgb)
    #expect(try image.pngData() == (try image.pngData()))
  }

  @Test("a file is replaced whole, and nothing else is left in the folder")
  func replaced() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("picture.png")
      try noise(width: 50, height: 50, channels: .rgb).write(to: url)
      let second = noise(width: 5, height: 5, channels: .gray)
      try second.write(to: url)
      #expect(try Image(contentsOf: url) == second)
      #expect(try names(in: folder) == ["picture.png"])
    }
  }

  @Test("a symbolic link stays a link, and what it points at is replaced")
  func link() throws {
    try withFolder { folder in
      let (url, link) = (folder.appendingPathComponent("a.png"), folder.appendingPathComponent("b"))
      try Data("old".utf8).write(to: url)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
      let image = noise(width: 3, height: 3, channels: .gray)
      try image.write(to: link)
      #expect(try Image(contentsOf: url) == image)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == url.path)
    }
  }

  @Test("a destination that cannot be written is an error that names it")
  func unwritable() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data("x".utf8).write(to: file)
      // A pipe of our own stands for every device: were the guard to fail, /dev/null would be lost.
      let pipe = folder.appendingPathComponent("pipe")
      try #require(mkfifo(pipe.path, 0o600) == 0)
      let image = Image(width: 1, height: 1, channels: .gray)
      let destinations = [
        folder, pipe, folder.appendingPathComponent("none/picture.png"),
        file.appendingPathComponent("picture.png"),
        folder.appendingPathComponent(String(repeating: "n", count: 300)),
      ]
      for url in destinations {
        let error = #expect(throws: ImageError.self) { try image.write(to: url) }
        #expect(error?.path == url.path)
        guard case .unwritable(let reason)? = error?.problem else {
          Issue.record("\(url.path): \(String(describing: error))")
          continue
        }
        #expect(!reason.isEmpty)
      }
      #expect(try names(in: folder) == ["file", "pipe"])
    }
  }

  @Test("a disk that fills up leaves the former file, and an error")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      try withFolder { folder in
        let url = folder.appendingPathComponent("picture.png")
        let former = noise(width: 20, height: 20, channels: .gray)
        try former.write(to: url)
        // No file of this process may pass 4 KiB from here on; the picture takes 12.
        signal(SIGXFSZ, SIG_IGN)
        limitFileSize(to: 4096)
        let error = #expect(throws: ImageError.self) {
          try noise(width: 64, height: 64, channels: .rgb).write(to: url)
        }
        #expect(error?.path == url.path)
        #expect(try Image(contentsOf: url) == former)
        #expect(try names(in: folder) == ["picture.png"])
      }
    }
  }

  @Test("a process killed in the middle of writing leaves the former file")
  func killed() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("images-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("picture.png").path
    let former = noise(width: 20, height: 20, channels: .gray)
    try former.write(to: URL(fileURLWithPath: path))

    // The system kills the process at the first byte past 4 KiB.
    await #expect(processExitsWith: .signal(SIGXFSZ)) { [path = path as String] in
      signal(SIGXFSZ, SIG_DFL)
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGXFSZ)
      // The threads that tasks run on hold signals back.
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      limitFileSize(to: 4096)
      try noise(width: 64, height: 64, channels: .rgb).write(to: URL(fileURLWithPath: path))
    }
    #expect(try Image(contentsOf: URL(fileURLWithPath: path)) == former)
    // It died with its unfinished file begun: the kill came in the middle.
    #expect(try names(in: folder).count == 2)
  }
}

private func limitFileSize(to bytes: Int) {
  var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
  #if canImport(Glibc)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  #else
    setrlimit(RLIMIT_FSIZE, &limit)
  #endif
}
