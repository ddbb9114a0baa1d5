/// The mistakes that a diagnosis can name: all of the shelf's, and some that are on no shelf.
public enum Fault: String, CaseIterable, Codable, Sendable {
  case labelsSwapped = "labels-swapped"
  case generatorSign = "generator-sign"
  case saturatingLoss = "saturating-loss"
  case lossSummed = "loss-summed"
  case softmaxOfOne = "softmax-of-one"
  case sigmoidTwice = "sigmoid-twice"
  case imagesAsLogits = "images-as-logits"
  case missingDetach = "missing-detach"
  case generatorDetached = "generator-detached"
  case discriminatorNotFrozen = "discriminator-not-frozen"
  case wrongParameters = "wrong-parameters"
  case pixelRange = "pixel-range"
  case reluOutput = "relu-output"
  case oneRealBatch = "one-real-batch"
  case sameNoise = "same-noise"
  case inferenceInTraining = "inference-in-training"
  case averagesLost = "averages-lost"
  case classNeverAsked = "class-never-asked"
  case labelNotToD = "label-not-to-d"
  case kernelBelowStride = "kernel-below-stride"
  case unevenKernel = "uneven-kernel"
  case penaltyNotAdded = "penalty-not-added"
  case penaltyAtReal = "penalty-at-real"
  case epsilonPerPixel = "epsilon-per-pixel"
  case normOverBatch = "norm-over-batch"
  case batchNormInCritic = "batch-norm-in-critic"
  case clipBeforeUpdate = "clip-before-update"
  case clipGradients = "clip-gradients"

  /// What goes wrong in the code, in one sentence.
  public var sentence: String {
    switch self {
    case .labelsSwapped: "D is trained with label 0 for real samples and 1 for generated ones."
    case .generatorSign: "G is rewarded where D recognises its samples: label 0 in G's loss."
    case .saturatingLoss: "G makes log(1 − D) small, which is flat wherever D is sure."
    case .lossSummed: "The loss is summed over the batch in place of its mean."
    case .softmaxOfOne: "D's single output goes through a softmax in place of a sigmoid."
    case .sigmoidTwice: "D ends in a sigmoid, and the loss takes its output for a logit."
    case .imagesAsLogits: "G's loss gets the images themselves where D's logits belong."
    case .missingDetach: "D's step moves G as well: the generated batch is not detached."
    case .generatorDetached: "G's step trains on a detached batch, so no gradient comes back to G."
    case .discriminatorNotFrozen: "G's step moves D as well: D is not frozen."
    case .wrongParameters: "D's optimiser is given G's parameters."
    case .pixelRange: "Real pixels are scaled to 0 … 1 while G ends in tanh."
    case .reluOutput: "G's last layer is a ReLU in place of tanh."
    case .oneRealBatch: "The same batch of real samples is used in every step."
    case .sameNoise: "The noise stream is made anew in each step, so G gets the same noise again."
    case .inferenceInTraining: "G is called in the inference phase while it is trained."
    case .averagesLost: "Batch norm's moving averages are never updated."
    case .classNeverAsked: "The orders for G are drawn from the digits 0 to 8: there are ten."
    case .labelNotToD: "G is told which digit to draw, and D's answer is not about that digit."
    case .kernelBelowStride:
      "A transposed convolution has a kernel smaller than its stride: no weight reaches the pixels between."
    case .unevenKernel: "A transposed convolution has a kernel that its stride does not divide."
    case .penaltyNotAdded: "The gradient penalty is computed and never added to the loss."
    case .penaltyAtReal: "The gradient penalty is taken at real samples instead of between."
    case .epsilonPerPixel: "The mixing share ε is drawn for each pixel in place of each sample."
    case .normOverBatch: "The gradient's norm is taken along the batch in place of each sample's."
    case .batchNormInCritic: "The critic has batch norm."
    case .clipBeforeUpdate: "The critic's weights are clipped before its update, not after."
    case .clipGradients: "The critic's gradients are clipped in place of its weights."
    }
  }

  /// What a run with it shows.
  var symptom: String {
    switch self {
    case .labelsSwapped:
      "D's mean answer on generated samples ends above that on real ones; both losses are small."
    case .generatorSign:
      "D's answers part, near 1 on real and near 0 on generated samples, with both losses near 0."
    case .saturatingLoss:
      "Where D gets ahead early, G hardly moves from where it began; D moves as it should."
    case .lossSummed:
      "The loss begins at the batch size times what it should be, and plain gradient descent leaps."
    case .softmaxOfOne:
      "D answers exactly 1 on everything, and neither player moves."
    case .sigmoidTwice:
      "σ of D's output stays between 0.5 and 0.731, whatever D learns, and the gradients are small."
    case .imagesAsLogits:
      "G's loss falls to 0.313, the least that a pixel of 1 allows, and every pixel turns white."
    case .missingDetach:
      "G is pulled two ways: D wins, and G's own loss grows although G moves."
    case .generatorDetached:
      "G's parameters do not move at all; D learns against a generator that stands still."
    case .discriminatorNotFrozen:
      "D answers near 1 on generated samples too, G's loss is near 0, and D's is large."
    case .wrongParameters:
      "D's parameters do not move at all, while G does."
    case .pixelRange:
      "The real images have no black in them; G imitates just that, and the game stays even."
    case .reluOutput:
      "The smallest generated pixel is 0, never −1; real images are as they should be, and D wins."
    case .oneRealBatch:
      "D's answers on real images that it was not trained on are far below those on its own."
    case .sameNoise:
      "D wins on its noise and G on G's: both losses fall, and two batches in succession have the "
        + "same generated samples in the same places."
    case .inferenceInTraining:
      "Batch norm does not normalise: its units have no standard deviation of 1; training is slow."
    case .averagesLost:
      "The batches of the training look good, and the samples drawn afterwards do not."
    case .classNeverAsked:
      "All digits but one come as they are asked for, and that one is no digit or another."
    case .labelNotToD:
      "G draws digits, and never the one that it was asked for but by chance; no order means anything."
    case .kernelBelowStride:
      "Rows and columns of pixels are the same in all samples, whatever G learns, and D sees that."
    case .unevenKernel:
      "A fine grid lies over the first samples, and has nearly gone at the end: G unlearns it."
    case .penaltyNotAdded:
      "The penalty is measured and grows, and the critic's slope with it, far above 1."
    case .penaltyAtReal:
      "The slope is held at the real samples, and above that between real and generated ones."
    case .epsilonPerPixel:
      "The points at which the slope is penalised lie off the line between real and generated: "
        + "as pictures they are speckled, no double exposures."
    case .normOverBatch:
      "The slope is held, but at a wrong height: √(numbers in a sample ÷ samples in a batch)."
    case .batchNormInCritic:
      "The estimate is near 0 while the samples are far off: what shifts a whole batch is invisible."
    case .clipBeforeUpdate:
      "The largest weight lies above the limit by up to a step; all else looks nearly right."
    case .clipGradients:
      "The weights grow without limit, and the slope and the estimate with them."
    }
  }

  /// The games in which it can be made.
  var kinds: Set<GameKind> {
    switch self {
    case .pixelRange, .reluOutput, .imagesAsLogits, .oneRealBatch, .inferenceInTraining,
      .averagesLost:
      [.digits, .asked]
    case .classNeverAsked, .labelNotToD, .kernelBelowStride, .unevenKernel: [.asked]
    case .penaltyNotAdded, .penaltyAtReal, .epsilonPerPixel, .normOverBatch: [.penalised]
    case .clipBeforeUpdate, .clipGradients: [.clipped]
    case .batchNormInCritic: [.penalised, .clipped]
    default: [.line, .digits, .asked]
    }
  }
}

/// The shelf's games by what can be mistaken in them.
enum GameKind: Hashable {
  case line, digits, asked, penalised, clipped

  var title: String {
    switch self {
    case .line: "a GAN on the line, with a discriminator and its cross-entropy"
    case .digits: "a GAN that draws digits, with a discriminator and its cross-entropy"
    case .asked: "a GAN of convolutions that draws the digit that it is asked for"
    case .penalised: "a Wasserstein GAN, whose critic is held by a gradient penalty"
    case .clipped: "a Wasserstein GAN, whose critic is held by clipping its weights"
    }
  }
}
