import Foundation
import Testing

@testable import workbook

@Suite("Sliders in the book")
struct BookSliderTests {
  /// What is recorded of chapter 4.
  private func record() throws -> Record {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try JSONDecoder().decode(
      Record.self,
      from: Data(
        contentsOf: top.appendingPathComponent("Figures/04-label-smoothing/record.json")))
  }

  @Test("each has a frame for each value, none like another, and begins at one of them")
  func frames() throws {
    let sliders = try BookSlider.all(chapter4: record())
    #expect(sliders.map(\.name) == ["label", "labels-by-seed", "penalty-weight", "rest"])
    for slider in sliders {
      #expect(slider.frames.count > 4, "\(slider.name)")
      #expect(Set(slider.frames.map(\.value)).count == slider.frames.count)
      #expect(Set(slider.frames.map(\.wide)).count == slider.frames.count, "\(slider.name)")
      #expect(Set(slider.frames.map(\.caption)).count == slider.frames.count)
      #expect(slider.frames.indices.contains(slider.first))
      // Every picture that the page shows is written.
      let shown = slider.html.matches(of: /(?:src|srcset)="([^"]*)"/).map { String($0.1) }
      #expect(Set(shown) == Set(slider.files.map(\.path)), "\(slider.name)")
    }
  }

  @Test(
    "the label's frames say what the formula says: 0.45, 0.325 and 2.197 for 0.9, as the chapter has it"
  )
  func label() throws {
    let slider = try #require(BookSlider.all(chapter4: record()).first)
    let caption = slider.frames[slider.first].caption
    #expect(slider.frames[slider.first].value == "0.9")
    for number in ["answers 0.45;", "below 0.3251 nats", "at most 2.197."] {
      #expect(caption.contains(number), "\(caption)")
    }
    #expect(slider.frames.last?.caption.contains("at most without end") == true)
  }

  @Test("the seeds' frames show recorded values, and are left out where they are not recorded")
  func seeds() throws {
    var record = try record()
    let slider = try #require(
      BookSlider.all(chapter4: record).first { $0.name == "labels-by-seed" })
    let run = try #require(record.runs["lesson"])
    #expect(slider.frames.map(\.value) == run.seeds.map(String.init))
    record.runs["lesson.slim"]?.values["w1"] = nil
    #expect(!BookSlider.all(chapter4: record).contains { $0.name == "labels-by-seed" })
  }
}
