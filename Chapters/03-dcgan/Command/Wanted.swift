import DCGAN
import Images
import Lessons
import Tensors

/// What D wants changed: samples above; below each the gradient of the generator's loss with respect to
/// it, standardised and with its sign turned, bright where D wants more; and below that the same summed
/// over squares of 4 × 4 pixels, for the fine grain hides it.
func wanted(_ training: Training, on sheets: SampleSheets) throws -> Drawn {
  let samples = training.finalGenerator(sheets.noise.rows(at: sheets.followed)).detached().tracked()
  let asked = sheets.labels.map { labels in
    Tensor.oneHot(sheets.followed.map { labels[$0] }, classes: training.recipe.classes)
  }
  let loss = nonSaturatingLoss(fakeLogits: answer(training.discriminator(samples), asked))
  let wishes = -gradients(of: loss, withRespectTo: [samples])[0]
  let rows = [
    samples.detached(), standardised(wishes),
    standardised(wishes.sumPooled(by: 4).upsampled(by: 4)),
  ]
  return try Drawn(
    "wanted.png",
    "Samples; what D wants changed, bright where it wants more; the same over squares of 4 × 4.",
    sheets.sheet(.concatenation(rows), columns: sheets.followed.count))
}

/// Each image with the mean 0; two standard deviations reach black and white.
private func standardised(_ images: Tensor) -> Tensor {
  let centred = images - images.mean(along: [1, 2, 3])
  return centred / ((centred.squared().mean(along: [1, 2, 3]) + 1e-20).squareRoot() * 2)
}
