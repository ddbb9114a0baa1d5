/*:
 ## Part 4 · What became of it
 */
import Tensors

/// softplus(lower − higher): how far the scores of one heap are from lying above those of another, each
/// compared with the one it is paired with.
package func pairingLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  (fakeScores - realScores).softplus().mean()
}

/// E ‖∇ₓ C(x)‖² over the samples that were scored.
package func squaredSlope(of scores: Tensor, at samples: Tensor) -> Tensor {
  let slopes = gradients(of: scores.sum(), withRespectTo: [samples], differentiable: true)[0]
  return slopes.squared().sum() / Float(samples.shape[0])
}

extension Recipe {
  /// R1 and R2 are computed at every fourth step, with four times their weight.
  package var penaltyEvery: Int { 4 }
}

extension Training {
  mutating func modernLoop(
    over steps: some Sequence<Int>, observe: (_ state: Training, _ answers: Answers) throws -> Void
  ) rethrows {
    let (batch, latent) = (recipe.batchSize, recipe.problem.latent)
    for step in steps {
      let x = real.next(batch)
      let fake = generator(latent(batch, using: &noise), phase: .training).detached()
      let both = Tensor.concatenation([x, fake]).tracked()  // [2 batch, …]
      let scores = critic(both, phase: .training)  // [2 batch, 1]
      let (realScores, fakeScores) = (
        scores.slice(0..<batch), scores.slice(batch..<2 * batch)
      )
      var lossC = pairingLoss(realScores: realScores, fakeScores: fakeScores)
      if step % recipe.penaltyEvery == 0 {
        // R1 + R2 = γ/2 (the mean over the real ones + that over the generated ones).
        let weight = Float(recipe.penaltyEvery) * recipe.slopePenaltyWeight
        lossC += weight * squaredSlope(of: scores, at: both)
      }
      let share = recipe.rateShare(at: step)
      criticOptimizer.learningRate = recipe.criticPace * recipe.criticRate * share
      criticOptimizer.update(
        &critic.parameters, along: gradients(of: lossC, withRespectTo: critic.parameters))

      let made = critic(generator(latent(batch, using: &noise), phase: .training), phase: .training)
      let lossG = pairingLoss(realScores: made, fakeScores: critic(x).detached())
      generatorOptimizer.learningRate = recipe.generatorPace * recipe.generatorRate * share
      generatorOptimizer.update(
        &generator.parameters, along: gradients(of: lossG, withRespectTo: generator.parameters))
      average?.update(with: generator)
      try observe(self, Answers(criticLosses: [lossC.detached()], lossG: lossG))
    }
  }
}

/*:
 ### Hinge
 */
package func hingeLoss(realScores: Tensor, fakeScores: Tensor) -> Tensor {
  (1 - realScores).relu().mean() + (1 + fakeScores).relu().mean()
}
