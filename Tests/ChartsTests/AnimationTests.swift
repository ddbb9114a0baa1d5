import Foundation
import Testing

@testable import Charts

@Suite("Animations")
struct AnimationTests {
  /// A generated density on its way to the real one, with D over both.
  static func frames(_ count: Int) -> [Chart] {
    let grid = (0..<120).map { -4 + Double($0) / 10 }
    let real = grid.map { normalDensity($0, mean: 4, deviation: 1.25) }
    return (0..<count).map { index in
      let mean = 4 * Double(index) / Double(count)
      let fake = grid.map { normalDensity($0, mean: mean, deviation: 0.9) }
      var chart = Chart(
        "Densities", x: Axis("x"), y: Axis("density"), right: Axis("D(x)", range: 0...1))
      chart.area("real", x: grid, y: real)
      chart.area("generated", x: grid, y: fake)
      chart.line("D(x)", x: grid, y: zip(real, fake).map { $0 / ($0 + $1 + 1e-9) }, on: .right)
      chart.rule(y: 0.5, label: "D = ½", on: .right)
      return chart
    }
  }

  @Test("there are as many frames as given, each with its caption, and one of them is the last")
  func frameCount() throws {
    let captions = (0..<7).map { "step \($0 * 100) · W₁ \(brief(4 - Double($0) / 2))" }
    let svg = Animation(frames: Self.frames(7), captions: captions).svg()
    let picture = try Picture(svg)
    #expect(picture.all(class: "q").count == 7)
    #expect(picture.all(class: "z").count == 1)
    #expect(picture.all(class: "q").last?.classes == ["q", "z"])
    #expect(picture.labels.map(\.text).filter { $0.hasPrefix("step") } == captions)
  }

  @Test("frames follow each other without gap or overlap, and one turn lasts as long as stated")
  func timing() throws {
    let animation = Animation(frames: Self.frames(8), secondsPerFrame: 0.25, pause: 3)
    #expect(animation.duration == 5)
    let svg = animation.svg()
    let picture = try Picture(svg)
    let delays = picture.all(class: "q").compactMap { frame in
      (frame.attributes["style"] ?? "").firstMatch(of: /animation-delay:(-[\d.]+)s/)
        .flatMap { Double($0.1) }
    }
    #expect(delays == (0..<8).map { Double($0) * 0.25 - 5 })
    #expect(svg.contains("animation:q8-250-3000 5s step-end infinite"))
    // One frame is 5 % of the turn; the last, with the pause, 65 %.
    #expect(svg.contains("q8-250-3000{0%{visibility:visible}5%,100%{visibility:hidden}}"))
    #expect(svg.contains("z8-250-3000{0%{visibility:visible}65%,100%{visibility:hidden}}"))
  }

  @Test("without motion the last frame is seen, and nothing moves outside the motion query")
  func reducedMotion() throws {
    let svg = Animation(frames: Self.frames(3)).svg()
    let query = try #require(svg.range(of: "@media (prefers-reduced-motion:no-preference){"))
    let before = svg[..<query.lowerBound]
    #expect(before.contains(".q{visibility:hidden}.chart .z{visibility:visible}"))
    #expect(!before.contains("animation:"))
    #expect(!svg.contains("<script") && !svg.contains("<animate"))
  }

  @Test(
    "the still picture is the last frame with its caption, on the axes of all, and nothing moves")
  func forPaper() throws {
    let animation = Animation(frames: Self.frames(5), captions: (0..<5).map { "step \($0)" })
    let still = animation.still()
    #expect(!still.contains("@keyframes") && !still.contains("class=\"q\""))
    let labels = try Picture(still).labels.map(\.text)
    #expect(labels.filter { $0.hasPrefix("step") } == ["step 4"])
    // The numbers along the axes are those of the picture that plays.
    let moving = try Picture(animation.svg()).labels.map(\.text)
    #expect(labels == moving.filter { !$0.hasPrefix("step") || $0 == "step 4" })
  }

  @Test("what does not change is written once")
  func still() throws {
    let picture = try Picture(Animation(frames: Self.frames(10)).svg())
    // The real density: its legend sample, and one curve.
    #expect(picture.all(class: "i0").count == 2)
    // The generated one: its sample, and a curve in each frame.
    #expect(picture.all(class: "i1").count == 11)
    #expect(picture.labels.filter { $0.text == "D = ½" }.count == 1)
  }

  @Test("60 frames of three curves with 120 points stay below 300 kB")
  func size() {
    let captions = (0..<60).map { "step \($0)" }
    let bytes = Animation(frames: Self.frames(60), captions: captions).svg().utf8.count
    #expect(bytes < 150_000, "\(bytes) bytes")
  }

  @Test("all frames share axes that hold every frame's data")
  func sharedAxes() throws {
    var small = Chart("t", x: Axis("x"), y: Axis("y"))
    small.line("a", x: [0.0, 1], y: [0.0, 1])
    var large = Chart("t", x: Axis("x"), y: Axis("y"))
    large.line("a", x: [0.0, 10], y: [0.0, 100])
    let svg = Animation(frames: [large, small]).svg()
    try expectSound(svg)
    #expect(try Picture(svg).labels.map(\.text).contains("100"))
  }

  @Test("one frame, frames of different layers, and frames without data are drawn")
  func awkward() throws {
    try expectSound(Animation(frames: Self.frames(1)).svg())
    let empty = Chart("t", x: Axis("x"), y: Axis("y"))
    var one = empty
    one.line("a", x: [0.0, 1], y: [Double.nan, 1])
    one.rule(x: 0.5, label: "middle")
    let svg = Animation(frames: [empty, one, empty], pause: 0).svg()
    try expectSound(svg)
    #expect(try Picture(svg).all(class: "q").count == 3)
  }

  @Test("a caption that is too long is cut before the progress line")
  func longCaption() throws {
    let caption = String(repeating: "a very long caption ", count: 20)
    let picture = try Picture(
      Animation(frames: Self.frames(1), captions: [caption]).svg())
    let label = try #require(picture.labels.first { $0.text.hasPrefix("a very") })
    #expect(label.text.hasSuffix("…"))
    let progress = try #require(
      corners(ofPath: picture.all(class: "j")[0].attributes["d"]!)?.first?.first)
    #expect(label.box.maxX < progress.x)
  }
}
