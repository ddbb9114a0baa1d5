// rejected: "the generator did not move"
import Tensors
import ToyGANExercises

struct Answer: WhoMoves {
  func discriminatorStep(_ players: inout Players, real: Tensor, z: Tensor) throws {
    let fake = players.generator(z).detached()
    let loss =
      sigmoidCrossEntropy(logits: players.discriminator(real), label: 1)
      + sigmoidCrossEntropy(logits: players.discriminator(fake), label: 0)
    let slopes = gradients(of: loss, withRespectTo: players.discriminator.parameters)
    players.discriminatorOptimizer.update(&players.discriminator.parameters, along: slopes)
  }

  func generatorStep(_ players: inout Players, z: Tensor) throws {
    let logits = players.discriminator(players.generator(z).detached())
    let loss = sigmoidCrossEntropy(logits: logits, label: 1)
    let slopes = gradients(of: loss, withRespectTo: players.generator.parameters)
    players.generatorOptimizer.update(&players.generator.parameters, along: slopes)
  }
}
