import Datasets
import Images
import Lessons
import Metrics
import Tensors

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

  /// A dozen samples above the training images nearest to them; nil if there are none.
  var picture: Drawn? {
    get throws {
      let indices = found.prefix(12).map(\.index)
      if indices.isEmpty { return nil }
      let nearest = training.tensor(indices, in: .unit, flattened: true)
      let pixels = PixelRange.unit.levels(
        of: .concatenation([samples.slice(0..<indices.count), nearest]))
      return try Drawn(
        "neighbours.png", "Samples above, the training image nearest to each below.",
        ImageGrid(columns: indices.count).image(of: ImageFormat.digits.tiles(pixels)).scaled(by: 2))
    }
  }

  /// The median distances, in units of pixels from 0 to 1.
  var measurements: Measurements {
    func median(_ neighbours: [Neighbour]) -> Float? {
      let distances = neighbours.map(\.distance).sorted()
      return distances.isEmpty ? nil : Float(distances[distances.count / 2])
    }
    return [.neighbourDistance: median(found), .neighbourDistanceUnseen: median(ofUnseen)]
  }
}
