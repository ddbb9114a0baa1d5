import Runs
import Tensors
import Testing

@testable import Live

@Suite("The moments to which one can go back")
struct MomentTests {
  private func moment(_ step: Int, scalars: Int = 10) -> Checkpoint {
    var moment = Checkpoint(facts: [:], step: step)
    moment["weights"] = [Tensor(shape: [scalars], scalars: Array(repeating: 0, count: scalars))]
    return moment
  }

  private func add(_ steps: some Sequence<Int>, to moments: inout Moments, scalars: Int = 10) {
    for step in steps where moments.isDue(at: step) { moments.add(moment(step, scalars: scalars)) }
  }

  @Test("however long a run is, there are no more than so many, spread over all of it")
  func bounded() {
    var moments = Moments(most: 16)
    add(0...1000, to: &moments)
    let steps = moments.kept.map(\.step)
    #expect(steps.count <= 16 && steps.count >= 8)
    #expect(steps.first == 0 && (steps.last ?? 0) > 900)
    #expect(steps == steps.sorted())
    let gaps = zip(steps, steps.dropFirst()).map { $1 - $0 }
    #expect(gaps.dropLast().allSatisfy { $0 == moments.spacing }, "\(steps)")
  }

  @Test("nor more than so many bytes")
  func bytes() {
    var moments = Moments(most: 1000, mostBytes: 1 << 20)
    add(0...200, to: &moments, scalars: 10_000)
    let bytes = moments.kept.reduce(0) { $0 + $1.byteCount }
    #expect(bytes <= 1 << 20 && moments.kept.count > 10, "\(bytes)")
  }

  @Test("the nearest is never a later one; what is done again is kept once")
  func nearest() {
    var moments = Moments(most: 16)
    add(stride(from: 0, through: 100, by: 10), to: &moments)
    #expect(moments.nearest(to: 55)?.step == 50)
    #expect(moments.nearest(to: 0)?.step == 0)
    let count = moments.kept.count
    moments.add(moment(50))
    moments.add(moment(45))
    #expect(moments.kept.count == count + 1)
    #expect(moments.nearest(to: 49)?.step == 45)
  }
}
