import Datasets
import Lessons
import Metrics
import Tensors
import WGAN

/// In the plane: clusters that can be counted, and real points to compare with.
struct PlaneJudge: Judge {
  let mixture: PlaneMixture
  /// Always the same points, whatever the run's seed.
  let real: Tensor
  let distance = Metric.slicedW1

  init(_ mixture: PlaneMixture) {
    var stream = RandomStream(seed: 1, for: "judge")
    self.mixture = mixture
    real = mixture.sample(Training.judgedCount, using: &stream)
  }

  func glance(at samples: Tensor) -> Measurements {
    let coverage = ModeCoverage(
      samples, centers: mixture.centers, standardDeviation: mixture.standardDeviation)
    let distance: Measurements = [.slicedW1: slicedWasserstein1(samples, real)]
    return distance.merging(coverage?.measurements ?? [:])
  }
}
