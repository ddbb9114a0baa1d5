import Foundation
import Tensors
import Testing

@testable import DCGAN
@testable import DCGANCommand

/// What the source of mxnet64 says about the signal from D to G, and about what it saw.
@Suite("Chapter 3: what reaches the generator, held to the facts")
struct SignalTests {
  private func norm(_ x: Tensor) -> Float { x.squared().sum().scalar.squareRoot() }

  @Test("the “diff” is ∂loss/∂image: against it the loss falls; it is no difference of images")
  func inputGradient() throws {
    var training = try smallTraining(.mxnet64)
    let recipe = training.recipe
    let x = training.images.tensor(training.batches.next(), in: recipe.range)
    let z = recipe.latent(recipe.batchSize, using: &training.noise)
    let fake = training.generator(z).detached()
    // Untrained, D hardly answers: louder, the fall below stands out from rounding.
    training.discriminator.parameters = training.discriminator.parameters.map {
      ($0 * 10).tracked()
    }
    func loss(_ images: Tensor) -> Tensor {
      nonSaturatingLoss(fakeLogits: training.discriminator(images))
    }
    let tracked = x.tracked()
    let slope = gradients(of: loss(tracked), withRespectTo: [tracked])[0]
    // A short way against the slope, the loss falls by the slope's norm times the way.
    let way = 1e-3 * norm(x)
    let fall = (loss(x) - loss(x - slope * (way / norm(slope)))).scalar
    #expect(abs(fall / (way * norm(slope)) - 1) < 0.1, "\(fall), \(way * norm(slope))")
    // It does not point from a fake to a real image.
    let difference = x - fake
    let cosine = (slope * difference).sum().scalar / (norm(slope) * norm(difference))
    #expect(abs(cosine) < 0.3, "\(cosine)")
  }

  @Test("the signal needs no invertible D: one that sees the mean brightness alone trains G")
  func manyToOne() throws {
    // All images of equal brightness have one answer.
    func answer(_ images: Tensor) -> Tensor {
      images.flattened().mean(along: [1])
    }
    let striped = Tensor(shape: [1, 2, 2, 1], scalars: [1, -1, 1, -1])
    #expect(answer(striped).scalars == answer(.zeros([1, 2, 2, 1])).scalars)

    var training = try smallTraining(.mxnet64)
    let z = training.sheets.noise.slice(0..<8)
    func loss(_ generator: Sequential) -> Tensor {
      nonSaturatingLoss(fakeLogits: answer(generator(z)) * 20)
    }
    let before = loss(training.generator).scalar
    for _ in 0..<10 {
      let generated = training.generator(z)
      let image = generated.detached().tracked()
      let signal = gradients(
        of: nonSaturatingLoss(fakeLogits: answer(image) * 20), withRespectTo: [image])[0]
      training.generatorOptimizer.update(
        &training.generator.parameters,
        along: gradients(
          of: generated, withRespectTo: training.generator.parameters, cotangent: signal))
    }
    #expect(loss(training.generator).scalar < before - 1e-4)
  }

  @Test("a cross-entropy of 8.34 for G means D(G(z)) = 2.4 in 10,000: D has won")
  func won() {
    let answer = 2.39e-4
    let logit = Float(log(answer / (1 - answer)))
    let loss = nonSaturatingLoss(fakeLogits: Tensor([logit])).scalar
    #expect(abs(loss - 8.34) < 0.005, "\(loss)")
    #expect(abs(exp(-8.34) - answer) < 1e-6)
  }

  @Test("where fakes cannot be told from real, ½ is D's best answer, and G's loss log 2, not D's 0")
  func equilibrium() {
    // The same logit for both, for nothing tells them apart.
    let losses = stride(from: -3 as Float, through: 3, by: 0.25).map { x in
      (x, minimaxLoss(realLogits: Tensor([x]), fakeLogits: Tensor([x])).scalar)
    }
    #expect(losses.min { $0.1 < $1.1 }?.0 == 0)
    let even = Tensor([0])
    #expect(even.sigmoid().scalar == 0.5)
    #expect(abs(minimaxLoss(realLogits: even, fakeLogits: even).scalar - 2 * log(2)) < 1e-6)
    #expect(abs(nonSaturatingLoss(fakeLogits: even).scalar - log(2)) < 1e-6)
    // D(G(z)) near 0 is the opposite of an ideal: G's loss grows without bound.
    #expect(nonSaturatingLoss(fakeLogits: Tensor([-100])).scalar == 100)
  }

  // Goodfellow, Shlens, Szegedy (2015), Explaining and Harnessing Adversarial Examples.
  @Test(
    "each pixel moved by ε along the gradient's sign moves a linear logit by ε ‖w‖₁, which grows with n"
  )
  func fastGradient() {
    let epsilon: Float = 1 / 128
    var shifts: [Float] = []
    for n in [16, 784, 12_288] {
      var stream = RandomStream(seed: 1, for: "test")
      let weight = Tensor.normal([n, 1], using: &stream)
      let x = Tensor.normal([1, n], using: &stream).tracked()
      let slope = gradients(of: x.matmul(weight).sum(), withRespectTo: [x])[0]
      let step = Tensor(shape: [1, n], scalars: slope.scalars.map { $0 < 0 ? -epsilon : epsilon })
      let shift = ((x.detached() + step).matmul(weight) - x.detached().matmul(weight)).scalar
      let expected = epsilon * weight.absoluteValue().sum().scalar
      #expect(abs(shift - expected) < 1e-3 * max(1, expected), "\(n): \(shift), not \(expected)")
      // The bound is one of each pixel. The length of the whole step grows like √n.
      #expect(step.absoluteValue().max().scalar == epsilon)
      #expect(abs(norm(step) - epsilon * Float(n).squareRoot()) < 1e-4)
      shifts.append(shift)
    }
    #expect(shifts[1] > 30 * shifts[0] && shifts[2] > 10 * shifts[1])
  }
}
