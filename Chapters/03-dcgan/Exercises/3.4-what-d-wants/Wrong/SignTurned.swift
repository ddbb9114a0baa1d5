// rejected: "the sign is turned"
import DCGANExercises
import Tensors

struct Answer: WhatDWants {
  func inTwoPieces(_ players: ImagePlayers, z: Tensor) throws -> (wanted: Tensor, slopes: [Tensor])
  {
    let generated = players.generator(z)
    // The same pixels, with no memory of the generator.
    let fake = generated.detached().tracked()
    let loss = sigmoidCrossEntropy(logits: players.discriminator(fake), label: 1)
    let wanted = -gradients(of: loss, withRespectTo: [fake])[0]
    let slopes = gradients(
      of: generated, withRespectTo: players.generator.parameters, cotangent: wanted)
    return (wanted, slopes)
  }
}
