import Dispatch
import Preconditions
import Synchronization

/// The rate of fused multiply-adds that this machine reaches now on `threads` threads, in
/// GFLOP/s: on numbers that never leave the registers.
///
/// Sixteen sums hide the latency of two AVX-512 units; AVX2 has registers for six. The better counts.
func peakRate(threads: Int) -> Double {
  let rates = Mutex<[Double]>([])
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    let best = Swift.max(Sums<16>.rate(), Sums<6>.rate())
    rates.withLock { $0.append(best) }
  }
  return rates.withLock { $0.reduce(0, +) }
}

/// The rate at which `threads` threads copy between blocks too large for any cache, in gigabytes a
/// second, read and written together. The best of three counts.
func memoryRate(threads: Int) -> Double {
  let bytes = 1 << 28
  let blocks = UnsafeMutableRawPointer.allocate(byteCount: 2 * threads * bytes, alignment: 4096)
  defer { blocks.deallocate() }
  let place = UInt(bitPattern: blocks)
  let times = (0..<4).map { _ in
    ContinuousClock().measure {
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        let start = UnsafeMutableRawPointer(bitPattern: place + UInt(2 * thread * bytes))
        start?.copyMemory(from: start! + bytes, byteCount: bytes)
      }
    }
  }
  // The first one meets untouched pages.
  let best = times.dropFirst().map { $0 / .nanoseconds(1) }.min() ?? .nan
  return Double(2 * threads * bytes) / best
}

private enum Sums<let count: Int> {
  static func rate() -> Double {
    let rounds = 3_000_000 / count
    let elapsed = ContinuousClock().measure { multiplyAdd(rounds: rounds) }
    // 16 lanes, two operations.
    return Double(rounds * count * 16 * 2) / (elapsed / .nanoseconds(1))
  }

  @inline(__always)
  private static func multiplyAdd(rounds: Int) {
    var sums = InlineArray<count, SIMD16<Float>>(repeating: .zero)
    let a = SIMD16<Float>(repeating: 0.5)
    let b = SIMD16<Float>(repeating: 0.25)
    for _ in 0..<rounds {
      for index in 0..<count { sums[index].addProduct(a, b) }
    }
    var total = SIMD16<Float>.zero
    for index in 0..<count { total += sums[index] }
    require(total[0] != 1, "a sum of eighths that the optimiser cannot foresee")
  }
}
