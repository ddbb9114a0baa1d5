import Datasets
import Lessons
import Metrics
import Tensors
import Testing

@Suite("The judge of pictures")
struct PictureJudgeTests {
  /// The judge's word for its distance, where it has seen so many pictures.
  private func title(_ count: Int) throws -> String {
    let pictures = ImageSet(drawing: 0..<count, by: DrawnDigits(seed: 1))
    return try PictureJudge(.drawn, unseen: pictures).distance.title
  }

  @Test("it takes 50 components, or as many as so few pictures have, and says how many")
  func components() throws {
    #expect(try title(60) == Metric.pca50Frechet.title)
    #expect(try title(20) == "Fréchet distance on 19 components")
  }

  // Broken once by moving the samples by 1 along each component.
  @Test("real faces are dense and cover the others; ten of them repeated are dense alone")
  func density() throws {
    let format = ImageFormat(side: 64, channels: .rgb)
    let (training, testing) = try Dataset.drawn.images(as: format, drawing: .faces)
    let judge = try PictureJudge(.drawn, unseen: testing)
    let real = judge.seen(training.tensor(0..<500, in: .unit))
    let own = judge.report(on: real)
    let (density, coverage) = (try #require(own[.density]), try #require(own[.coverage]))
    #expect(density > 0.85 && density < 1.15 && coverage > 0.93, "\(density), \(coverage)")
    let few = judge.report(on: real.rows(at: (0..<500).map { $0 % 10 }))
    #expect(try #require(few[.density]) > 0.5 && #require(few[.coverage]) < 0.15, "\(few.finite)")
    // Nobody reads faces.
    #expect(own[.legible] == nil && judge.report(on: real, asked: [3])[.asked] == nil)
    var stream = RandomStream(seed: 1, for: "noise")
    let noise = judge.report(on: judge.seen(.uniform([500, 64, 64, 3], using: &stream)))
    #expect(try #require(noise[.density]) < 0.15 && #require(noise[.coverage]) < 0.02)
  }

  @Test("a judge of digits reads samples, and counts those that are what was asked for")
  func asked() throws {
    let unseen = ImageSet.drawn(.test)
    let judge = try DigitJudge(.drawn, labelled: .drawn(.train), unseen: unseen) { _ in }
    let (samples, labels) = (
      unseen.tensor(0..<600, in: .unit), unseen.labels.prefix(600).map { Int($0) }
    )
    let right = judge.report(on: samples, asked: labels)
    #expect(try #require(right[.asked]) > 0.98 && #require(right[.legible]) > 0.95)
    let wrong = judge.glance(at: samples, asked: labels.map { ($0 + 1) % 10 })
    #expect(try #require(wrong[.asked]) < 0.02)
    #expect(judge.glance(at: samples).metrics.contains(.asked) == false)
    // A quick run has a judge who does not read.
    let quick = try DigitJudge(.drawn, labelled: .drawn(.train), unseen: unseen, reads: false) {
      _ in
    }
    #expect(quick.glance(at: samples).metrics.contains(.legible) == false)
  }
}
