// Long series, made short enough for a small file without looking different.

/// Above this a line is drawn by its extremes. In a chart 720 pixels wide, 250 stretches are some
/// 2.5 pixels each.
let longestLine = 500

/// A long line is too restless for dashes: it is told apart by markers.
func isLong(_ points: [Point?]) -> Bool { points.count > longestLine }

/// The unbroken stretches between missing points.
func runs(_ points: [Point?]) -> [[Point]] {
  points.split(separator: nil).map { $0.compactMap { $0 } }
}

/// The least and the greatest of each of many short stretches, in their order, and both ends: what
/// the eye sees of a line with more points than pixels. Peaks are never lost.
func thinned(_ run: [Point], to count: Int) -> [Point] {
  guard run.count > count, count >= 4 else { return run }
  let buckets = count / 2
  var kept = [run[0]]
  for bucket in 0..<buckets {
    let start = bucket * run.count / buckets
    let end = (bucket + 1) * run.count / buckets
    var (lowest, highest) = (start, start)
    for index in start..<end {
      if run[index].y < run[lowest].y { lowest = index }
      if run[index].y > run[highest].y { highest = index }
    }
    kept.append(run[min(lowest, highest)])
    if lowest != highest { kept.append(run[max(lowest, highest)]) }
  }
  kept.append(run[run.count - 1])
  return kept
}

/// Every run of a series, thinned in proportion to its length.
func thinnedRuns(_ points: [Point?]) -> [[Point]] {
  guard isLong(points) else { return runs(points) }
  return runs(points).map { run in
    thinned(run, to: max(4, run.count * longestLine / points.count))
  }
}

/// The mean of up to `width` points around each point, fewer at the ends; gaps stay gaps, and are
/// left out of their neighbours' means.
func movingAverage(_ points: [Point?], width: Int) -> [Point?] {
  let before = (width - 1) / 2
  // Sums are taken of differences from one value, which keeps them exact for nearly constant data.
  let origin = points.lazy.compactMap { $0?.y }.first ?? 0
  var sums = [0.0]
  var counts = [0]
  for point in points {
    sums.append(sums[sums.count - 1] + (point.map { $0.y - origin } ?? 0))
    counts.append(counts[counts.count - 1] + (point == nil ? 0 : 1))
  }
  return points.indices.map { index in
    guard let point = points[index] else { return nil }
    let start = max(0, index - before)
    let end = min(points.count, index - before + width)
    let count = max(1, counts[end] - counts[start])
    return Point(x: point.x, y: origin + (sums[end] - sums[start]) / Double(count))
  }
}

/// Every n-th point, so that at most `count` are left.
func sampled(_ points: [Point], to count: Int) -> [Point] {
  guard points.count > count else { return points }
  return (0..<count).map { points[$0 * points.count / count] }
}
