import DCGANExercises
import Tensors

struct Answer: WhatDWants {
  func inTwoPieces(_ players: ImagePlayers, z: Tensor) throws -> (wanted: Tensor, slopes: [Tensor])
  {
    let generated = players.generator(z)
    // The same pixels, with no memory of the generator.
    let fake = generated.detached().tracked()
    // 1. wanted: the gradient of the loss with respect to fake.
    // 2. slopes: the generator's gradients, from wanted.
    throw NotYetSolved()
  }
}
