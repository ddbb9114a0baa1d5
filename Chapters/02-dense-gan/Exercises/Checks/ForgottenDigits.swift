import Datasets
import Metrics
import Tensors

/// 2.4: which measurement shows that digits are missing?
public protocol ForgottenDigits: Exercise {
  var evidence: CoverageEvidence { get throws }
}

/// What one can measure of a generator of digits.
public enum CoverageEvidence: Sendable {
  /// The loss of a discriminator that is trained against it: high, if it is hard to tell apart.
  case discriminatorLoss
  /// The share of pictures that this discriminator judges right: low, if it is hard to tell apart.
  case accuracy
  /// The distance from a sample to the nearest real digit (the median): short, if samples look real.
  case nearestReal
  /// How many of the ten digits have at least 2 % of the samples.
  case digitsCovered
}

extension ForgottenDigits {
  /// Measures two generators: one draws all ten digits, on grey, and one draws six as they
  /// should be.
  func check(_ variant: Variant) throws {
    let choice = try evidence
    let drawn = ImageSet(drawing: 0..<1600, by: DrawnDigits(seed: variant.seed))
    let real = Array(0..<800)
    let forgotten = variant.order(of: 10, "forgotten digits").prefix(4)
    let clean = (800..<1600).filter { !forgotten.contains(Int(drawn.labels[$0])) }.prefix(400)
    // Black is −0.3 and white is 1, as it should be.
    let grey = drawn.tensor(800..<1200, flattened: true) * 0.65 + 0.35

    func measured(_ samples: Tensor) -> Float {
      let images = drawn.tensor(real, flattened: true)
      switch choice {
      case .discriminatorLoss: return trained(images, samples, variant).loss
      case .accuracy: return trained(images, samples, variant).accuracy
      case .nearestReal:
        let distances = nearestNeighbours(of: samples, among: images)?.map(\.distance).sorted()
        return Float(distances?[200] ?? .infinity)
      case .digitsCovered:
        // Each sample is read as the real digit that it is most like.
        let neighbours = nearestNeighbours(of: samples, among: images) ?? []
        return Float(
          ClassHistogram(neighbours.map { Int(drawn.labels[$0.index]) })?.covered() ?? 0)
      }
    }
    let all = measured(grey)
    let some = measured(drawn.tensor(clean, flattened: true))
    let more = choice == .discriminatorLoss || choice == .digitsCovered
    try expect(
      more ? all > some : all < some, reason(choice),
      expected: "a better value for the generator that draws all digits",
      got: "\(shown(all)) where all are drawn, \(shown(some)) where four are missing")
  }
}

/// Why a measurement that prefers the generator without four digits is no evidence.
private func reason(_ choice: CoverageEvidence) -> String {
  switch choice {
  case .discriminatorLoss:
    "the loss prefers the generator that has forgotten four digits: grey is easier to see"
  case .accuracy:
    "the accuracy comes from the same answers as the loss, and is misled by the same grey"
  case .nearestReal:
    "each sample by itself looks real: what is missing is not in the samples that are there"
  case .digitsCovered: "the digits could not be read"
  }
}

/// A small discriminator after eighty steps against fixed samples, and what it then says.
private func trained(_ real: Tensor, _ samples: Tensor, _ variant: Variant)
  -> (loss: Float, accuracy: Float)
{
  var weights = variant.stream(for: "weights")
  var discriminator = Sequential([
    Dense(inputs: 784, outputs: 32, activation: .leakyReLU(slope: 0.2), using: &weights),
    Dense(inputs: 32, outputs: 1, using: &weights),
  ])
  var optimizer = Adam(learningRate: 1e-3, beta1: 0.5)
  func logits(_ start: Int, _ count: Int) -> (real: Tensor, fake: Tensor) {
    let rows = start..<start + count
    return (discriminator(real.slice(rows)), discriminator(samples.slice(rows)))
  }
  func loss(_ logits: (real: Tensor, fake: Tensor)) -> Tensor {
    sigmoidCrossEntropy(logits: logits.real, label: 1)
      + sigmoidCrossEntropy(logits: logits.fake, label: 0)
  }
  for step in 0..<80 {
    optimizer.update(
      &discriminator.parameters,
      along: gradients(
        of: loss(logits(step % 6 * 50, 50)), withRespectTo: discriminator.parameters))
  }
  // On a hundred of either kind that it was not trained on.
  let unseen = logits(300, 100)
  let right = unseen.real.scalars.count { $0 > 0 } + unseen.fake.scalars.count { $0 <= 0 }
  return (loss(unseen).scalar, Float(right) / 200)
}
