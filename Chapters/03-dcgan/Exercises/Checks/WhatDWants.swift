import Tensors

/// 3.4: the generator's gradient in two pieces, with the picture that D wants between them.
public protocol WhatDWants: Exercise {
  /// First what D wants: the gradient of L_G = −mean log D(fake) with respect to the fake images. Then the
  /// gradients of L_G with respect to the generator's parameters, carried on from that.
  ///
  /// - Parameter z: `[batch, 8]`.
  /// - Returns: `wanted`, of the shape of the images, and a gradient for each of
  ///   `players.generator.parameters`.
  func inTwoPieces(_ players: ImagePlayers, z: Tensor) throws -> (wanted: Tensor, slopes: [Tensor])
}

/// Two small convolutional networks.
public struct ImagePlayers {
  /// z `[batch, 8]` to images `[batch, 4, 4, 1]`.
  public let generator: Sequential
  /// Images to logits `[batch, 1]`.
  public let discriminator: Sequential

  init(using weights: inout RandomStream) {
    generator = Sequential([
      Dense(inputs: 8, outputs: 16, activation: .leakyReLU(slope: 0.2), using: &weights),
      Reshape(to: [2, 2, 4]),
      TransposedConv2D(
        inputs: 4, outputs: 1, kernel: 4, stride: 2, activation: .tanh, using: &weights),
    ])
    discriminator = Sequential([
      Conv2D(
        inputs: 1, outputs: 4, kernel: 4, stride: 2, activation: .leakyReLU(slope: 0.2),
        using: &weights),
      Flatten(), Dense(inputs: 16, outputs: 1, using: &weights),
    ])
  }
}

extension WhatDWants {
  func check(_ variant: Variant) throws {
    var weights = variant.stream(for: "weights")
    var noise = variant.stream(for: "noise")
    let players = ImagePlayers(using: &weights)
    let z = Tensor.normal([6, 8], using: &noise)

    // In one piece, through both networks.
    let images = players.generator(z)
    let parameters = players.generator.parameters
    func slopes(label: Float) -> [Tensor] {
      gradients(
        of: sigmoidCrossEntropy(logits: players.discriminator(images), label: label),
        withRespectTo: [images] + parameters)
    }
    let (right, asFake) = (slopes(label: 1), slopes(label: 0))

    let answer = try inTwoPieces(players, z: z)
    try expect(
      "what D wants", answer.wanted * 100, near: right[0] * 100, within: 1e-3,
      mistakes: [
        "the label is 0: G would learn what makes D surer that its images are generated":
          asFake[0] * 100,
        "the sign is turned: that is the picture to show, but an optimiser goes against the slope":
          right[0] * -100,
      ])
    try expect(
      answer.slopes.map(\.shape) == parameters.map(\.shape),
      "there has to be a gradient for each of the generator's parameters",
      expected: "\(parameters.map(\.shape))", got: "\(answer.slopes.map(\.shape))")

    // Without a cotangent, a sum of all pixels is differentiated.
    let ofTheSum = gradients(of: images.sum(), withRespectTo: parameters)
    try expect(
      "the gradient of the generator", joined(answer.slopes), near: joined(right.dropFirst()),
      within: 1e-3,
      mistakes: [
        "the record is cut: `fake` does not know where it came from, `generated` does":
          joined(parameters.map { .zeros($0.shape) }),
        "the cotangent is missing: this makes pictures darker, and what D wants has no part in it":
          joined(ofTheSum),
        "what D wants is carried on with the label 0": joined(asFake.dropFirst()),
      ])
  }
}

/// All numbers in one row, a hundred times as large: the tolerance is an absolute one.
private func joined(_ tensors: some Sequence<Tensor>) -> Tensor {
  .concatenation(tensors.map { $0.detached().reshaped(to: [$0.scalarCount]) }) * 100
}
