import Tensors

extension Checkpoint {
  /// What a run asks of a checkpoint before it goes on from it.
  public struct Need: Sendable {
    public var facts: [String: String]
    public var counters: Set<String>
    /// The shapes of each group of tensors.
    public var shapes: [String: [Shape]]
    /// The last step of the run.
    public var lastStep: Int

    public init(
      facts: [String: String], counters: Set<String> = [], shapes: [String: [Shape]] = [:],
      lastStep: Int = .max
    ) {
      self.facts = facts
      self.counters = counters
      self.shapes = shapes
      self.lastStep = lastStep
    }
  }

  /// Finds the first thing in which the checkpoint is not what the run needs; first of all whether
  /// it is the same run.
  func check(_ need: Need, at path: String) throws(CheckpointError) {
    if let problem = firstProblem(for: need) { throw CheckpointError(path: path, problem) }
  }

  private func firstProblem(for need: Need) -> CheckpointError.Problem? {
    // Those that tell runs apart come first: they explain all other differences.
    let first = ["chapter", "recipe", "preset", "seed", "steps"]
    for name in first + Set(facts.keys).union(need.facts.keys).subtracting(first).sorted()
    where facts[name] != need.facts[name] {
      return .otherRun(fact: name, file: facts[name], run: need.facts[name])
    }
    if step > need.lastStep {
      return .damaged("it says that step \(step) of \(need.lastStep) is done")
    }
    for group in Set(groupNames).union(need.shapes.keys).sorted() {
      let found = self[group].map(\.shape)
      let wanted = need.shapes[group] ?? []
      for (index, (file, run)) in zip(found, wanted).enumerated() where file != run {
        return .otherShape("\(group).\(index)", file: file, run: run)
      }
      if found.count < wanted.count {
        return .missingTensor("\(group).\(found.count)", wanted[found.count])
      }
      if found.count > wanted.count {
        return .extraTensor("\(group).\(wanted.count)", found[wanted.count])
      }
    }
    if let name = need.counters.subtracting(counters.keys).min() { return .missingCounter(name) }
    if let name = Set(counters.keys).subtracting(need.counters).min() { return .extraCounter(name) }
    return nil
  }
}
