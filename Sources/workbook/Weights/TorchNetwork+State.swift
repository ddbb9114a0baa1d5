import Lessons
import Tensors

extension TorchNetwork {
  /// PyTorch's state of a generator whose tensors in the workbook have these names.
  func state(of tensors: [String: Tensor]) -> [(name: String, tensor: Tensor)] {
    parts.map { part in
      guard let source = part.source, let tensor = tensors[source] else {
        return (part.name, .ones(Shape(part.rearrangement.torchShape)))
      }
      return (part.name, part.rearrangement.torch(tensor))
    }
  }

  /// The workbook's tensors of a state, by name.
  ///
  /// - Throws: ``Problem`` for a tensor that is missing, of another shape or no number, one too many, and
  ///   a scale that is not 1 where the network has none.
  func tensors(of state: [(name: String, tensor: Tensor)]) throws(Problem) -> [String: Tensor] {
    var rest = Dictionary(state.map { ($0.name, $0.tensor) }) { $1 }
    var tensors: [String: Tensor] = [:]
    for part in parts {
      let shape = part.rearrangement.torchShape
      guard let tensor = rest.removeValue(forKey: part.name) else {
        throw Problem(sentence: "it has no tensor \(part.name), and the network needs it, \(shape)")
      }
      guard Array(tensor.shape) == shape else {
        throw Problem(
          sentence: "its tensor \(part.name) is \(tensor.shape), and the network needs \(shape)")
      }
      guard tensor.isFinite else {
        throw Problem(sentence: "its tensor \(part.name) has numbers that are not finite")
      }
      if let source = part.source {
        tensors[source] = part.rearrangement.workbook(tensor)
      } else if tensor.scalars.contains(where: { $0 != 1 }) {
        throw Problem(
          sentence:
            "its tensor \(part.name) has to be 1 throughout: this batch norm learns no scale")
      }
    }
    if let name = rest.keys.min() {
      throw Problem(sentence: "it has a tensor \(name), and the network has none")
    }
    return tensors
  }
}
