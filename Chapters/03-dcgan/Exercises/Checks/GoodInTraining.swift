import Tensors

/// 3.5: why does a saved generator draw something else?
public protocol GoodInTraining: Exercise {
  var repair: GeneratorRepair { get throws }
}

/// What one could change about the loaded generator.
public enum GeneratorRepair: Sendable {
  /// Copy the run's parameters once more: the file may be from an earlier step.
  case parameters
  /// Give it the very noise that the run's sheet came from.
  case noise
  /// Draw 64 pictures in one call, as the run does, not one by one.
  case wholeBatch
  /// Let the moving averages of batch norm follow some batches, and save them too.
  case averages
}

extension GoodInTraining {
  /// Draws a sheet as the run does, in the training phase, and one as the loaded generator does, in the
  /// inference phase, and tries the repair.
  func check(_ variant: Variant) throws {
    let choice = try repair
    var weights = variant.stream(for: "weights")
    var noise = variant.stream(for: "noise")
    // Weights grow in training. These are as large as they may be at its end.
    let large = Initializer.normal(standardDeviation: 0.5)
    var run = Sequential([
      Dense(inputs: 32, outputs: 128, weights: large, using: &weights),
      BatchNorm(features: 128), Activation.relu, Reshape(to: [4, 4, 8]),
      TransposedConv2D(
        inputs: 8, outputs: 8, kernel: 4, stride: 2, weights: large, using: &weights),
      BatchNorm(features: 8), Activation.relu,
      TransposedConv2D(
        inputs: 8, outputs: 1, kernel: 4, stride: 2, activation: .tanh, using: &weights),
    ])
    func latent() -> Tensor { .uniform([64, 32], from: -1, to: 1, using: &noise) }
    let z = latent()
    var loaded = run  // a copy: the source's averages, which no step of its training has moved
    let sheet = run(z, phase: .training)  // [64, 16, 16, 1]

    func oneByOne() -> Tensor {
      .concatenation((0..<64).map { loaded(z.slice($0..<$0 + 1)) })
    }
    func difference(_ images: Tensor) -> Float { (images - sheet).absoluteValue().mean().scalar }
    // The noise is that of the sheet from the beginning on.
    let before = difference(oneByOne())
    switch choice {
    case .parameters: loaded.parameters = run.parameters
    case .noise, .wholeBatch: break
    case .averages:
      for _ in 0..<50 { _ = run(latent(), phase: .training) }
      loaded.averages = run.averages
    }
    let after = difference(choice == .wholeBatch ? loaded(z) : oneByOne())
    try expect(
      after < before / 4, reason(choice), expected: "less than a quarter of the difference",
      got: "a mean difference of \(shown(before)) in a pixel before, \(shown(after)) after")
  }
}

/// Why a repair changes nothing.
private func reason(_ choice: GeneratorRepair) -> String {
  switch choice {
  case .parameters: "the parameters were the same already, to the last bit"
  case .noise: "the noise was the same already: each picture is compared with its own"
  case .wholeBatch: "in the inference phase a picture does not depend on its company"
  case .averages: "the averages do not help"
  }
}
