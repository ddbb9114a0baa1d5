import Testing

@testable import Tensors

@Suite("programmer errors")
struct ProgrammerErrorTests {
  /// The end of a process that stopped must quote what was wrong, for a trap without a sentence
  /// leaves the reader with a stack of addresses.
  static func expectMessage(
    _ message: String, _ result: ExitTest.Result?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains(message), sourceLocation: sourceLocation)
  }

  @Test("a matrix product of shapes that do not fit quotes both")
  func matmul() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([64, 100]).matmul(.zeros([128, 256]))
    }
    Self.expectMessage(
      "matmul: [64, 100] by [128, 256]: inner sizes 100 and 128 differ", result)
  }

  @Test("operands that do not broadcast are quoted")
  func broadcast() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([4, 3]) * Tensor.zeros([4])
    }
    Self.expectMessage("*: shapes [4, 3] and [4] do not broadcast", result)
  }

  @Test("images and a weight of other channels are quoted")
  func convolution() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 8, 8, 3]).conv2D(weight: .zeros([5, 5, 1, 64]))
    }
    Self.expectMessage(
      "conv2D: images [2, 8, 8, 3] by a weight [5, 5, 1, 64]: 3 and 1 input channels differ", result
    )
  }

  @Test("a transposed convolution's input channels are the last axis of its weight")
  func transposedConvolution() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 8, 8, 64]).transposedConv2D(weight: .zeros([5, 5, 64, 32]))
    }
    Self.expectMessage("[2, 8, 8, 64] by a weight [5, 5, 64, 32]: 64 and 32 input channels", result)
  }

  @Test("a kernel that does not fit into the images is quoted with them")
  func largeKernel() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 4, 4, 1]).conv2D(weight: .zeros([5, 5, 1, 64]), padding: .valid)
    }
    Self.expectMessage("a kernel of shape [5, 5, 1, 64] is larger than images [2, 4, 4, 1]", result)
  }

  @Test("images that are no whole number of blocks cannot be pooled")
  func pooling() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 4, 5, 1]).sumPooled(by: 2)
    }
    Self.expectMessage("images [2, 4, 5, 1] are no whole number of blocks of 2 pixels", result)
  }

  @Test("a reshape to another number of scalars quotes both shapes")
  func reshape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([4, 3]).reshaped(to: [5, 2])
    }
    Self.expectMessage("reshaped(to:): [4, 3] has 12 scalars, [5, 2] 10", result)
  }

  @Test("tensors that cannot be put one after another are quoted")
  func concatenation() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.concatenation([.zeros([2, 3]), .zeros([2, 4])], along: 0)
    }
    Self.expectMessage("concatenation: [2, 3] and [2, 4] differ beyond axis 0", result)
  }

  @Test("the gradient of something that is no scalar asks for a cotangent")
  func noScalar() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Tensor.zeros([2, 3]).tracked()
      _ = gradients(of: x * 2, withRespectTo: [x])
    }
    Self.expectMessage(
      "gradients(of:): a tensor of shape [2, 3] is no scalar; give a cotangent", result)
  }

  @Test("a gradient with respect to an untracked tensor stops, for it would always be zero")
  func untracked() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Tensor.zeros([2]).tracked()
      _ = gradients(of: x.sum(), withRespectTo: [x.detached()])
    }
    Self.expectMessage("a tensor of shape [2] is not tracked", result)
    let neither = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Tensor.zeros([3])
      _ = gradients(of: x.sum(), withRespectTo: [x])
    }
    Self.expectMessage("a tensor of shape [3] is not tracked", neither)
  }

  @Test("a record that was let go of is not asked again")
  func letGo() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Tensor([1, 2]).tracked()
      let y = x.exp()
      _ = gradients(of: y.sum(), withRespectTo: [x], keepingRecord: false)
      _ = gradients(of: y.squared().sum(), withRespectTo: [x])
    }
    Self.expectMessage("this record was let go of, by a call with keepingRecord: false", result)
    let both = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Tensor([1, 2]).tracked()
      _ = gradients(
        of: x.sum(), withRespectTo: [x], differentiable: true, keepingRecord: false)
    }
    Self.expectMessage("differentiable gradients need the record", both)
  }
}
