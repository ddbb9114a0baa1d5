import ArgumentParser
import Datasets
import Runs
import Synchronization

extension Dataset: ExpressibleByArgument {}
extension Latent.Distribution: ExpressibleByArgument {}

/// Which images a chapter learns from, under the same names in every chapter that has labels to judge by.
public struct DigitOptions: ParsableArguments {
  @Option(
    help: "What to learn from: drawn, mnist or fashion. (default: drawn)",
    // A folder of one's own images has no labels, and is not offered.
    completion: .list(Dataset.labelled.map(\.rawValue)), transform: labelled)
  public var dataset = Dataset.drawn

  @Option(help: "The folder of the data set's files. (default: $WORKBOOK_DATA/…, then Data/…)")
  public var data: String?

  public init() {}

  public func validate() throws {
    try require(data)
    if data != nil && dataset == .drawn {
      throw ValidationError("--data: drawn digits have no files; give --dataset mnist or fashion")
    }
  }

  /// The images to learn from, and those that only the judge sees, `[count, 28, 28, 1]`.
  ///
  /// - Throws: ``Runs/RunFailure`` when the files are missing (66) or wrong (65), or too few for a
  ///   batch (64).
  public func images(batchSize: Int) throws -> (training: ImageSet, unseen: ImageSet) {
    try told {
      let training = try dataset.images(.train, data: data)
      let unseen = try dataset.images(.test, data: data)
      try require(training, unseen, batchSize, dataset, in: data)
      return (training, unseen)
    }
  }
}

private func labelled(_ name: String) throws -> Dataset {
  guard let dataset = Dataset(rawValue: name), Dataset.labelled.contains(dataset) else {
    throw ValidationError(
      "this chapter's judge needs labels; give \(Dataset.labelled.map(\.rawValue).joined(separator: ", "))"
    )
  }
  return dataset
}

/// The same in chapters that learn from pictures of any kind, one's own among them.
public struct PictureOptions: ParsableArguments {
  @Option(help: "What to learn from: drawn, mnist, fashion, or folder: your own images.")
  public var dataset = Dataset.drawn

  @Option(
    help: """
      The folder of the data set's files, or of your own images. (default: $WORKBOOK_DATA/…, then \
      Data/…)
      """)
  public var data: String?

  @Option(help: "The names of your own images, such as '*.png'.")
  public var imagesPattern = "*"

  public init() {}

  public func validate() throws {
    try require(data)
    if data != nil && dataset == .drawn {
      throw ValidationError("--data: drawn images have no files; give another --dataset too")
    }
    if data == nil && dataset == .folder {
      throw ValidationError("--dataset folder: give the folder with --data")
    }
  }

  /// The images to learn from in the format of a network, and those that only the judge sees.
  ///
  /// - Parameters:
  ///   - drawing: what drawn images show.
  ///   - labelled: whether a folder of one's own images has a folder for each class.
  ///   - quiet: whether nothing is said while the files of a large folder are read.
  /// - Throws: as ``DigitOptions/images(batchSize:)``.
  public func images(
    as format: ImageFormat, drawing: Drawing, batchSize: Int, labelled: Bool = false,
    quiet: Bool = false
  ) throws -> (training: any ImageSource, unseen: any ImageSource) {
    try told {
      let (training, unseen) = try dataset.images(
        as: format, drawing: drawing, data: data, pattern: imagesPattern, atLeast: batchSize,
        labelled: labelled, told: quiet ? nil : readingLines())
      try require(training, unseen, batchSize, dataset, in: data)
      return (training, unseen)
    }
  }

  /// The labelled images of the data set, for a judge's eye to learn from; nil where pictures have no
  /// labels.
  public func labelled(drawing: Drawing) throws -> ImageSet? {
    guard Dataset.labelled.contains(dataset), dataset != .drawn || drawing == .digits else {
      return nil
    }
    return try told { try dataset.images(.train, data: data) }
  }
}

/// Says on standard error how far the reading of a folder is, every five seconds if it takes as long.
private func readingLines() -> ReadingWatch {
  let next = Mutex(ContinuousClock.now + .seconds(5))
  return { read, all in
    let isDue = next.withLock { next in
      guard ContinuousClock.now > next else { return false }
      next = .now + .seconds(5)
      return true
    }
    if isDue { printError("each picture is read once before the run: \(read) of \(all)") }
  }
}

/// That there are images for a batch, and some to judge by.
private func require(
  _ training: any ImageSource, _ unseen: any ImageSource, _ batchSize: Int, _ dataset: Dataset,
  in data: String?
) throws {
  guard batchSize <= training.count else {
    throw RunFailure(
      .usage,
      "--batch-size \(batchSize): \(dataset.title) has only \(training.count) images"
        + (data.map { " in \($0)" } ?? ""))
  }
  // Two have a mean and a spread: of a folder, better than nothing. A data set of so few is a slip.
  let least = dataset == .folder ? 2 : 10
  guard unseen.count >= least else {
    throw RunFailure(
      .badData,
      """
      \(data ?? dataset.title): \(unseen.count) test \(unseen.count == 1 ? "image" : "images"); to judge \
      by, \(least) or more are needed: fetch the data set again, or give another --data
      """)
  }
}

/// `--data ""` is a slip, as of a variable of the shell that is not set.
private func require(_ data: String?) throws {
  if data?.isEmpty == true {
    throw ValidationError("--data: the path is empty; give the path of a folder")
  }
}

/// What is wrong with a data set, as a command says it.
private func told<Result>(_ read: () throws -> Result) throws -> Result {
  do { return try read() } catch let error as DatasetError {
    throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
  }
}
