import Foundation

/// What a run learns from, as far as the run has to know of it: that it is the same when the run goes on
/// from a checkpoint, and that it is still there.
public struct RunData {
  /// What a checkpoint must agree with: how many there are, and a digest, by name.
  public var facts: [String: String]
  /// What a reader should know of what was left out from the beginning.
  public var warnings: [String]
  /// What was lost so far, and how many things; nil if nothing was.
  public var loss: () -> (count: Int, sentence: String)?
  /// Whether there is nothing left to learn from. Nil where that cannot happen.
  public var isGone: (() -> Bool)?

  public init(
    facts: [String: String], warnings: [String] = [],
    loss: @escaping () -> (count: Int, sentence: String)? = { nil },
    isGone: (() -> Bool)? = nil
  ) {
    self.facts = facts
    self.warnings = warnings
    self.loss = loss
    self.isGone = isGone
  }
}

extension Run {
  /// Says what the run learns from; to be called before the loop.
  public func use(_ data: RunData) {
    self.data = data
    data.warnings.forEach(warn)
  }

  /// Tells the reader on standard error, also with `--quiet` and `--json`.
  func warn(_ line: String) { printError("warning: \(line)") }

  /// Says at once what of the data was lost: the first of it, and again whenever it is twice as much.
  ///
  /// - Parameter save: writes what is still sound; called when nothing is left.
  /// - Throws: ``RunFailure`` (66) when nothing is left to learn from.
  public func watchData(orSave save: () throws -> Void = {}) throws {
    guard let data else { return }
    if data.isGone?() == true {
      try save()
      throw dataIsGone()
    }
    if let loss = data.loss(), toldLosses == 0 || loss.count >= 2 * toldLosses {
      toldLosses = loss.count
      warn("step \(step): \(loss.sentence)")
    }
  }

  /// What was lost of the data so far, also before the run was stopped and went on.
  var losses: [String] { earlierLosses + [data?.loss()?.sentence].compactMap { $0 } }

  /// What a reader of the summary and the report should know of the data.
  var notes: [String] { (data?.warnings ?? []) + losses }

  private func dataIsGone() -> RunFailure {
    let kept =
      savedStep.map {
        """
        there is a checkpoint of step \($0) in \(folder.relativePath)/; with the same files the same \
        command with --resume goes on
        """
      } ?? "no step was done"
    return RunFailure(
      .inputNotFound,
      "stopped: no images are left to learn from: \(data?.loss()?.sentence ?? dataset); \(kept)")
  }
}
