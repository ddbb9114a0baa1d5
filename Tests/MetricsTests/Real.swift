import Datasets
import Metrics
import Tensors

/// Real images for the tests of this room, each set read once.
enum Real {
  typealias Sets = (training: ImageSet, unseen: ImageSet)

  static let mnist = Result { try sets(.mnist) }
  static let drawn = Result { try sets(.drawn) }

  private static func sets(_ dataset: Dataset) throws -> Sets {
    (try dataset.images(.train), try dataset.images(.test))
  }

  nonisolated(unsafe) static let mnistEye = mnist.map(eye)
  nonisolated(unsafe) static let drawnEye = drawn.map(eye)

  /// A classifier that has learnt the training images.
  private static func eye(of sets: Sets) -> Classifier {
    var classifier = Classifier(seed: 1)
    classifier.train(labels: sets.training.labels.map { Int($0) }, seed: 1) {
      sets.training.tensor($0, in: .unit)
    }
    return classifier
  }
}
