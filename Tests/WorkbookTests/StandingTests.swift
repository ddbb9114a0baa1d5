import Testing

@testable import workbook

@Suite("workbook bench: arithmetic")
struct StandingTests {
  private func round(_ median: Double, best: Double = 1, memory: Int = 1, others: Double? = nil)
    -> Player.Round
  {
    Player.Round(
      samples: 3, medianMs: median, bestMs: best, peakMemoryBytes: memory, otherCPUs: others)
  }

  private func standing(_ rounds: [Player.Round], against ours: [Player.Round]?) -> Standing {
    Standing(
      .gemm, batch: 1024, threads: 2,
      opening: Player.Opening(library: "Fake 1.0", form: "eager", firstMs: 40), startSeconds: 0.5,
      rounds: rounds, peakGflops: 400, against: ours)
  }

  @Test("the ratio is the median of the ratios within a round, not the ratio of medians")
  func ratios() {
    // The machine was slow for both in the second round.
    let ours = [round(1), round(10), round(2)]
    let theirs = [round(3), round(20), round(10)]
    let standing = standing(theirs, against: ours)
    #expect(standing.ratios == [3, 2, 5])
    #expect(standing.ratio == 3)
    #expect(standing.medianMs == 10)
    #expect(self.standing(ours, against: nil).ratio == nil)
  }

  @Test("the rate is twice the multiply-adds over the median time")
  func rate() {
    let standing = standing([round(10), round(12), round(8)], against: nil)
    #expect(abs(standing.gflops - 2 * 1.073741824 / 10e-3) < 1e-9)
    #expect(abs(standing.shareOfPeak - standing.gflops / 400) < 1e-12)
  }

  @Test("the best time and the most memory are those of all rounds")
  func extremes() {
    let standing = standing(
      [
        round(5, best: 4, memory: 70, others: 0.5), round(6, best: 3, memory: 90, others: 0.1),
        round(7, best: 6, memory: 80, others: 0.2),
      ], against: nil)
    #expect(standing.bestMs == 3)
    #expect(standing.peakMemoryBytes == 90)
    #expect(standing.otherCPUs == 0.2)
  }

  @Test("the median of an even number of times lies between the middle two")
  func medians() {
    #expect(median([4, 1, 9]) == 4)
    #expect(median([4, 1, 9, 2]) == 3)
    #expect(median([7]) == 7)
    #expect(median([Double]()).isNaN)
  }

  @Test(
    "three digits are shown",
    arguments: [
      (0.06234, "0.0623"), (0.9996, "1.000"), (4.567, "4.57"), (45.67, "45.7"), (891.4, "891"),
      (7920.6, "7921"), (0, "0"),
    ])
  func threeDigits(number: Double, shown: String) { #expect(digits(number) == shown) }

  @Test("places after the point, with zeros and a sign that is not alone")
  func places() {
    #expect(fixed(1.05, 1) == "1.1")
    #expect(fixed(2.004, 2) == "2.00")
    #expect(fixed(-0.25, 1) == "-0.3")
    #expect(fixed(-0.01, 1) == "0.0")
    #expect(fixed(12, 0) == "12")
    #expect(fixed(.nan, 2) == "–")
  }

  @Test("rows stand under their titles")
  func table() {
    let row = Table.standings.row(standing([round(10)], against: [round(4)]))
    let header = Table.standings.header
    #expect(row.hasSuffix("2.50 (2.50 … 2.50)  Fake 1.0, eager"))
    #expect(header.hasSuffix("ratio  library"))
    #expect(row.count - "Fake 1.0, eager".count == header.count - "library".count)
  }

  @Test("growth is the time over that of half the size")
  func growth() {
    let scaling = Scaling(
      workload: .w1, over: "batch", sizes: [8, 16, 32, 64], medianMs: [1, 2, 5, 10])
    #expect(scaling.growth == [2, 2.5, 2])
    #expect(scaling.rows[2].hasSuffix("2.50"))
    #expect(scaling.rows[0].contains("0.125"))
  }
}
