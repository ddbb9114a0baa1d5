import ArgumentParser
import Datasets
import Runs

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
      try require(training, toHave: batchSize, dataset)
      return (training, try dataset.images(.test, data: data))
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
    if data != nil && dataset == .drawn {
      throw ValidationError("--data: drawn images have no files; give another --dataset too")
    }
    if data == nil && dataset == .folder {
      throw ValidationError("--dataset folder: give the folder with --data")
    }
  }

  /// The images to learn from in the format of a network, and those that only the judge sees.
  ///
  /// - Parameter drawing: what drawn images show.
  /// - Throws: as ``DigitOptions/images(batchSize:)``.
  public func images(
    as format: ImageFormat, drawing: Drawing, batchSize: Int
  ) throws -> (training: any ImageSource, unseen: any ImageSource) {
    try told {
      func images(_ split: Dataset.Split, atLeast: Int) throws -> any ImageSource {
        try dataset.images(
          split, as: format, drawing: drawing, data: data, pattern: imagesPattern,
          atLeast: atLeast)
      }
      let training = try images(.train, atLeast: batchSize)
      try require(training, toHave: batchSize, dataset)
      return (training, try images(.test, atLeast: 2))
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

private func require(_ images: any ImageSource, toHave batchSize: Int, _ dataset: Dataset) throws {
  guard batchSize <= images.count else {
    throw RunFailure(
      .usage, "--batch-size \(batchSize): \(dataset.title) has only \(images.count) images")
  }
}

/// What is wrong with a data set, as a command says it.
private func told<Result>(_ read: () throws -> Result) throws -> Result {
  do { return try read() } catch let error as DatasetError {
    throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
  }
}
