import Lessons
import Runs
import Testing

@Suite("Frames of a run")
struct FramesTests {
  @Test(
    "thirteen moments from 0 to the last step; fewer in a short run", arguments: [1, 5, 144, 5000])
  func moments(steps: Int) {
    let moments = Frames.moments(12, of: steps)
    #expect(moments.first == 0 && moments.last == steps)
    #expect(moments == Set(moments).sorted() && moments.count <= 13)
    #expect(moments.count == 13 || steps < 144)
  }

  private func some(_ count: Int) -> Frames {
    var frames = Frames(at: Frames.moments(12, of: 144), width: 2)
    for step in frames.moments.prefix(count) { frames.append([Float(step), .nan], at: step) }
    return frames
  }

  @Test("a checkpoint in the middle has all frames so far, and room for those to come")
  func restored() {
    func checkpoint(of frames: Frames) -> Checkpoint {
      var frames = frames
      return Visit.save(Checkpoint(facts: [:], step: 0)) { frames.visit(&$0) }
    }
    let saved = checkpoint(of: some(6))
    #expect(saved["frames"].map(\.shape) == checkpoint(of: some(0))["frames"].map(\.shape))
    var restored = some(0)
    Visit.restore(saved) { restored.visit(&$0) }
    #expect(restored.frames.map(\.step) == [0, 1, 4, 9, 16, 25])
    #expect(restored.frames.map(\.numbers[0]) == [0, 1, 4, 9, 16, 25])
    #expect(restored.frames.allSatisfy { $0.numbers[1].isNaN })
  }

  @Test("eight of the moments are chosen, the first and the last among them")
  func selection() {
    #expect(some(1).selection(8).map(\.step) == [0])
    let chosen = some(13).selection(8).map(\.step)
    #expect(chosen.count == 8 && chosen.first == 0 && chosen.last == 144)
  }
}
