import Datasets
import Metrics
import Runs
import Tensors

/// The images to learn from, and those that only the judge sees.
///
/// - Throws: ``RunFailure`` when the files are missing (66) or wrong (65), or too few for a batch.
func images(
  _ dataset: Dataset, data: String?, batchSize: Int
) throws -> (training: ImageSet, unseen: ImageSet) {
  do {
    let training = try dataset.images(.train, data: data)
    guard batchSize <= training.count else {
      throw RunFailure(
        .usage, "--batch-size \(batchSize): \(dataset.title) has only \(training.count) images")
    }
    return (training, try dataset.images(.test, data: data))
  } catch let error as DatasetError {
    throw RunFailure(error.isMissing ? .inputNotFound : .badData, "\(error)")
  }
}

/// A judge whose eye is trained on the same images as the generator: once for each data set, and kept.
func judge(
  _ dataset: Dataset, training: ImageSet, unseen: ImageSet, say: (String) -> Void
) throws -> ImageJudge {
  var classifier = Classifier(seed: 1)
  // Other files under the same name are another data set.
  let some = Array(stride(from: 0, to: training.count, by: 50))
  let content = digest(
    of: [training.tensor(some), Tensor(training.labels.map { Float($0) })])
  classifier.parameters = ParameterCache().parameters(
    "classifier-\(dataset.rawValue)-seed1-\(content)", shapes: classifier.parameters.map(\.shape)
  ) {
    say("training a classifier to judge by on \(dataset.title): once, then it is kept")
    var pupil = classifier
    pupil.train(labels: training.labels.map { Int($0) }, seed: 1) {
      training.tensor($0, in: .unit)
    }
    return pupil.parameters
  }
  let reference = unseen.tensor(Array(0..<unseen.count), in: .unit)
  guard let judge = ImageJudge(classifier, reference: reference) else {
    throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
  }
  return judge
}

extension Training {
  /// The noise of the samples that are shown, the same at every moment: `[64, latentSize]`.
  var fixedNoise: Tensor {
    var stream = RandomStream(seed: noise.seed, for: "fixed noise")
    return settings.latent(64, settings.latentSize, using: &stream)
  }

  /// What the judge is shown: 2,000 samples, `[2000, 784]`, with pixels in 0…1. They come from a
  /// stream of their own, so looking never changes the run.
  func evaluationSamples(_ count: Int = 2_000) -> Tensor {
    var stream = RandomStream(seed: noise.seed, for: "evaluation")
    let z = settings.latent(count, settings.latentSize, using: &stream)
    return (generator(z).detached() + 1) / 2
  }
}

/// The training images that lie nearest to some samples: has the generator memorised them?
///
/// If it had, its samples would lie closer to the training images than unseen real images do.
struct Neighbours {
  let samples: Tensor
  /// The nearest training image of each sample.
  let found: [Neighbour]
  /// Those of unseen real images, for comparison.
  let ofUnseen: [Neighbour]
  private let training: ImageSet

  /// - Parameter samples: `[n, 784]`, pixels in 0…1; the first 200 are looked at.
  init(of samples: Tensor, in training: ImageSet, unseen: ImageSet) {
    let all = training.tensor(0..<training.count, in: .unit, flattened: true)
    let count = min(200, samples.shape[0], unseen.count)
    let others = unseen.tensor(0..<count, in: .unit, flattened: true)
    self.samples = samples.slice(0..<count)
    self.training = training
    found = nearestNeighbours(of: self.samples, among: all) ?? []
    ofUnseen = nearestNeighbours(of: others, among: all) ?? []
  }

  /// The training images, in the order of the samples: `[n, 784]`, pixels in 0…1.
  func images(_ count: Int) -> Tensor? {
    let indices = found.prefix(count).map(\.index)
    return indices.isEmpty ? nil : training.tensor(indices, in: .unit, flattened: true)
  }

  /// The median distances, in units of pixels from 0 to 1.
  var metrics: [String: Float?] {
    func median(_ neighbours: [Neighbour]) -> Float? {
      let distances = neighbours.map(\.distance).sorted()
      return distances.isEmpty ? nil : Float(distances[distances.count / 2])
    }
    return ["neighbourDistance": median(found), "neighbourDistanceUnseen": median(ofUnseen)]
  }
}
