import Runs
import Tensors

/// The steps to which one can go back: checkpoints in memory. There are at most so many, and so many bytes;
/// when there are more, every second of them goes, and from then on they are taken half as often.
struct Moments {
  private(set) var kept: [Checkpoint] = []
  /// Steps between two of them.
  private(set) var spacing: Int
  private let most: Int
  private let mostBytes: Int
  private var bytes = 0

  /// - Parameters:
  ///   - spacing: a hundredth part of a run: to take one costs as much as some steps of chapter 1 do.
  ///   - mostBytes: 256 MB: those of a branch. What two of them have in common counts twice.
  init(every spacing: Int = 1, most: Int = 128, mostBytes: Int = 256 << 20) {
    self.spacing = spacing
    self.most = most
    self.mostBytes = mostBytes
  }

  func isDue(at step: Int) -> Bool {
    step % spacing == 0 && step > (kept.last?.step ?? -1)
  }

  mutating func add(_ moment: Checkpoint) {
    if let place = kept.firstIndex(where: { $0.step >= moment.step }) {
      // Done again: the same bits.
      if kept[place].step != moment.step { insert(moment, at: place) }
    } else {
      insert(moment, at: kept.count)
    }
    while kept.count > 3, kept.count > most || bytes > mostBytes { thin() }
  }

  private mutating func insert(_ moment: Checkpoint, at place: Int) {
    kept.insert(moment, at: place)
    bytes += moment.byteCount
  }

  /// The first and the last of them stay.
  private mutating func thin() {
    spacing *= 2
    let (first, last) = (kept[0].step, kept[kept.count - 1].step)
    kept.removeAll { $0.step != first && $0.step != last && $0.step % spacing != 0 }
    if kept.count > most { kept.remove(at: 1) }
    bytes = kept.reduce(0) { $0 + $1.byteCount }
  }

  /// The last one that is not after `step`.
  func nearest(to step: Int) -> Checkpoint? { kept.last { $0.step <= step } }
}

extension Checkpoint {
  var byteCount: Int {
    groupNames.reduce(0) { $0 + self[$1].reduce(0) { $0 + 4 * $1.shape.scalarCount } } + 4096
  }
}
