import Tensors

/// 4.5: is it the label, or the seed?
public protocol HonestComparison: Exercise {
  /// What six pairs of twins say about smoothed labels.
  ///
  /// - Parameters:
  ///   - hard: the distances from the real samples (W1) that the twins with hard labels ended at, for the
  ///     seeds 1 to 6.
  ///   - smoothed: those of the twins with smoothed labels, for the same seeds in the same order.
  func verdict(hard: [Float], smoothed: [Float]) throws -> LabelVerdict
}

public enum LabelVerdict: Sendable {
  case better, worse, cannotTell
}

extension HonestComparison {
  /// Asks for the verdict on 200 comparisons in which the label does nothing, and on 200 in which it
  /// does something: in half of them good, in half harm.
  func check(_ variant: Variant) throws {
    var stream = variant.stream(for: "twins")
    let luck = (0..<200).map { _ in Twins(effect: 0, using: &stream) }
    let better = (0..<100).map { _ in Twins(effect: -0.015, using: &stream) }
    let worse = (0..<100).map { _ in Twins(effect: 0.015, using: &stream) }
    let all = luck + better + worse
    let verdicts = try all.map { try verdict(hard: $0.hard, smoothed: $0.smoothed) }

    do { try judge(verdicts) } catch let wrong as Wrong {
      let mistake = mistakes.first { _, verdict in
        zip(all, verdicts).allSatisfy { verdict($0.hard, $0.smoothed) == $1 }
      }
      throw Wrong(mistake?.key ?? wrong.message, expected: wrong.expected, got: wrong.got)
    }
  }

  /// 200 verdicts on luck, 100 on labels that do good, 100 on labels that do harm.
  private func judge(_ verdicts: [LabelVerdict]) throws {
    let found = verdicts[..<200].count { $0 != .cannotTell }
    try expect(
      found <= 24, "it takes luck for an effect: it sees one where the label does nothing",
      expected: "an effect in at most 24 of 200 comparisons without one", got: "in \(found)")
    let (better, worse) = (verdicts[200..<300], verdicts[300...])
    try expect(
      !better.contains(.worse) && !worse.contains(.better),
      "better and worse are swapped: a smaller distance is better")
    let seen = better.count(of: .better) + worse.count(of: .worse)
    try expect(
      seen >= 140, "it is too careful: it does not see an effect that is there",
      expected: "at least 140 of 200 effects found", got: "\(seen)")
  }
}

/// How six pairs of twins end. What a seed does, it does to both twins; their own luck is smaller.
private struct Twins {
  let hard: [Float]
  let smoothed: [Float]

  init(effect: Float, using stream: inout RandomStream) {
    func noise(_ size: Float) -> Tensor {
      .normal([6], standardDeviation: size, using: &stream)
    }
    let seed = 0.15 + noise(0.025)
    hard = (seed + noise(0.004)).scalars
    smoothed = (seed + noise(0.004) + effect).scalars
  }
}

/// What is often done instead, by what is wrong with it.
private let mistakes: KeyValuePairs<String, @Sendable ([Float], [Float]) -> LabelVerdict> = [
  "one seed says nothing: here the label does nothing, and one of the twins still comes out ahead":
    { smaller($1[0], $0[0]) },
  "two means always differ: nothing says that this difference is more than luck":
    { smaller($1.reduce(0, +), $0.reduce(0, +)) },
  "the best of six seeds is the luckiest one: five results are thrown away":
    { smaller($1.min() ?? 0, $0.min() ?? 0) },
  "it compares across seeds: twins share a seed, and their difference says more":
    { hard, smoothed in
      if let top = smoothed.max(), let bottom = hard.min(), top < bottom { return .better }
      if let top = hard.max(), let bottom = smoothed.min(), top < bottom { return .worse }
      return .cannotTell
    },
]

private func smaller(_ smoothed: Float, _ hard: Float) -> LabelVerdict {
  smoothed < hard ? .better : .worse
}

extension Collection<LabelVerdict> {
  fileprivate func count(of verdict: LabelVerdict) -> Int { count { $0 == verdict } }
}
