import Preconditions

// Images made larger by repeating every pixel, and the adjoint of that.

extension Tensor {
  /// Images `[batch, height, width, channels]` with every pixel repeated `factor` times in both
  /// directions (the nearest neighbour): `[batch, factor · height, factor · width, channels]`.
  ///
  /// Every pixel of a block sends its cotangent to the one it was copied from: the gradient is
  /// ``sumPooled(by:)``.
  public func upsampled(by factor: Int) -> Tensor {
    require(rank == 4, "upsampled(by:): a tensor of shape \(shape) is no batch of images")
    require(factor > 0, "upsampled(by:): a factor of \(factor)")
    if factor == 1 { return self }
    let larger: Shape = [shape[0], factor * shape[1], factor * shape[2], shape[3]]
    let result = Storage.make(count: larger.scalarCount)
    let job = Upsampling(
      source: storage.scalars, target: result.scalars, factor: factor, width: shape[2],
      channels: shape[3])
    perform(job, parts: shape[0] * shape[1], nanoseconds: Cost.moving(larger.scalarCount))
    return .recorded(result, larger, self, keeping: .nothing) { _, v, _ in
      v.sumPooled(by: factor)
    }
  }

  /// The sums over blocks of `factor` × `factor` pixels, row by row in each block:
  /// `[batch, height, width, channels]` to `[batch, height / factor, width / factor, channels]`.
  ///
  /// The gradient is ``upsampled(by:)``. Divided by factor², these are the means: average pooling.
  public func sumPooled(by factor: Int) -> Tensor {
    require(rank == 4, "sumPooled(by:): a tensor of shape \(shape) is no batch of images")
    require(
      factor > 0 && shape[1] % factor == 0 && shape[2] % factor == 0,
      "sumPooled(by:): images \(shape) are no whole number of blocks of \(factor) pixels")
    if factor == 1 { return self }
    let smaller: Shape = [shape[0], shape[1] / factor, shape[2] / factor, shape[3]]
    let result = Storage.make(count: smaller.scalarCount)
    let job = SumPooling(
      source: storage.scalars, target: result.scalars, factor: factor, width: smaller[2],
      channels: shape[3])
    perform(job, parts: smaller[0] * smaller[1], nanoseconds: Cost.moving(scalarCount))
    return .recorded(result, smaller, self, keeping: .nothing) { _, v, _ in
      v.upsampled(by: factor)
    }
  }
}

/// One row of pixels becomes `factor` rows.
private struct Upsampling: Job, @unchecked Sendable {
  let source: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>
  let factor: Int
  let width: Int
  let channels: Int

  func run(_ line: Int) {
    let length = factor &* width &* channels
    let first = target + line &* factor &* length
    var pixel = source + line &* width &* channels
    var place = first
    for _ in 0..<width {
      for _ in 0..<factor {
        place.update(from: pixel, count: channels)
        place += channels
      }
      pixel += channels
    }
    for copy in 1..<factor { (first + copy &* length).update(from: first, count: length) }
  }
}

/// `factor` rows of pixels become one.
private struct SumPooling: Job, @unchecked Sendable {
  let source: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>
  let factor: Int
  let width: Int
  let channels: Int

  func run(_ line: Int) {
    let length = factor &* width &* channels
    let result = target + line &* width &* channels
    for row in 0..<factor {
      let numbers = source + (line &* factor &+ row) &* length
      for pixel in 0..<width {
        let place = result + pixel &* channels
        for column in 0..<factor {
          let block = numbers + (pixel &* factor &+ column) &* channels
          if row == 0 && column == 0 {
            place.update(from: block, count: channels)
          } else {
            add(block, to: place)
          }
        }
      }
    }
  }

  @inline(__always)
  private func add(_ block: UnsafePointer<Float>, to place: UnsafeMutablePointer<Float>) {
    var channel = 0
    while channel &+ 16 <= channels {
      (Vector(loading: place + channel) + Vector(loading: block + channel)).store(place + channel)
      channel &+= 16
    }
    while channel < channels {
      place[channel] += block[channel]
      channel &+= 1
    }
  }
}
