import Datasets
import Lessons
import Metrics
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
}
