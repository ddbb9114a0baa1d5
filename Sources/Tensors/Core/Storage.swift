import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sixteen numbers that are computed at once. `SIMD16` means the same on every processor: with
/// AVX-512 it is one register, with AVX2 two, with NEON four, and the bits are equal.
typealias Vector = SIMD16<Float>

/// The memory of one tensor: a whole number of 16-lane vectors on a 64-byte boundary.
///
/// Whole vectors, because an elementwise kernel then needs no special case for the end: it computes
/// on the unused lanes too, and nobody reads them. A reduction must mask them. After them lies room for
/// another vector, so that sixteen numbers can be read from wherever there is one.
///
/// Small buffers lie in the object itself, one allocation in all. A large one comes from
/// ``LargeBuffers``: the system hands out large blocks as untouched pages, and the page faults cost
/// ten times more than the arithmetic on them.
final class Storage: ManagedBuffer<Storage.Header, Float> {
  struct Header {
    let scalars: UnsafeMutablePointer<Float>
    /// The size of the block to give back to ``LargeBuffers``; 0 when the buffer is in the object.
    let largeBytes: Int
  }

  static let lanes = 16
  private static let largestInline = 4096

  /// Room for `count` scalars, not initialised, but for zeros in the lanes after the last.
  static func make(count: Int) -> Storage {
    let padded = (count + lanes - 1) & ~(lanes - 1)
    let storage: ManagedBuffer<Header, Float>
    if padded <= largestInline {
      storage = Storage.create(minimumCapacity: padded + 2 * lanes) { buffer in
        let start = buffer.withUnsafeMutablePointerToElements { UInt(bitPattern: $0) }
        let aligned = (start + 63) & ~63
        return Header(scalars: UnsafeMutablePointer(bitPattern: aligned)!, largeBytes: 0)
      }
    } else {
      let (block, bytes) = LargeBuffers.take(bytes: padded * MemoryLayout<Float>.stride)
      let scalars = block.bindMemory(to: Float.self, capacity: padded)
      storage = Storage.create(minimumCapacity: 0) { _ in
        Header(scalars: scalars, largeBytes: bytes)
      }
    }
    let made = unsafeDowncast(storage, to: Storage.self)
    let scalars = made.scalars
    for index in count..<padded { scalars[index] = 0 }
    return made
  }

  @inline(__always) var scalars: UnsafeMutablePointer<Float> { header.scalars }

  @inline(__always) var vectors: UnsafeMutablePointer<Vector> {
    UnsafeMutableRawPointer(header.scalars).assumingMemoryBound(to: Vector.self)
  }

  deinit {
    if header.largeBytes > 0 { LargeBuffers.giveBack(header.scalars, bytes: header.largeBytes) }
  }
}

/// Large blocks of memory, kept for the next tensor of the same size class.
///
/// Size classes are four to the octave, so that at most a quarter of a block is idle. What a step
/// of training needs, the next step needs again: after the first step nothing is allocated. What waits here and
/// what is lent are together at most half more than was lent at once before, for not all sizes are wanted at
/// the same time, or a gigabyte if that is more: then blocks of other sizes go back to the system for a new one,
/// the largest first.
enum LargeBuffers {
  private struct Shelf: ~Copyable {
    var blocks: [Int: [UInt]] = [:]
    var waiting = 0
    var lent = 0
    var limit = 1 << 30

    /// All bytes that were taken from the system and not given back.
    var held: Int { lent + waiting }

    /// Takes blocks off the shelf until no more than `limit` bytes are held, or none waits.
    mutating func surplus(over limit: Int) -> [UInt] {
      var surplus: [UInt] = []
      while waiting > 0 && held > limit {
        guard let size = blocks.keys.max(), let block = blocks[size]?.popLast() else { break }
        if blocks[size]?.isEmpty == true { blocks[size] = nil }
        waiting -= size
        surplus.append(block)
      }
      return surplus
    }
  }
  private static let shelf = Mutex(Shelf())

  private static func sizeClass(_ bytes: Int) -> Int {
    let quarter = 1 << Swift.max(12, Int.bitWidth - 3 - (bytes - 1).leadingZeroBitCount)
    return (bytes + quarter - 1) / quarter * quarter
  }

  static func take(bytes: Int) -> (UnsafeMutableRawPointer, bytes: Int) {
    let size = sizeClass(bytes)
    let (kept, surplus, held): (UInt?, [UInt], Int) = shelf.withLock { shelf in
      shelf.lent += size
      shelf.limit = Swift.max(shelf.limit, shelf.lent / 2 * 3)
      if let block = shelf.blocks[size]?.popLast() {
        if shelf.blocks[size]?.isEmpty == true { shelf.blocks[size] = nil }
        shelf.waiting -= size
        return (block, [], 0)
      }
      // What waits in other sizes may be the room that is missing.
      let surplus = shelf.surplus(over: Swift.min(shelf.limit, MemoryLimit.bytes))
      return (nil, surplus, shelf.held)
    }
    for block in surplus { free(UnsafeMutableRawPointer(bitPattern: block)) }
    if let kept, let block = UnsafeMutableRawPointer(bitPattern: kept) { return (block, size) }
    if held > MemoryLimit.bytes { MemoryLimit.end(.beyondLimit(held)) }
    var block: UnsafeMutableRawPointer?
    guard posix_memalign(&block, 4096, size + MemoryLayout<Vector>.size) == 0, let block else {
      MemoryLimit.end(.refused(size))
    }
    return (block, size)
  }

  static func giveBack(_ block: UnsafeMutableRawPointer, bytes: Int) {
    let address = UInt(bitPattern: block)
    shelf.withLock { shelf in
      shelf.blocks[bytes, default: []].append(address)
      shelf.waiting += bytes
      shelf.lent -= bytes
    }
  }
}
