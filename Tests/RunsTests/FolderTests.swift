import Foundation
import Images
import TestSupport
import Testing

@testable import Runs

@Suite("A run's folder")
struct FolderTests {
  private func name(_ words: String, recipe: String = "keras28") throws -> String {
    let words = words.split(separator: " ").map(String.init)
    let options = try RunOptions.parse(
      words.filter { ["--quiet", "--resume", "--preset=quick"].contains($0) })
    return folderName(chapter: "dcgan", recipe: recipe, options: options, typed: words)
  }

  @Test(
    "its name tells the options that were typed and decide the result",
    arguments: [
      ("", "dcgan-keras28-lesson-seed1"),
      ("--quiet --threads 2 --out x --resume --checkpoint-every 3", "dcgan-keras28-lesson-seed1"),
      ("--stop-after 3 --digest-at=2", "dcgan-keras28-lesson-seed1"),
      ("--preset=quick --recipe keras28", "dcgan-keras28-quick-seed1"),
      ("--dropout 0.6", "dcgan-keras28-lesson-seed1-dropout0.6"),
      ("--dropout=0.6", "dcgan-keras28-lesson-seed1-dropout0.6"),
      ("--dropout 0.6 --dropout 0.4", "dcgan-keras28-lesson-seed1-dropout0.4"),
      ("--no-batch-norm --dataset mnist", "dcgan-keras28-lesson-seed1-dataset-mnist-no-batch-norm"),
      ("--dataset mnist --no-batch-norm", "dcgan-keras28-lesson-seed1-dataset-mnist-no-batch-norm"),
      ("--real-mean -4", "dcgan-keras28-lesson-seed1-real-mean-4"),
      ("--data /home/me/My:Cats/", "dcgan-keras28-lesson-seed1-data-My_Cats"),
      ("ruler --pairs 4", "dcgan-keras28-lesson-seed1-pairs4"),
    ])
  func names(words: String, expected: String) throws {
    #expect(try name(words) == expected)
  }

  @Test("what a report tells to type is the whole run, wherever this one stopped on the way")
  func wordsThatCount() {
    let typed = "--seed 2 --stop-after 7 --resume --digest-at=3 --steps 9 --quiet"
    #expect(
      Run.wordsThatCount(typed.split(separator: " ").map(String.init))
        == ["--seed", "2", "--steps", "9"])
  }

  @Test("what the recipe's name says already is not said twice")
  func recipe() throws {
    #expect(try name("--problem ring", recipe: "gp-ring") == "dcgan-gp-ring-lesson-seed1")
  }

  @Test(
    "only a lock that is held means another run; what else is wrong is said, and the run goes on")
  func lock() throws {
    let folder = try TemporaryFolder()
    func hold(_ problem: Int32) throws -> FolderLock {
      try FolderLock(folder.url) { _, _ in
        errno = problem
        return -1
      }
    }
    for problem in [ENOLCK, ENOTSUP, EIO, EINVAL] {
      #expect(throws: Never.self) { try hold(problem) }
    }
    let failure = #expect(throws: RunFailure.self) { try hold(EWOULDBLOCK) }
    #expect(failure?.status == .cannotWrite)
    #expect(failure?.description.contains("another run is writing here") == true)
  }

  @Test("it remembers what was written, and names no file outside itself")
  func written() throws {
    let folder = try TemporaryFolder()
    do {
      let lock = try FolderLock(folder.url)
      for name in ["a.svg", "b.png", "a.svg"] { lock.add(name) }
    }
    let text = try String(decoding: folder.contents(".lock"), as: UTF8.self)
    #expect(text == "a.svg\nb.png\n")
    try Data("../else\nc.svg\n".utf8).write(to: folder.file(".lock"))
    let lock = try FolderLock(folder.url)
    #expect(lock.names == ["c.svg"])
    lock.clear()
    lock.add("d.svg")
    #expect(try folder.contents(".lock") == Data("d.svg\n".utf8))
  }

  @Test("room is asked for where there is none, and not for any other reason")
  func room() {
    for problem in [ENOSPC, EDQUOT] { #expect(systemMessage(problem).hasSuffix("; make room")) }
    for problem in [EACCES, EIO, ESTALE, EROFS] {
      #expect(!systemMessage(problem).contains("make room"))
    }
  }

  @Test("what cannot be forced to a disk is written all the same")
  func force() throws {
    // A device has no disk: fsync says EINVAL.
    let device = open("/dev/null", O_WRONLY)
    defer { close(device) }
    #expect(fsync(device) == -1 && errno == EINVAL)
    #expect(WholeFile.force(device) == 0)
    #expect(WholeFile.force(-1) == EBADF)
  }
}
