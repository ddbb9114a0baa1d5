import Runs
import Tensors
import Testing

@Suite("Frames of samples")
struct SampleFramesTests {
  @Test(
    "thirteen moments from 0 to the last step; fewer in a short run", arguments: [1, 5, 144, 5000])
  func moments(steps: Int) {
    let moments = SampleFrames(steps: steps, size: 1).moments
    #expect(moments.first == 0 && moments.last == steps)
    #expect(moments == Set(moments).sorted() && moments.count <= 13)
    #expect(moments.count == 13 || steps < 144)
  }

  @Test("a checkpoint in the middle has all frames so far, and room for those to come")
  func restored() {
    var frames = SampleFrames(steps: 144, size: 2)
    for (step, level) in zip(frames.moments, [0, 1, 2, 3, 4, 5] as [UInt8]) {
      frames.append([level, 255 - level, 9], at: step)
    }
    #expect(frames.tensor.shape == SampleFrames(steps: 144, size: 2).tensor.shape)
    var restored = SampleFrames(steps: 144, size: 2)
    restored.restore(frames.tensor)
    #expect(restored.frames.map(\.step) == [0, 1, 4, 9, 16, 25])
    #expect(restored.frames.map(\.pixels) == frames.frames.map(\.pixels))
    #expect(restored.frames[5].pixels == [5, 250])
  }

  @Test("eight of the moments are chosen, the first and the last among them")
  func selection() {
    var frames = SampleFrames(steps: 144, size: 1)
    frames.append([0], at: 0)
    #expect(frames.selection.map(\.step) == [0])
    for step in frames.moments.dropFirst() { frames.append([0], at: step) }
    let chosen = frames.selection.map(\.step)
    #expect(chosen.count == 8 && chosen.first == 0 && chosen.last == 144)
  }
}
