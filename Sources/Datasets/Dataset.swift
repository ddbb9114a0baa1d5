import Foundation
import Preconditions
import Tensors

/// The sets of images that a chapter can train on, under the names of the option `--dataset`.
public enum Dataset: String, CaseIterable, Sendable {
  /// ``DrawnDigits`` or ``DrawnFaces``, as a recipe's ``Drawing`` says: needs no files.
  case drawn
  /// LeCun, Cortes, Burges (1998), The MNIST database of handwritten digits.
  case mnist
  /// Xiao, Rasul, Vollgraf (2017), Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
  /// Learning Algorithms.
  case fashion
  /// ``ImageFolder``: the reader's own images, at `--data`. They have labels only where each class has a folder.
  case folder

  /// Those whose images have labels.
  public static let labelled: [Dataset] = [.drawn, .mnist, .fashion]

  /// Images to learn from, and images that nobody has seen to measure with. No image is in both.
  public enum Split: Sendable {
    case train
    case test
  }

  /// What a reader is told the images are.
  public var title: String { title(drawing: .digits) }

  /// What a reader is told the images are, where drawn ones show `drawing`.
  public func title(drawing: Drawing) -> String {
    switch self {
    case .drawn: "drawn \(drawing.rawValue)"
    case .mnist: "MNIST"
    case .fashion: "Fashion-MNIST"
    case .folder: "a folder of images"
    }
  }

  /// What each label means, from 0 on; nothing where there are no labels.
  public var classNames: [String] {
    switch self {
    case .drawn, .mnist: (0...9).map(String.init)
    case .fashion:
      [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ]
    case .folder: []
    }
  }

  /// Whether the classes are the ten digits.
  public var hasDigits: Bool { self == .drawn || self == .mnist }

  /// The labelled images of one split, `[count, 28, 28, 1]`.
  ///
  /// MNIST and Fashion-MNIST have 60,000 images to train and 10,000 to test with. Of drawn digits
  /// there are 20,000 and 2,000, always the same whatever a run's seed: so that runs of several seeds
  /// differ in the training, as they do with the others, and not in the data.
  ///
  /// - Parameter data: the folder given with `--data`, and then the only one that is looked into. See
  ///   ``folders(data:environment:)``.
  /// - Throws: ``DatasetError``: missing if no folder has the four files, bad data if they are not
  ///   what they should be, and so is a folder of images, which has no labels.
  public func images(_ split: Split, data: String? = nil) throws(DatasetError) -> ImageSet {
    switch self {
    case .drawn: .drawn(split)
    case .mnist, .fashion: try images(split, in: folders(data: data))
    case .folder:
      throw DatasetError(
        path: "--dataset folder",
        problem: .damagedImages("its images have no labels; give drawn, mnist or fashion"))
    }
  }

  /// The images in the format of a network, without their labels: for recipes whose images are resized,
  /// coloured, or the reader's own.
  ///
  /// One word, `drawn`, means digits for one recipe and faces for another, since it is the default of
  /// both; so the recipe, and not the reader, says which. Beside that any images fit any recipe:
  /// MNIST as 64 × 64 × 3, or photographs as gray squares of 28 × 28.
  ///
  ///     let (training, testing) = try dataset.images(
  ///       as: ImageFormat(side: 64, channels: .rgb), drawing: .faces, data: data)
  ///
  /// Of drawn faces there are 20,000 to train and 2,000 to test with, as of digits. Of a folder,
  /// every tenth image is for testing.
  ///
  /// - Parameters:
  ///   - format: what the images are brought to, batch by batch; see ``ResizedImages``.
  ///   - drawing: what drawn images show.
  ///   - data: the folder given with `--data`; a folder of images needs it.
  ///   - pattern: the names of its images, given with `--images-pattern`; see ``ImageFolder``.
  ///   - atLeast: how many images of a folder there must be to train with: a batch.
  ///   - labelled: whether a folder of images has a folder for each class.
  ///   - told: is told while the files of a folder are read.
  /// - Throws: ``DatasetError``: missing if there are no such files, bad data if they are not what
  ///   they should be. A folder some of whose files are damaged is no error: ask the images'
  ///   ``ImageFolder/warning``.
  public func images(
    as format: ImageFormat, drawing: Drawing = .digits, data: String? = nil, pattern: String = "*",
    atLeast: Int = 1, labelled: Bool = false, told: ReadingWatch? = nil
  ) throws(DatasetError) -> (training: any ImageSource, testing: any ImageSource) {
    switch (self, drawing) {
    case (.folder, _):
      guard let data else {
        throw DatasetError(
          path: "--dataset folder", problem: .noImages("give the folder with --data"))
      }
      let (training, testing) = try ImageFolder.split(
        data, pattern: pattern, as: format, atLeast: atLeast, labelled: labelled, told: told)
      return (training, testing)
    case (.drawn, .faces):
      func faces(_ split: Split) -> any ImageSource {
        let start = split == .train ? 0 : Drawing.firstTest
        return DrawnFaceSet(
          drawing: start..<start + Drawing.count(split), by: DrawnFaces(seed: 1)
        ).fitted(to: format)
      }
      return (faces(.train), faces(.test))
    default:
      return (
        try images(.train, data: data).fitted(to: format),
        try images(.test, data: data).fitted(to: format)
      )
    }
  }

  /// One of the two.
  public func images(
    _ split: Split, as format: ImageFormat, drawing: Drawing = .digits, data: String? = nil,
    pattern: String = "*", atLeast: Int = 1
  ) throws(DatasetError) -> any ImageSource {
    let both = try images(
      as: format, drawing: drawing, data: data, pattern: pattern,
      atLeast: split == .train ? atLeast : 1)
    return split == .train ? both.training : both.testing
  }
}

/// What drawn images show.
public enum Drawing: String, CaseIterable, Sendable {
  /// ``DrawnDigits``: ten labelled classes, 28 × 28, gray.
  case digits
  /// ``DrawnFaces``: 64 × 64, colour.
  case faces

  /// Images 0 ..< 10⁹ of a seed are for training and those from 10⁹ on for testing, so the two never
  /// meet, however many of each there are.
  static let firstTest = 1_000_000_000

  /// How many there are unless told otherwise.
  static func count(_ split: Dataset.Split) -> Int { split == .train ? 20_000 : 2_000 }
}

extension ImageSet {
  /// Drawn digits, `count` of them: 20,000 to train or 2,000 to test with unless told otherwise.
  ///
  /// None that is for training is for testing too, however many there are.
  public static func drawn(
    _ split: Dataset.Split, count: Int? = nil, seed: UInt64 = 1
  ) -> ImageSet {
    let start = split == .train ? 0 : Drawing.firstTest
    let count = count ?? Drawing.count(split)
    require(count > 0 && count <= Drawing.firstTest, "ImageSet: \(count) drawn digits")
    return ImageSet(drawing: start..<start + count, by: DrawnDigits(seed: seed))
  }
}
