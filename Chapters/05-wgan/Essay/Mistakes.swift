import Tensors

/// What a WGAN's parts must do, tried where the answer is known. Each check names the mistake that it
/// has found, in words; an empty list is a pass.
///
/// They are for the tests and the exercises: nothing in a run calls them.
package enum Check {
  /// The penalty for a critic at places between real and generated samples, without its weight.
  package typealias Penalty = (
    _ critic: (Tensor) -> Tensor, _ real: Tensor, _ fake: Tensor, _ shares: inout RandomStream
  ) -> Tensor

  /// A two-sided penalty, on critics that are linear: C(x) = w · x has the gradient w everywhere.
  package static func mistakes(inPenalty penalty: Penalty) -> [String] {
    var stream = RandomStream(seed: 5, for: "check")
    let (count, size) = (6, 16)
    let real = Tensor.normal([count, 4, 4, 1], using: &stream)
    let fake = Tensor.normal([count, 4, 4, 1], mean: 3, using: &stream)
    let direction = Tensor.normal([size, 1], using: &stream)
    let unit = direction / direction.squared().sum().squareRoot()

    var seen: [Tensor] = []
    let steep = (unit.detached() * 3).tracked()
    var shares = RandomStream(seed: 6, for: "check")
    let value = penalty(
      { x in
        seen.append(x.detached())
        return x.flattened().matmul(steep)
      }, real, fake, &shares)
    var mistakes = seen.flatMap { Check.mistakes(inPlaces: $0, real: real, fake: fake) }

    // (3 − 1)² = 4 on any batch.
    if abs(value.scalar - 4) > 1e-3 {
      mistakes.append(
        """
        a critic whose gradient has norm 3 everywhere gets \(value.scalar), not (3 − 1)² = 4: the norm \
        is to be taken over all numbers of one sample, and the mean over the samples
        """)
    }
    // d/dw (‖w‖ − 1)² = 2 (‖w‖ − 1) w ⁄ ‖w‖ = 4 w ⁄ 3.
    let slopes = gradients(of: value, withRespectTo: [steep])[0]
    let error = (slopes - steep.detached() * (4 / 3)).absoluteValue().max().scalar
    if error > 1e-2 {
      mistakes.append("the penalty's own gradient does not reach the critic's weights")
    }
    return mistakes
  }

  /// Whether the points lie between real and generated samples, as a share of its own for each says.
  private static func mistakes(inPlaces x: Tensor, real: Tensor, fake: Tensor) -> [String] {
    guard x.shape == real.shape else {
      return [
        "the critic is asked about \(x.shape), not about points between samples \(real.shape)"
      ]
    }
    let (points, ends, starts) = (x.flattened(), real.flattened(), fake.flattened())
    let way = ends - starts
    let shares = ((points - starts) * way).sum(along: [1]) / way.squared().sum(along: [1])
    let besides = (points - starts - shares * way).absoluteValue().max().scalar
    if besides > 1e-3 {
      return [
        "the points do not lie on the lines between samples: ε is one number for a sample, not for a pixel"
      ]
    }
    let all = shares.scalars
    if all.allSatisfy({ abs($0 - 1) < 1e-4 }) {
      return ["the penalty looks at real samples only, not between them and generated ones"]
    }
    if all.allSatisfy({ abs($0) < 1e-4 }) {
      return ["the penalty looks at generated samples only, not between them and real ones"]
    }
    if all.allSatisfy({ abs($0 - all[0]) < 1e-4 }) {
      return ["all samples have the same ε: each is to have its own"]
    }
    return []
  }

  /// The critic's loss without a penalty, of real and generated scores.
  package static func mistakes(inLoss loss: (_ real: Tensor, _ fake: Tensor) -> Tensor) -> [String]
  {
    let real = Tensor(shape: [3, 1], scalars: [5, 6, 7]).tracked()
    let fake = Tensor(shape: [3, 1], scalars: [-5, -6, -7]).tracked()
    let value = loss(real, fake)
    let slopes = gradients(of: value, withRespectTo: [real, fake])
    if slopes.allSatisfy({ $0.absoluteValue().max().scalar == 0 }) {
      return ["scores beyond a margin no longer count: that is a hinge loss, and no distance"]
    }
    if abs(loss(real + 2, fake + 2).scalar - value.scalar) > 1e-4 {
      return [
        "a number added to all scores changes the loss: a sigmoid or a logarithm is left in it"
      ]
    }
    if abs(value.scalar - 12) < 1e-4 {
      return ["the sign is turned round: the critic would learn to score generated samples higher"]
    }
    if abs(value.scalar + 12) > 1e-4 {
      return ["the loss is \(value.scalar), not mean fake − mean real = −12"]
    }
    return []
  }

  /// A critic in the phase in which it is trained, on a batch of its samples.
  package static func mistakes(inCritic critic: (Tensor) -> Tensor, on samples: Tensor) -> [String]
  {
    let whole = critic(samples).slice(0..<2).scalars
    let few = critic(samples.slice(0..<2)).scalars
    if zip(whole, few).contains(where: { abs($0 - $1) > 1e-3 * max(1, abs($0)) }) {
      return [
        "a sample's score depends on the rest of its batch: there is batch norm in the critic"
      ]
    }
    let far = critic(samples * 1_000).scalars
    if far.allSatisfy({ $0 >= 0 && $0 <= 1 }) {
      return ["scores stay between 0 and 1 however far the samples lie: a sigmoid ends the critic"]
    }
    return []
  }

  /// One step of training with each of the two ways to keep a critic flat.
  package static func mistakes(
    inStep step: (inout Training) -> Void, of training: (Recipe) -> Training
  ) -> [String] {
    var mistakes: [String] = []
    let weights = [0 as Float, 10].map { weight in
      var recipe = Recipe.gp(on: .line, .quick)
      recipe.gradientPenaltyWeight = weight
      // Two-sided: it has something to say about any critic.
      recipe.penaltySides = .two
      var training = training(recipe)
      step(&training)
      return training.critic.parameters.map(\.scalars)
    }
    if weights[0] == weights[1] {
      mistakes.append(
        "the critic learns the same without a penalty: it is computed but never added")
    }
    let recipe = Recipe.clip(on: .line, .quick)
    var clipping = training(recipe)
    step(&clipping)
    let limit = recipe.clipValue ?? .infinity
    let largest = clipping.critic.parameters.map { $0.absoluteValue().max().scalar }.max() ?? 0
    if largest > limit {
      mistakes.append(
        "after a step a weight of the critic is \(largest), beyond ±\(limit): clip after the update"
      )
    }
    return mistakes
  }
}
