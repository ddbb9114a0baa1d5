import Preconditions

extension Image {
  /// The picture with other sizes: each new pixel is the average of what it covers, or, along an axis
  /// that grows, a blend of its two neighbours.
  ///
  /// Along an axis that shrinks from n to m pixels, a new pixel covers n/m old ones, the outer two in
  /// part, and is their mean, each weighed by how much of it is covered: so nothing flickers, and the
  /// mean of the whole stays. Along an axis that grows, it lies between the middles of two old pixels
  /// and is their blend by distance (bilinear); beyond the outermost middles it is the outermost
  /// pixel. Weights are whole numbers, and each level is rounded once, half up: the same bytes
  /// everywhere, and a picture resized to its own size is itself.
  ///
  /// The two axes are taken each by itself: where the proportions differ, the picture is squashed,
  /// as training on pictures of one size commonly has it.
  ///
  /// Levels are averaged as they are encoded, like nearly all software does it.
  public func resized(width newWidth: Int, height newHeight: Int) -> Image {
    if newWidth == width && newHeight == height { return self }
    let columns = ResizedAxis(from: width, to: newWidth)
    let rows = ResizedAxis(from: height, to: newHeight)
    let count = newWidth * newHeight * channels.count
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      self.pixels.withUnsafeBufferPointer { resize($0, into: buffer, columns, rows) }
      initialized = count
    }
    return Image(width: newWidth, height: newHeight, channels: channels, pixels: pixels)
  }

  private func resize(
    _ from: UnsafeBufferPointer<UInt8>, into to: UnsafeMutableBufferPointer<UInt8>,
    _ columns: ResizedAxis, _ rows: ResizedAxis
  ) {
    let channels = channels.count
    let length = columns.taps.count * channels
    // No old row is needed again once the one behind it is: two of them, resized, are kept.
    var kept = (even: [Int](repeating: 0, count: length), odd: [Int](repeating: 0, count: length))
    var keptRows = (even: -1, odd: -1)
    var sums = [Int](repeating: 0, count: length)
    let total = Double(rows.total * columns.total)
    let half = rows.total * columns.total / 2
    for (row, tap) in rows.taps.enumerated() {
      for index in 0..<length { sums[index] = half }
      for (old, weight) in zip(tap.first..., tap.weights) {
        let source = UnsafeBufferPointer(
          rebasing: from[old * width * channels..<(old + 1) * width * channels])
        if old % 2 == 0 {
          if keptRows.even != old { columns.sum(source, channels, into: &kept.even) }
          keptRows.even = old
          add(kept.even, times: weight, to: &sums)
        } else {
          if keptRows.odd != old { columns.sum(source, channels, into: &kept.odd) }
          keptRows.odd = old
          add(kept.odd, times: weight, to: &sums)
        }
      }
      // Whole numbers below 2⁵³: their quotient cannot be rounded up to the next whole number.
      for index in 0..<length { to[row * length + index] = UInt8(Double(sums[index]) / total) }
    }
  }
}

private func add(_ values: [Int], times weight: Int, to sums: inout [Int]) {
  for index in sums.indices { sums[index] &+= values[index] &* weight }
}

/// Which old pixels make up each new one along an axis, and with what weights.
private struct ResizedAxis {
  struct Tap {
    let first: Int
    let weights: [Int]
  }

  let taps: [Tap]
  /// The sum of the weights of each new pixel.
  let total: Int

  init(from old: Int, to new: Int) {
    require(new > 0, "Image: cannot be resized to \(new) pixels")
    if new <= old {
      // With old · new parts to the axis, a new pixel has `old` of them and an old one `new`.
      total = old
      taps = (0..<new).map { index in
        let (start, end) = (index * old, (index + 1) * old)
        let (first, last) = (start / new, (end - 1) / new)
        return Tap(
          first: first,
          weights: (first...last).map { min(end, ($0 + 1) * new) - max(start, $0 * new) })
      }
    } else {
      // In units of which an old pixel has 2 · new: the new pixel's middle from the first old one's.
      let unit = 2 * new
      total = unit
      taps = (0..<new).map { index in
        let place = (2 * index + 1) * old - new
        if place < 0 { return Tap(first: 0, weights: [unit]) }
        let (first, rest) = place.quotientAndRemainder(dividingBy: unit)
        if first + 1 >= old { return Tap(first: old - 1, weights: [unit]) }
        return Tap(first: first, weights: [unit - rest, rest])
      }
    }
  }

  /// One row's weighted sums, `channels` for each new pixel.
  func sum(_ row: UnsafeBufferPointer<UInt8>, _ channels: Int, into sums: inout [Int]) {
    for (pixel, tap) in taps.enumerated() {
      for channel in 0..<channels {
        var (sum, place) = (0, tap.first * channels + channel)
        for weight in tap.weights {
          sum &+= Int(row[place]) &* weight
          place += channels
        }
        sums[pixel * channels + channel] = sum
      }
    }
  }
}
