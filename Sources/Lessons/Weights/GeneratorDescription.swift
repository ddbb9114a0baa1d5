import Datasets
import Preconditions
import Runs
import Tensors

/// Everything about a generator but its numbers: enough to build it, to draw from it, and to say where it
/// comes from. `generator.safetensors` has it as metadata; WEIGHTS.md states them.
public struct GeneratorDescription {
  /// The command that trained it: `dcgan`.
  public let chapter: String
  public let recipe: String
  public let latent: Latent
  /// How it is asked for a class; nil of one that cannot be.
  public let orders: Orders?
  /// The layers, one after another.
  public let plans: [LayerPlan]
  public let makes: SampleKind
  /// Whether the parameters are an average over the steps; nil where that is not known.
  public var isAveraged: Bool?
  /// Where it comes from, as the file has it; nil where that is not known.
  var run: JSON?

  public init(
    chapter: String, recipe: String, latent: Latent, orders: Orders? = nil, plans: [LayerPlan],
    makes: SampleKind, isAveraged: Bool? = nil
  ) {
    (self.chapter, self.recipe, self.latent, self.orders) = (chapter, recipe, latent, orders)
    (self.plans, self.makes, self.isAveraged) = (plans, makes, isAveraged)
  }

  /// The command of the run that made it; nil where none did.
  public var command: String? {
    guard case .object(let entries)? = run,
      case .string(let command)? = entries.first(where: { $0.name == "command" })?.value
    else { return nil }
    return command
  }

  /// The same network with parameters from elsewhere: nothing is known of them but where they come from.
  public func broughtIn(by command: String) -> GeneratorDescription {
    var other = self
    other.isAveraged = nil
    other.run = ["command": .string(command)]
    return other
  }

  /// How many numbers go in for a sample: the noise, and the order behind it.
  public var inputs: Int { latent.size + (orders?.classNames.count ?? 0) }

  /// What goes into the network for this noise; the labels are for one that can be asked.
  public func input(_ z: Tensor, _ labels: [Int]) -> Tensor { orders.map { $0(z, labels) } ?? z }

  /// A tensor's name in the file, `3.weight`, and its shape, `[inputs, outputs]`.
  public typealias Part = (name: String, shape: [Int])

  /// The network's tensors, layer by layer: what each learns, and then what batch norm remembers.
  public var parts: [Part] {
    plans.enumerated().flatMap { index, plan in
      (plan.parameters + plan.averages).map { ("\(index).\($0.role)", $0.shape) }
    }
  }
}

// MARK: - As text

extension GeneratorDescription {
  /// The version of the file. What was written before had none, and the parameters as `generator.0`, ….
  public static let version = 2

  /// Under which name the metadata have it.
  public static let metadataKey = "generator"

  /// The same of weights that were exported: another name, for the tensors that it goes with are others.
  public static let exportedKey = "exportedGenerator"

  /// One object of JSON.
  ///
  /// - Parameter provenance: the run that made it; without one, what was read of it stays.
  public func text(from provenance: Provenance? = nil) -> String {
    var entries: [JSON.Entry] = []
    func add(_ name: String, _ value: JSON?) {
      if let value { entries.append(.init(name: name, value: value)) }
    }
    add("version", .number(Double(GeneratorDescription.version)))
    add("chapter", .string(chapter))
    add("recipe", .string(recipe))
    add("latent", latent.json)
    add("order", orders.map { $0.json(behind: latent) })
    add("layers", .array(plans.map(\.json)))
    add("output", makes.json)
    add(
      "check",
      [
        "stream": .string(CheckVectors.stream), "seed": .number(Double(CheckVectors.seed)),
        "labels": JSON(orders?.inTurn(CheckVectors.count) ?? []),
      ])
    add("averaged", isAveraged.map(JSON.bool))
    add("run", provenance?.json ?? run)
    return JSON.object(entries).description
  }

  /// Reads that text, which stands in the file at `path`.
  ///
  /// - Throws: ``Runs/RunFailure`` (65) with what is not as it should be.
  public init(text: String, at path: String) throws(RunFailure) {
    do throws(Settings.Problem) { try self.init(text: text) } catch {
      throw RunFailure(.badData, "\(path): \(error.sentence)")
    }
  }

  /// Reads that text. Nothing is believed before it is checked: what a layer would stop at is an error
  /// here, and no memory is taken for what it claims.
  init(text: String) throws(Settings.Problem) {
    guard let json = JSON(text: text) else {
      throw Settings.Problem("what it says of its generator is no JSON")
    }
    var settings = try Settings(json, at: "its description")
    let version = try settings.whole("version", in: 1...Int(Int32.max))
    guard version == GeneratorDescription.version else {
      throw Settings.Problem(
        "it is of version \(version), and this workbook reads \(GeneratorDescription.version)")
    }
    (chapter, recipe) = (try settings.string("chapter"), try settings.string("recipe"))
    var latent = try settings.object("latent")
    self.latent = try Latent(&latent)
    if let order = settings.take("order") {
      orders = try Orders(order)
    } else {
      orders = nil
    }
    plans = try GeneratorDescription.plans(settings.array("layers"))
    var output = try settings.object("output")
    makes = try SampleKind(&output)
    var check = try settings.object("check")
    try CheckVectors.check(&check, labels: orders?.inTurn(CheckVectors.count) ?? [])
    if let averaged = settings.take("averaged") {
      guard case .bool(let value) = averaged else {
        throw settings.problem("averaged", "neither true nor false")
      }
      isAveraged = value
    }
    run = settings.take("run")
    try settings.requireEmpty()
    try trace()
  }

  private static func plans(_ layers: [JSON]) throws(Settings.Problem) -> [LayerPlan] {
    guard (1...200).contains(layers.count) else {
      throw Settings.Problem("it has \(layers.count) layers, and 1 to 200 are read")
    }
    var plans: [LayerPlan] = []
    for (index, layer) in layers.enumerated() { plans.append(try LayerPlan(layer, at: index)) }
    return plans
  }

  /// Follows a sample through the layers: each has to fit the one before, and the last the kind of
  /// samples.
  private func trace() throws(Settings.Problem) {
    var shape = [inputs]
    for (index, plan) in plans.enumerated() {
      do throws(LayerPlan.Misfit) { shape = try plan.output(of: shape) } catch {
        throw Settings.Problem("layer \(index) \(error.sentence)")
      }
      guard shape.reduce(1, *) <= 1 << 26 else {
        throw Settings.Problem("layer \(index) makes \(shape), more numbers than are read")
      }
    }
    guard shape.reduce(1, *) == makes.numberCount else {
      throw Settings.Problem(
        "its layers make \(shape), and a sample has \(makes.numberCount) numbers")
    }
  }
}
