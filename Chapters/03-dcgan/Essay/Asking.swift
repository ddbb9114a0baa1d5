import Tensors

/*:
 ## Who is missing?

 The source of `mxnet64` ends with a question: some digits never come out of its generator; how could
 one make sure that every digit appears? It looks for the answer in the noise. Chapter 2 has another:
 ask. `--conditional` gives the label to both players, in every recipe: G finds it behind the noise,
 and D has an answer for each class, of which the one that was asked for counts.
 */
/// z, and twice the order behind it: `[batch, latentSize + classes]`; z alone where nothing is asked for.
package func with(_ z: Tensor, _ asked: Tensor?) -> Tensor {
  asked.map { .concatenation([z, $0 * 2], along: 1) } ?? z
}

/// Of D's answers the one about what was asked for, `[batch, 1]`; its only one where nothing was.
package func answer(_ logits: Tensor, _ asked: Tensor?) -> Tensor {
  asked.map { (logits * $0).sum(along: [1]) } ?? logits
}
