import Foundation
import Tensors

/// The sets of images that a chapter can train on, under the names of the option `--dataset`.
public enum Dataset: String, CaseIterable, Sendable {
  /// ``DrawnDigits``: needs no files.
  case drawn
  /// LeCun, Cortes, Burges (1998), The MNIST database of handwritten digits.
  case mnist
  /// Xiao, Rasul, Vollgraf (2017), Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
  /// Learning Algorithms.
  case fashion

  /// Images to learn from, and images that nobody has seen to measure with. No image is in both.
  public enum Split: Sendable {
    case train
    case test
  }

  /// What a reader is told the images are.
  public var title: String {
    switch self {
    case .drawn: "drawn digits"
    case .mnist: "MNIST"
    case .fashion: "Fashion-MNIST"
    }
  }

  /// What each label means, from 0 on.
  public var classNames: [String] {
    switch self {
    case .drawn, .mnist: (0...9).map(String.init)
    case .fashion:
      [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ]
    }
  }

  /// The images of one split, `[count, 28, 28, 1]`.
  ///
  /// MNIST and Fashion-MNIST have 60,000 images to train and 10,000 to test with. Of drawn digits
  /// there are 20,000 and 2,000, always the same whatever a run's seed: so that runs of several seeds
  /// differ in the training, as they do with the others, and not in the data.
  ///
  /// - Parameter data: the folder given with `--data`. See
  ///   ``folders(data:environment:)``.
  /// - Throws: ``DatasetError``: missing if no folder has the four files, bad data if they are not
  ///   what they should be.
  public func images(_ split: Split, data: String? = nil) throws(DatasetError) -> ImageSet {
    switch self {
    case .drawn: .drawn(split)
    case .mnist, .fashion: try images(split, in: folders(data: data))
    }
  }
}

extension ImageSet {
  /// Drawn digits, `count` of them: 20,000 to train or 2,000 to test with unless told otherwise.
  ///
  /// Images 0 ..< 10⁹ of a seed are for training and those from 10⁹ on for testing, so the two never
  /// meet, however many of each there are.
  public static func drawn(
    _ split: Dataset.Split, count: Int? = nil, seed: UInt64 = 1
  ) -> ImageSet {
    let start = split == .train ? 0 : 1_000_000_000
    let count = count ?? (split == .train ? 20_000 : 2_000)
    require(count > 0 && count <= 1_000_000_000, "ImageSet: \(count) drawn digits")
    return ImageSet(drawing: start..<start + count, by: DrawnDigits(seed: seed))
  }
}

/// What drawn images show.
public enum Drawing: String, CaseIterable, Sendable {
  /// ``DrawnDigits``: ten labelled classes, 28 × 28, gray.
  case digits
  /// ``DrawnFaces``: 64 × 64, colour.
  case faces
}
