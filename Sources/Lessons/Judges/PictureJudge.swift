import Datasets
import Metrics
import Runs
import Tensors

/// Of pictures without classes: their 50 principal components, in colour at 16 × 16.
public struct PictureJudge: PictureViewer {
  public let real: Tensor
  private let components: PrincipalComponents
  private let fit: GaussianFit
  public let distance: Metric

  /// - Parameter unseen: real images that nobody is trained on; 2,000 of them are looked at.
  /// - Throws: ``Runs/RunFailure`` (65) when there are too few.
  public init(_ dataset: Dataset, unseen: any ImageSource) throws {
    // Thousands of large images at once would take more memory than the training.
    let count = min(2_000, unseen.count)
    real = .concatenation(
      stride(from: 0, to: count, by: 250).map { start in
        PictureJudge.small(unseen.tensor(start..<min(start + 250, count), in: .unit))
      })
    guard let components = PrincipalComponents(real), let fit = components.fit(real) else {
      throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
    }
    self.components = components
    self.fit = fit
    var distance = Metric.pca50Frechet
    if components.count < 50 {
      distance.title = "Fréchet distance on \(components.count) components"
      distance.sentence += " There are no more components than that among so few images."
    }
    self.distance = distance
  }

  public func seen(_ pictures: Tensor) -> Tensor { PictureJudge.small(pictures) }

  /// - Parameter samples: pixels in 0…1, `[n, side, side, channels]`, or what was ``seen(_:)``.
  public func glance(at samples: Tensor, asked _: [Int]?) -> Measurements {
    let own = components.fit(seen(samples))
    return [distance: own.flatMap { frechetDistance($0, fit) }]
  }

  /// Density and coverage beside the distance, on the same components. Uniform noise has 0.07 and 0.00
  /// there, beside drawn faces.
  public func report(on samples: Tensor, asked labels: [Int]?) -> Measurements {
    let samples = seen(samples)
    let count = min(samples.shape[0], real.shape[0])
    let density = DensityCoverage(
      real: components.project(real.slice(0..<count)),
      fake: components.project(samples.slice(0..<count)))
    return glance(at: samples, asked: labels).merging([
      .density: density?.density, .coverage: density?.coverage,
    ])
  }

  private static func small(_ images: Tensor) -> Tensor {
    images.rank == 2 ? images : images.resized(to: 16).flattened()
  }
}
