import Datasets
import Metrics
import Runs
import Tensors

/// Of digits, and of other images with labels: a classifier whose eye has been trained on the same
/// images as the generator, and of digits three readers; once for each data set, and kept.
public struct DigitJudge: PictureViewer {
  private let judge: ImageJudge
  public let real: Tensor
  private let dataset: Dataset
  public let distance = Metric.frechetRatio

  /// - Parameters:
  ///   - labelled: what the classifier learns from.
  ///   - unseen: real images that nobody is trained on.
  ///   - reads: whether there shall be readers, who say what is legible. Not for a quick look: they take
  ///     longer to train than that does. Clothes have none, for nobody reads them.
  ///   - say: is told when the classifier or the readers have to be trained.
  /// - Throws: ``Runs/RunFailure``: 65 when there are too few images to judge by, 75 when a signal comes
  ///   while they learn.
  public init(
    _ dataset: Dataset, labelled: ImageSet, unseen: any ImageSource, reads: Bool = true,
    say: (String) -> Void
  ) throws {
    // Other files under the same name are another data set.
    let some = Array(stride(from: 0, to: labelled.count, by: 50))
    let content = digest(of: [labelled.tensor(some), Tensor(labelled.labels.map { Float($0) })])
    let name = "\(dataset.rawValue)-seed1-\(content)"
    let eye = try DigitJudge.eye(dataset, labelled, as: name, say: say)
    let readers =
      reads && dataset.hasDigits
      ? try DigitJudge.readers(dataset, labelled, as: name, say: say) : nil
    real = DigitJudge.gray(unseen.tensor(0..<unseen.count, in: .unit))
    guard let judge = ImageJudge(eye, readers: readers, reference: real) else {
      throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
    }
    self.judge = judge
    self.dataset = dataset
  }

  /// A classifier that has learnt to tell the classes apart.
  private static func eye(
    _ dataset: Dataset, _ labelled: ImageSet, as name: String, say: (String) -> Void
  ) throws -> Classifier {
    var classifier = Classifier(seed: 1)
    classifier.parameters = try ParameterCache().parameters(
      "classifier-\(name)", shapes: classifier.parameters.map(\.shape)
    ) {
      say("training a classifier to judge by on \(dataset.title): once, then it is kept")
      var pupil = classifier
      try pupil.train(labels: labelled.labels.map { Int($0) }, seed: 1) {
        try StopSignal.leaveIfAsked()
        return labelled.tensor($0, in: .unit)
      }
      return pupil.parameters
    }
    return classifier
  }

  /// Readers who have learnt what is a digit, and what is none.
  private static func readers(
    _ dataset: Dataset, _ labelled: ImageSet, as name: String, say: (String) -> Void
  ) throws -> Readers {
    var readers = Readers(seed: 1)
    let steps = dataset == .drawn ? 500 : 1_500
    readers.parameters = try ParameterCache().parameters(
      "readers-\(steps)-\(name)", shapes: readers.parameters.map(\.shape)
    ) {
      say("training three readers on \(dataset.title), to say what is legible: once, too")
      var pupils = readers
      try pupils.train(labels: labelled.labels.map { Int($0) }, steps: steps, seed: 1) {
        try StopSignal.leaveIfAsked()
        return labelled.tensor($0, in: .unit)
      }
      return pupils.parameters
    }
    return readers
  }

  /// Images as the classifier knows them, `[n, 784]`.
  private static func gray(_ images: Tensor) -> Tensor {
    images.rank == 4 ? images.mean(along: [3]).resized(to: 28).flattened() : images
  }

  public func seen(_ pictures: Tensor) -> Tensor { DigitJudge.gray(pictures) }

  /// - Parameters:
  ///   - samples: pixels in 0…1, `[n, 784]` or `[n, side, side, channels]`.
  ///   - labels: see ``PictureViewer/glance(at:asked:)``.
  public func glance(at samples: Tensor, asked labels: [Int]?) -> Measurements {
    (judge.glance(at: seen(samples), asked: labels)?.measurements ?? [:]).map(compared)
  }

  public func report(on samples: Tensor, asked labels: [Int]?) -> Measurements {
    (judge.report(on: seen(samples), asked: labels)?.measurements ?? [:]).map(compared)
  }

  /// On drawn digits the values to compare with are others: those that `ImageJudgeTests` finds.
  private func compared(_ metric: Metric) -> Metric {
    guard dataset == .drawn else { return metric }
    return switch metric {
    case .frechetRatio:
      metric.comparedWith(
        "0 is perfect. 2,000 unseen drawn digits reach 0.002, five digits alone 0.15, noise more "
          + "than 1.")
    case .pca50Frechet:
      metric.comparedWith("0 is perfect. 2,000 unseen drawn digits reach 0.36 and noise 51.")
    case .classKL:
      metric.comparedWith(
        "0 is perfect. Unseen drawn digits have 0.003; five digits alone have 0.68.")
    default: metric
    }
  }
}
