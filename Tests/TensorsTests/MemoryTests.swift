import Foundation
import Testing

@testable import Tensors

@Suite("memory")
struct MemoryTests {
  /// Builds a chain of operations, differentiates it twice and lets everything go.
  @inline(never)
  static func longChain(of length: Int) -> Bool {
    let first = Tensor([0.5, 2]).tracked()
    var x = first
    for index in 0..<length {
      // A link, or a diamond whose two paths meet again.
      x = index % 2 == 0 ? x * 1 : x * 0.75 + x * 0.25
    }
    let gradient = gradients(of: x.squared().sum(), withRespectTo: [first], differentiable: true)
    let second = gradients(of: gradient[0].sum(), withRespectTo: [first])
    return gradient[0].scalars == [1, 4] && second[0].scalars == [2, 2]
  }

  @Test("a chain of 50,000 nodes is differentiated twice and freed on a stack of 512 KiB")
  func longChainOnASmallStack() async {
    await #expect(processExitsWith: .success) {
      let thread = Thread { exit(MemoryTests.longChain(of: 50_000) ? 0 : 1) }
      thread.stackSize = 512 << 10
      thread.start()
      while true { sleep(1) }
    }
  }

  @Test("a chain of 50,000 nodes is freed whichever end is let go first")
  func freedFromEitherEnd() async {
    await #expect(processExitsWith: .success) {
      let thread = Thread {
        var links = [Tensor(1).tracked()]
        for index in 0..<50_000 { links.append(links[index] * 1) }
        let last = links[50_000]
        links = []
        _ = consume last
        var x = Tensor(1).tracked()
        for _ in 0..<50_000 { x = .concatenation([x.reshaped(to: [1])]).reshaped(to: []) + x }
        exit(0)
      }
      thread.stackSize = 512 << 10
      thread.start()
      while true { sleep(1) }
    }
  }

  /// Keeps nothing alive, and knows what still is.
  private struct Watch {
    weak var node: Node?
    weak var storage: Storage?
    init(_ tensor: Tensor) { (node, storage) = (tensor.node, tensor.storage) }
    var isGone: Bool { node == nil && storage == nil }
  }

  @Test("no operation leaks, nor does its first or second gradient", arguments: Operation.all)
  func leaks(_ operation: Operation) {
    func use() -> [Watch] {
      let points = operation.values().map { $0.tracked() }
      let output = operation.function(points)
      let loss = output.squared().sum()
      let first = gradients(of: loss, withRespectTo: points, differentiable: true)
      let penalty = first.map { $0.squared().sum() }.reduce(loss) { $0 + $1 }
      let second = gradients(of: penalty, withRespectTo: points)
      return (points + [output, loss] + first + [penalty] + second).map(Watch.init)
    }
    let watches = use()
    #expect(watches.count > 4)
    for watch in watches { #expect(watch.isGone) }
  }

  @Test("a gradient lets go of what it needed for the way back")
  func nothingKept() {
    let x = Tensor([1, 2]).tracked()
    func use() -> Watch {
      let y = x.exp()
      let gradient = gradients(of: y.sum(), withRespectTo: [x, y])
      #expect(y.node?.cotangent == nil && x.node?.cotangent == nil)
      return Watch(gradient[1])
    }
    #expect(use().isGone)
    #expect(x.node?.state == .unvisited)
  }

  @Test(
    "a record that is let go of gives the same gradients, and its numbers are gone while its output is held",
    arguments: Operation.all)
  func letGo(_ operation: Operation) {
    func loss(_ points: [Tensor], keeping: Bool) -> (
      output: Tensor, gradients: [Tensor], between: Watch
    ) {
      let factors = points.map { $0 * 2 }
      let output = operation.function(factors).squared().sum()
      let slopes = gradients(of: output, withRespectTo: points, keepingRecord: keeping)
      return (output, slopes, factors.map(Watch.init)[0])
    }
    let points = operation.values().map { $0.tracked() }
    let (kept, lost) = (loss(points, keeping: true), loss(points, keeping: false))
    #expect(digest(of: lost.gradients) == digest(of: kept.gradients))
    #expect(lost.between.storage == nil && lost.output.isTracked)
    // A leaf is nobody's: what was made of it before and after can be asked.
    let again = gradients(of: kept.output, withRespectTo: points)
    #expect(digest(of: again) == digest(of: kept.gradients))
    #expect(
      digest(of: loss(points, keeping: true).gradients) == digest(of: kept.gradients))
  }

  @Test("parameters whose record is let go of are moved where they lie, others to a new place")
  func movedInPlace() {
    func isMovedInPlace(keeping: Bool) -> Bool {
      var parameters = [Tensor(rows: [[1, 2], [3, 4]]).tracked()]
      let before = parameters[0].storage.scalars
      let x = Tensor.ones([3, 2])
      let loss = x.matmul(parameters[0]).squared().sum()
      var optimizer = SGD(learningRate: 0.5)
      optimizer.update(
        &parameters,
        along: gradients(of: loss, withRespectTo: parameters, keepingRecord: keeping))
      return withExtendedLifetime(loss) { parameters[0].storage.scalars == before }
    }
    #expect(isMovedInPlace(keeping: false))
    #expect(!isMovedInPlace(keeping: true))
  }

  #if os(Linux)
    /// The process's own memory, in bytes. (Pages of code come in as they are first run, and are
    /// not counted.)
    static func ownBytes() -> Int {
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
      return (Int(line.filter(\.isNumber)) ?? 0) * 1024
    }

    @Test("2,000 steps of training, gradient penalty and all, need no more memory than 200")
    func flat() async {
      await #expect(processExitsWith: .success) {
        var stream = RandomStream(seed: 1, for: "weights")
        var parameters = [[40, 64], [64], [64, 1], [1]].map { (shape: Shape) in
          Tensor.normal(shape, standardDeviation: 0.1, using: &stream).tracked()
        }
        var optimizer = SGD(learningRate: 0.01, momentum: 0.9)
        var before = 0
        for step in 0..<2000 {
          // 128 × 40 numbers are more than a small buffer holds.
          let x = Tensor.normal([128, 40], using: &stream).tracked()
          let scores = x.dense(weight: parameters[0], bias: parameters[1]).tanh()
            .dense(weight: parameters[2], bias: parameters[3])
          let slopes = gradients(of: scores.sum(), withRespectTo: [x], differentiable: true)[0]
          let norms = (slopes.squared().sum(along: [1]) + 1e-6).squareRoot()
          let loss = sigmoidCrossEntropy(logits: scores, label: 1) + (norms - 1).squared().mean()
          optimizer.update(&parameters, along: gradients(of: loss, withRespectTo: parameters))
          if step == 200 { before = MemoryTests.ownBytes() }
        }
        let growth = MemoryTests.ownBytes() - before
        // One small tensor lost in each step would be 0.5 MB, one batch 37 MB.
        exit(before > 0 && growth < 256 << 10 ? 0 : 1)
      }
    }
  #endif

  @Test("a copy keeps its numbers when an optimiser moves the original")
  func optimizerLeavesCopies() {
    var parameters = [Tensor([1, 2]).tracked()]
    let copy = parameters
    let reshaped = parameters[0].reshaped(to: [2, 1])
    var optimizer = SGD(learningRate: 1, momentum: 0.5)
    optimizer.update(&parameters, along: [Tensor([10, 20])])
    let state = optimizer.state
    optimizer.update(&parameters, along: [Tensor([10, 20])])
    #expect(copy[0].scalars == [1, 2])
    #expect(reshaped.scalars == [1, 2])
    #expect(parameters[0].scalars == [-24, -48])
    #expect(state.map(\.scalars) != optimizer.state.map(\.scalars))
  }

  @Test("makeUnique() parts a tensor from its copies, and copies nothing where there are none")
  func makeUnique() {
    var tensor = Tensor([1, 2, 3])
    let copy = tensor
    tensor.makeUnique()
    tensor.storage.scalars[0] = 9
    #expect(tensor.scalars == [9, 2, 3])
    #expect(copy.scalars == [1, 2, 3])
    let address = tensor.storage.scalars
    tensor.makeUnique()
    #expect(tensor.storage.scalars == address)
  }

  @Test("a buffer is aligned to 64 bytes and zero after its last scalar", arguments: [1, 17, 5001])
  func alignment(count: Int) {
    let storage = Storage.make(count: count)
    #expect(UInt(bitPattern: storage.scalars) % 64 == 0)
    for lane in count..<(count + 15) / 16 * 16 { #expect(storage.scalars[lane] == 0) }
  }

  @Test("a large buffer that is let go is the next one of its size")
  func largeBuffersAreReused() {
    // No other test makes buffers of this size. The system would hand out a page of zeros.
    let count = 5_777_777
    func visit(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
      let storage = Storage.make(count: count)
      withExtendedLifetime(storage) { body(storage.scalars) }
    }
    visit(count) { $0[123] = 42 }
    visit(count - 1000) { #expect($0[123] == 42) }
  }

  @Test("large buffers stay for the next step while something else wants a sixth as much")
  func largeBuffersStay() async {
    await #expect(processExitsWith: .success) {
      func lend(_ counts: [Int], _ body: (Storage) -> Void) {
        let storages = counts.map { Storage.make(count: $0) }
        storages.forEach(body)
      }
      // 1,152 MiB at once, of which hardly anything is touched; then 192.
      let large = [Int](repeating: 100_000_000, count: 3)
      lend(large) { $0.scalars[123] = 42 }
      lend([50_000_000]) { _ in }
      var kept = 0
      lend(large) { if $0.scalars[123] == 42 { kept += 1 } }
      exit(kept == 3 ? 0 : 1)
    }
  }
}
