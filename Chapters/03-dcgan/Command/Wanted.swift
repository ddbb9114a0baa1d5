import DCGAN
import Images
import Lessons
import Tensors

/// What D wants changed: samples above; below each the gradient of the generator's loss with respect to
/// it, standardised and with its sign turned, bright where D wants more; and below that the same summed
/// over squares of 4 × 4 pixels, for the fine grain hides it.
func wanted(_ training: Training, on sheets: SampleSheets) throws -> Drawn {
  let samples = training.generator(sheets.noise.slice(0..<12)).detached().tracked()
  let loss = nonSaturatingLoss(fakeLogits: training.discriminator(samples))
  let wishes = -gradients(of: loss, withRespectTo: [samples])[0]
  let rows = [
    samples.detached(), standardised(wishes),
    standardised(wishes.sumPooled(by: 4).upsampled(by: 4)),
  ]
  return try Drawn(
    "wanted.png",
    "Samples; what D wants changed, bright where it wants more; the same over squares of 4 × 4.",
    sheets.sheet(.concatenation(rows), columns: 12))
}

/// Each image with the mean 0; two standard deviations reach black and white.
private func standardised(_ images: Tensor) -> Tensor {
  let centred = images - images.mean(along: [1, 2, 3])
  return centred / ((centred.squared().mean(along: [1, 2, 3]) + 1e-20).squareRoot() * 2)
}
