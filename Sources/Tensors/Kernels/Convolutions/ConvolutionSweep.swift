/// Along one axis, outputs at equal distances that are summed by the same taps: output number q, which
/// lies at `firstOutput + q · outputStep`, is the sum over t of the input `start + q · step + t` times
/// weight `firstTap + t · tapStep`.
///
/// A convolution is one sweep. Its adjoint is as many as the stride, for every stride-th pixel is
/// reached by the same taps: each an ordinary convolution of stride 1 with some of the taps, in
/// reverse. No zero is put between the pixels, and none multiplied.
struct ConvolutionSweep {
  /// The size of the input's axis.
  let input: Int
  let count: Int
  let start: Int
  let step: Int
  let firstOutput: Int
  let outputStep: Int
  let taps: Int
  let firstTap: Int
  let tapStep: Int

  /// The sweep of a convolution.
  init(of axis: ConvolutionAxis) {
    self.init(
      input: axis.input, count: axis.output, start: -axis.before, step: axis.stride, firstOutput: 0,
      outputStep: 1, taps: axis.kernel, firstTap: 0, tapStep: 1)
  }

  /// The sweep of its adjoint over the outputs `phase`, `phase` + stride, …: output i of a
  /// convolution has input pixel x under tap k if i · stride + k = x + before.
  init(ofAdjointOf axis: ConvolutionAxis, phase: Int) {
    let stride = axis.stride
    let tap = (phase + axis.before) % stride
    let taps = Swift.max(0, (axis.kernel - tap + stride - 1) / stride)
    let firstTap = tap + (taps - 1) * stride
    self.init(
      input: axis.output, count: (axis.input - phase + stride - 1) / stride,
      start: (phase + axis.before - firstTap) / stride, step: 1, firstOutput: phase,
      outputStep: stride, taps: taps, firstTap: firstTap, tapStep: -stride)
  }

  /// Taps that never meet the input are left out.
  private init(
    input: Int, count: Int, start: Int, step: Int, firstOutput: Int, outputStep: Int, taps: Int,
    firstTap: Int, tapStep: Int
  ) {
    let low = Swift.min(taps, Swift.max(0, -start - (count - 1) * step))
    let high = Swift.max(low, Swift.min(taps, input - start))
    (self.input, self.count, self.start, self.step) = (input, count, start + low, step)
    (self.firstOutput, self.outputStep) = (firstOutput, outputStep)
    (self.taps, self.firstTap, self.tapStep) = (high - low, firstTap + low * tapStep, tapStep)
  }

  static func all(ofAdjointOf axis: ConvolutionAxis) -> [ConvolutionSweep] {
    (0..<Swift.min(axis.stride, axis.input)).map { .init(ofAdjointOf: axis, phase: $0) }
  }

  /// Neighbouring outputs for which the same taps meet the input and not its padding.
  struct Band {
    var outputs: Range<Int>
    let taps: Range<Int>
  }

  var bands: [Band] {
    var bands: [Band] = []
    for q in 0..<count {
      let first = start + q * step
      let low = Swift.min(taps, Swift.max(0, -first))
      let met = low..<Swift.max(low, Swift.min(taps, input - first))
      if let last = bands.last, last.taps == met {
        bands[bands.count - 1].outputs = last.outputs.lowerBound..<q + 1
      } else {
        bands.append(Band(outputs: q..<q + 1, taps: met))
      }
    }
    return bands
  }
}
