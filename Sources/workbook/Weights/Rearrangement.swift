import Preconditions
import Tensors

/// The same numbers in the workbook's order and in PyTorch's: axes change places, and along one of them
/// so may the numbers.
struct Rearrangement: Equatable {
  /// The shape here.
  let shape: [Int]
  /// PyTorch's axis i is axis `axes[i]` here.
  let axes: [Int]
  /// Along axis `axis` here, PyTorch's number i is number `order[i]`.
  struct Features: Equatable {
    let axis: Int
    let order: [Int]
  }
  var features: Features?

  /// The shape there.
  var torchShape: [Int] { axes.map { shape[$0] } }

  func torch(_ tensor: Tensor) -> Tensor {
    require(Array(tensor.shape) == shape, "rearrangement: \(tensor.shape), not \(shape)")
    let scalars = tensor.scalars
    return Tensor(shape: Shape(torchShape), scalars: places.map { scalars[$0] })
  }

  func workbook(_ tensor: Tensor) -> Tensor {
    require(Array(tensor.shape) == torchShape, "rearrangement: \(tensor.shape), not \(torchShape)")
    var scalars = [Float](repeating: 0, count: tensor.scalarCount)
    for (place, scalar) in zip(places, tensor.scalars) { scalars[place] = scalar }
    return Tensor(shape: Shape(shape), scalars: scalars)
  }

  /// Where each number in PyTorch's order stands here.
  private var places: [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return axes.reduce([0]) { places, axis in
      let offsets = (0..<shape[axis]).map {
        (axis == features?.axis ? features?.order[$0] ?? $0 : $0) * strides[axis]
      }
      return places.flatMap { place in offsets.map { place + $0 } }
    }
  }
}
