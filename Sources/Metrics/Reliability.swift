/// Whether a discriminator's answers mean what they say: of the samples that got about the same answer,
/// how many are real?
///
///     Reliability(real: [0.9, 0.7], generated: [0.1, 0.3]).error()
public struct Reliability {
  /// Samples with about the same answer: its mean, and the share of real ones.
  public struct Bin {
    public let answer: Float
    public let share: Float
    public let count: Int
  }

  /// By twentieths of the answers. Where fewer than 20 samples fall, too little is known: there is no
  /// bin.
  public let bins: [Bin]

  /// - Parameters:
  ///   - real: the answers to real samples, 0…1.
  ///   - generated: those to generated ones.
  public init(real: [Float], generated: [Float]) {
    var sums = [(answers: Float, real: Int, count: Int)](repeating: (0, 0, 0), count: 20)
    for (answers, isReal) in [(real, 1), (generated, 0)] {
      for answer in answers {
        let place = min(19, Int(answer * 20))
        sums[place].answers += answer
        sums[place].real += isReal
        sums[place].count += 1
      }
    }
    bins = sums.filter { $0.count >= 20 }.map {
      Bin(
        answer: $0.answers / Float($0.count), share: Float($0.real) / Float($0.count),
        count: $0.count)
    }
  }

  /// How far, on average, the share that `reading` makes of an answer is from the true one; 0 if there
  /// are no bins.
  public func error(reading: (Float) -> Float = { $0 }) -> Float {
    let total = bins.reduce(0) { $0 + Float($1.count) * abs($1.share - reading($1.answer)) }
    return total / Float(max(1, bins.reduce(0) { $0 + $1.count }))
  }
}
