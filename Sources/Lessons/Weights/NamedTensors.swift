import Runs
import Tensors

/// The tensors of a file, taken out by their names: in which order the file has them means nothing.
struct NamedTensors {
  private var rest: [(name: String, tensor: Tensor)]

  init(_ file: Safetensors) { rest = file.tensors }

  /// The tensor of this name, which has to have this shape.
  mutating func take(_ name: String, _ shape: [Int]) throws(Settings.Problem) -> Tensor {
    guard let index = rest.firstIndex(where: { $0.name == name }) else {
      throw Settings.Problem("it has no tensor \(name), and the generator needs it, \(shape)")
    }
    let tensor = rest.remove(at: index).tensor
    guard Array(tensor.shape) == shape else {
      throw Settings.Problem(
        "its tensor \(name) is \(tensor.shape), and the generator needs \(shape)")
    }
    guard tensor.isFinite else {
      throw Settings.Problem("its tensor \(name) has numbers that are not finite")
    }
    return tensor
  }

  /// `group.0`, `group.1`, …, of these shapes.
  mutating func take(_ group: String, _ shapes: [Shape]) throws(Settings.Problem) -> [Tensor] {
    var taken: [Tensor] = []
    for (place, shape) in shapes.enumerated() {
      taken.append(try take("\(group).\(place)", Array(shape)))
    }
    return taken
  }

  func requireEmpty() throws(Settings.Problem) {
    if let first = rest.first {
      throw Settings.Problem(
        "it has a tensor \(first.name), \(first.tensor.shape), and the generator has none")
    }
  }
}
