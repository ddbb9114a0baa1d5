import Foundation
import Runs

extension RecordCommand {
  /// What README's table says of time and memory, for the runs in it that are no run at full size: these
  /// take minutes, and have to be alone on the machine for once.
  ///
  /// Seed 1 is run again, and nothing but its costs enters the record.
  ///
  /// - Throws: ``RunFailure``, 66 for a run that is not recorded yet, 65 for one that does not end with the
  ///   recorded digest: its values are to be recorded first.
  func recordCosts(of choices: [WorkbookChapter.Choice]) throws {
    for choice in choices {
      let chapter = choice.chapter
      for run in choice.runs where run.shows != nil && !run.isLong {
        guard let digest = try Record(of: chapter).runs[run.name]?.digests["1"] else {
          throw RunFailure(.inputNotFound, "\(chapter.folder): \(run.name) is not recorded yet")
        }
        let folder = try temporaryFolder("costs")
        defer { try? FileManager.default.removeItem(at: folder) }
        let (start, former) = (ContinuousClock.now, childrenSeconds())
        guard let summary = try ChapterProcess.run(run, of: chapter, seed: 1, out: folder) else {
          throw RunFailure(.software, "\(run.name): what is in README's table has to measure")
        }
        guard summary.digest == digest else {
          throw RunFailure(
            .badData,
            "\(chapter.folder): \(run.name) ends with \(summary.digest), and \(digest) is recorded; record "
              + "it again before its costs")
        }
        var record = try Record(of: chapter)
        record.runs[run.name]?.take(
          minutes: start.duration(to: .now) / .seconds(60),
          processorMinutes: (childrenSeconds() - former) / 60,
          megabytes: Double(summary.peakMemoryBytes) / 1e6)
        try record.write(for: chapter)
        print("\(chapter.folder): \(run.name), costs")
        fflush(nil)  // Also into a file.
      }
    }
  }
}

extension Record.Run {
  /// Costs in the place of former ones, and the machine that they are of; the values stay as they are.
  mutating func take(minutes: Double, processorMinutes: Double, megabytes: Double) {
    self.minutes = [Float(minutes)]
    self.processorMinutes = [Float(processorMinutes)]
    self.megabytes = [Float(megabytes)]
    machine = .current
    self = sealed
  }
}
