import Datasets
import Metrics
import Runs
import Tensors

/// Of digits, and of other images with labels: a classifier whose eye has been trained on the same
/// images as the generator, once for each data set, and kept.
public struct DigitJudge: PictureViewer {
  private let judge: ImageJudge
  public let real: Tensor
  private let dataset: Dataset
  public let distance = Metric.frechetRatio

  /// - Parameters:
  ///   - labelled: what the classifier learns from.
  ///   - unseen: real images that nobody is trained on.
  ///   - say: is told when the classifier has to be trained.
  /// - Throws: ``Runs/RunFailure`` (65) when there are too few images to judge by.
  public init(
    _ dataset: Dataset, labelled: ImageSet, unseen: any ImageSource, say: (String) -> Void
  ) throws {
    let eye = DigitJudge.eye(dataset, labelled, say: say)
    real = DigitJudge.gray(unseen.tensor(0..<unseen.count, in: .unit))
    guard let judge = ImageJudge(eye, reference: real) else {
      throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
    }
    self.judge = judge
    self.dataset = dataset
  }

  /// A classifier that has learnt to tell the classes apart.
  private static func eye(
    _ dataset: Dataset, _ labelled: ImageSet, say: (String) -> Void
  ) -> Classifier {
    var classifier = Classifier(seed: 1)
    // Other files under the same name are another data set.
    let some = Array(stride(from: 0, to: labelled.count, by: 50))
    let content = digest(of: [labelled.tensor(some), Tensor(labelled.labels.map { Float($0) })])
    classifier.parameters = ParameterCache().parameters(
      "classifier-\(dataset.rawValue)-seed1-\(content)", shapes: classifier.parameters.map(\.shape)
    ) {
      say("training a classifier to judge by on \(dataset.title): once, then it is kept")
      var pupil = classifier
      pupil.train(labels: labelled.labels.map { Int($0) }, seed: 1) {
        labelled.tensor($0, in: .unit)
      }
      return pupil.parameters
    }
    return classifier
  }

  /// Images as the classifier knows them, `[n, 784]`.
  private static func gray(_ images: Tensor) -> Tensor {
    images.rank == 4 ? images.mean(along: [3]).resized(to: 28).flattened() : images
  }

  public func seen(_ pictures: Tensor) -> Tensor { DigitJudge.gray(pictures) }

  /// - Parameter samples: pixels in 0…1, `[n, 784]` or `[n, side, side, channels]`.
  public func glance(at samples: Tensor) -> Measurements {
    (judge.glance(at: seen(samples))?.measurements ?? [:]).map(compared)
  }

  public func report(on samples: Tensor) -> Measurements {
    (judge.report(on: seen(samples))?.measurements ?? [:]).map(compared)
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
