import DCGAN
import Images
import Lessons
import Tensors

/// What D wants changed of one sample: on the left the sample, four times as large; in the middle the
/// gradient of the generator's loss with respect to it, standardised and with its sign turned, bright where
/// D wants more; on the right the same summed over squares of 4 × 4 pixels, for the fine grain hides it.
///
/// One sample and not the twelve that are followed: at their size nobody sees which wish lies on which stroke.
func wanted(_ training: Training, on sheets: SampleSheets) throws -> Drawn {
  let place = sheets.followed[0]
  let sample = training.finalGenerator(sheets.noise.rows(at: [place])).detached().tracked()
  let asked = sheets.labels.map { labels in
    Tensor.oneHot([labels[place]], classes: training.recipe.classes)
  }
  let loss = nonSaturatingLoss(fakeLogits: answer(training.discriminator(sample), asked))
  let wishes = -gradients(of: loss, withRespectTo: [sample])[0]
  let panels = [
    sample.detached(), standardised(wishes),
    standardised(wishes.sumPooled(by: 4).upsampled(by: 4)),
  ]
  return try Drawn(
    "wanted.png",
    "A sample; what D wants changed, bright where it wants more; the same over squares of 4 × 4.",
    sheets.sheet(.concatenation(panels), columns: panels.count).scaled(by: 4))
}

/// Each image with the mean 0; two standard deviations reach black and white.
private func standardised(_ images: Tensor) -> Tensor {
  let centred = images - images.mean(along: [1, 2, 3])
  return centred / ((centred.squared().mean(along: [1, 2, 3]) + 1e-20).squareRoot() * 2)
}
