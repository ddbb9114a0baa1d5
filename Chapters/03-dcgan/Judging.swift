import Datasets
import Metrics
import Runs
import Tensors

/// How good the samples are. Digits are judged in gray at 28 × 28 by a classifier, as in chapter 2;
/// pictures without classes in colour at 16 × 16, by their 50 principal components.
struct Judge {
  private let eye: Eye
  /// Real images as the judge sees them, `[m, d]`.
  private let pixels: Tensor

  private enum Eye {
    case digits(ImageJudge)
    case pictures(PrincipalComponents, GaussianFit)
  }

  /// - Parameters:
  ///   - labelled: digits to train the classifier's eye on; `nil` for pictures without classes.
  ///   - unseen: real images in the recipe's format that nobody is trained on.
  /// - Throws: ``RunFailure`` when there are too few images to judge by.
  init(
    labelled: ImageSet?, unseen: any ImageSource, _ dataset: Dataset, say: (String) -> Void
  ) throws {
    let reference = unseen.tensor(0..<min(2_000, unseen.count), in: .unit)
    pixels = labelled == nil ? Judge.small(reference) : Judge.gray(reference)
    if let labelled {
      let eye = Judge.eye(of: labelled, dataset, say: say)
      if let judge = ImageJudge(eye, reference: pixels) {
        self.eye = .digits(judge)
        return
      }
    } else if let components = PrincipalComponents(pixels), let fit = components.fit(pixels) {
      eye = .pictures(components, fit)
      return
    }
    throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
  }

  /// A classifier that has learnt the digits: trained once for each data set, and kept.
  private static func eye(
    of digits: ImageSet, _ dataset: Dataset, say: (String) -> Void
  ) -> Classifier {
    var classifier = Classifier(seed: 1)
    // Other files under the same name are another data set.
    let some = Array(stride(from: 0, to: digits.count, by: 50))
    let content = digest(of: [digits.tensor(some), Tensor(digits.labels.map { Float($0) })])
    classifier.parameters = ParameterCache().parameters(
      "classifier-\(dataset.rawValue)-seed1-\(content)", shapes: classifier.parameters.map(\.shape)
    ) {
      say("training a classifier to judge by on \(dataset.title): once, then it is kept")
      var pupil = classifier
      pupil.train(labels: digits.labels.map { Int($0) }, seed: 1) { digits.tensor($0, in: .unit) }
      return pupil.parameters
    }
    return classifier
  }

  private static func gray(_ images: Tensor) -> Tensor {
    images.mean(along: [3]).resized(to: 28).flattened()
  }

  private static func small(_ images: Tensor) -> Tensor { images.resized(to: 16).flattened() }

  func glance(at samples: Tensor) -> KeyValuePairs<String, Float?> {
    switch eye {
    case .digits(let judge): judge.glance(at: Judge.gray(samples))?.metrics ?? [:]
    case .pictures(let components, let fit):
      [
        "pca50Frechet": components.fit(Judge.small(samples)).flatMap { frechetDistance($0, fit) }
      ]
    }
  }

  func report(on samples: Tensor) -> [String: Float?] {
    let (seen, quality): (Tensor, [String: Float?]) =
      switch eye {
      case .digits(let judge):
        (Judge.gray(samples), judge.report(on: Judge.gray(samples))?.metrics ?? [:])
      case .pictures:
        (Judge.small(samples), Dictionary(glance(at: samples).map { ($0, $1) }) { $1 })
      }
    let variety = Variety(real: pixels, fake: seen)
    return quality.merging(["spread": variety?.spread, "twins": variety?.twins]) { $1 }
  }
}

extension Tensor {
  /// Square images `[n, side, side, channels]` at another size: every pixel is the mean of the area that
  /// it covers of the old ones.
  func resized(to size: Int) -> Tensor {
    let (n, side, channels) = (shape[0], shape[1], shape[3])
    if side == size { return self }
    let scale = Float(side) / Float(size)
    let weights = Tensor(shape: [side, size]) { weights in
      for new in 0..<size {
        for old in 0..<side {
          let overlap =
            Swift.min(Float(new + 1) * scale, Float(old + 1))
            - Swift.max(Float(new) * scale, Float(old))
          weights[old * size + new] = Swift.max(0, overlap) / scale
        }
      }
    }
    let columns = permuted([0, 1, 3, 2]).reshaped(to: [n * side * channels, side]).matmul(weights)
    return columns.reshaped(to: [n, side, channels, size]).permuted([0, 3, 2, 1])
      .reshaped(to: [n * size * channels, side]).matmul(weights)
      .reshaped(to: [n, size, channels, size]).permuted([0, 3, 1, 2])
  }
}

extension Training {
  /// The noise of the samples that are shown, the same at every moment: `[64, latentSize]`.
  var fixedNoise: Tensor {
    var stream = RandomStream(seed: noise.seed, for: "fixed noise")
    return settings.latent(64, settings.latentSize, using: &stream)
  }

  /// What the judge is shown: samples with pixels in 0…1, from a stream of their own, so that looking
  /// never changes the run.
  func evaluationSamples(_ count: Int = 2_000) -> Tensor {
    var stream = RandomStream(seed: noise.seed, for: "evaluation")
    let z = settings.latent(count, settings.latentSize, using: &stream)
    let parts = stride(from: 0, to: count, by: 250).map {
      generator(z.slice($0..<min($0 + 250, count))).detached()
    }
    let samples = Tensor.concatenation(parts)
    return settings.pixelRange == .unit ? samples : (samples + 1) / 2
  }
}
