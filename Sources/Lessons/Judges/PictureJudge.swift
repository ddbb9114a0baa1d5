import Datasets
import Metrics
import Runs
import Tensors

/// Of pictures without classes: their 50 principal components, in colour at 16 × 16.
public struct PictureJudge: PictureViewer {
  public let real: Tensor
  private let components: PrincipalComponents
  private let fit: GaussianFit
  public let distance = Metric.pca50Frechet

  /// - Parameter unseen: real images that nobody is trained on; 2,000 of them are looked at.
  /// - Throws: ``Runs/RunFailure`` (65) when there are too few.
  public init(_ dataset: Dataset, unseen: any ImageSource) throws {
    real = PictureJudge.small(unseen.tensor(0..<min(2_000, unseen.count), in: .unit))
    guard let components = PrincipalComponents(real), let fit = components.fit(real) else {
      throw RunFailure(.badData, "\(dataset.title): too few images to judge by")
    }
    self.components = components
    self.fit = fit
  }

  public func seen(_ pictures: Tensor) -> Tensor { PictureJudge.small(pictures) }

  /// - Parameter samples: pixels in 0…1, `[n, side, side, channels]`.
  public func glance(at samples: Tensor) -> Measurements {
    let own = components.fit(seen(samples))
    return [.pca50Frechet: own.flatMap { frechetDistance($0, fit) }]
  }

  private static func small(_ images: Tensor) -> Tensor { images.resized(to: 16).flattened() }
}
