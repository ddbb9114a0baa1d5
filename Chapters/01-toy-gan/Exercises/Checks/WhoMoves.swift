import Tensors

/// 1.2: one step of each player, in which only that player moves.
public protocol WhoMoves: Exercise {
  /// Trains the discriminator once, on `real` and on what the generator makes of `z`, both `[batch, 1]`.
  func discriminatorStep(_ players: inout Players, real: Tensor, z: Tensor) throws

  /// Trains the generator once: what it makes of `z`, `[batch, 1]`, should be called real.
  func generatorStep(_ players: inout Players, z: Tensor) throws
}

/// The two networks, each with an optimiser of its own.
public struct Players {
  public var generator: Sequential
  public var discriminator: Sequential
  public var generatorOptimizer = SGD(learningRate: 0.1)
  public var discriminatorOptimizer = SGD(learningRate: 0.1)

  init(using weights: inout RandomStream) {
    func network(_ stream: inout RandomStream) -> Sequential {
      Sequential([
        Dense(inputs: 1, outputs: 8, activation: .tanh, using: &stream),  // [batch, 8]
        Dense(inputs: 8, outputs: 1, activation: .identity, using: &stream),  // [batch, 1]
      ])
    }
    generator = network(&weights)
    discriminator = network(&weights)
  }

  /// −mean log D(x) − mean log(1 − D(G(z))), and which way its gradient sends the discriminator.
  fileprivate func discriminatorSlope(_ real: Tensor, _ z: Tensor) -> Tensor {
    let loss =
      sigmoidCrossEntropy(logits: discriminator(real), label: 1)
      + sigmoidCrossEntropy(logits: discriminator(generator(z)), label: 0)
    return direction(gradients(of: loss, withRespectTo: discriminator.parameters))
  }

  /// −mean log D(G(z)), or with the label 0 −mean log(1 − D(G(z))), likewise.
  fileprivate func generatorSlope(_ z: Tensor, label: Float) -> Tensor {
    let loss = sigmoidCrossEntropy(logits: discriminator(generator(z)), label: label)
    return direction(gradients(of: loss, withRespectTo: generator.parameters))
  }
}

extension WhoMoves {
  func check(_ variant: Variant) throws {
    var weights = variant.stream(for: "weights")
    var data = variant.stream(for: "data")
    let start = Players(using: &weights)
    let real = variant.target.sample(64, using: &data)
    let z = Tensor.uniform([64, 1], from: -1, to: 1, using: &data)

    var players = start
    try discriminatorStep(&players, real: real, z: z)
    try expect(
      same(players.generator, start.generator),
      "the generator moved in the discriminator's step: it made itself easier to tell apart")
    try expect(
      !same(players.discriminator, start.discriminator),
      "the discriminator did not move in its own step")
    try expect(
      "the direction of the discriminator's step",
      way(from: start.discriminator, to: players.discriminator),
      near: start.discriminatorSlope(real, z), within: 1e-3)

    players = start
    try generatorStep(&players, z: z)
    try expect(
      same(players.discriminator, start.discriminator),
      "the discriminator moved in the generator's step: it learned to call generated numbers real")
    try expect(
      !same(players.generator, start.generator),
      "the generator did not move: detached() cut the way from the loss to it")
    try expect(
      "the direction of the generator's step", way(from: start.generator, to: players.generator),
      near: start.generatorSlope(z, label: 1), within: 1e-3,
      mistakes: [
        "the generator moved the wrong way: the label 0 is what the discriminator gives its numbers":
          start.generatorSlope(z, label: 0)
      ])
  }
}

/// Whether not one parameter differs.
private func same(_ a: Sequential, _ b: Sequential) -> Bool {
  a.parameters.map(\.scalars) == b.parameters.map(\.scalars)
}

/// The way against the gradient, whatever its length: it is scaled to a largest number of 1.
private func way(from start: Sequential, to end: Sequential) -> Tensor {
  direction(zip(start.parameters, end.parameters).map { $0 - $1 })
}

private func direction(_ tensors: [Tensor]) -> Tensor {
  let all = Tensor.concatenation(tensors.map { $0.detached().reshaped(to: [$0.scalarCount]) })
  return all / max(all.absoluteValue().max().scalar, .leastNormalMagnitude)
}
