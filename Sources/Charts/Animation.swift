import Preconditions

/// A chart that changes: the same axes, other data in every frame, played in a loop with a pause at
/// the last frame.
///
///     let animation = Animation(frames: charts, captions: captions, secondsPerFrame: 0.15)
///     let text = animation.svg()
///
/// It is one SVG document moved by style rules alone, without a script, so it plays inside an image
/// tag. Layers that are equal in every frame, and the axes, are written once. Readers who have
/// asked for reduced motion, and programs that do not animate, see the last frame.
public struct Animation: Equatable, Sendable {
  /// Titles and axes are the last frame's; an axis without a range of its own spans all frames.
  public let frames: [Chart]
  /// One line for each frame: "step 1200 · W₁ 0.21". Empty for none at all.
  public let captions: [String]
  /// 0.2 s: slow enough to read a caption's number in passing.
  public let secondsPerFrame: Double
  /// How much longer the last frame stays.
  public let pause: Double

  /// Stops when there is no frame, when there are captions but not one for each, and on times that
  /// are not above 0.
  public init(
    frames: [Chart], captions: [String] = [], secondsPerFrame: Double = 0.2, pause: Double = 2
  ) {
    require(!frames.isEmpty, "Animation: at least one frame is needed")
    require(
      captions.isEmpty || captions.count == frames.count,
      "Animation: \(captions.count) captions for \(frames.count) frames")
    require(
      secondsPerFrame > 0 && secondsPerFrame < 3600 && pause >= 0 && pause < 3600,
      "Animation: \(secondsPerFrame) s per frame with a pause of \(pause) s")
    self.frames = frames
    self.captions = captions
    self.secondsPerFrame = secondsPerFrame
    self.pause = pause
  }

  /// One turn of the loop, in seconds.
  public var duration: Double { Double(frames.count) * secondsPerFrame + pause }

  public func svg() -> String { svg(moving: true) }

  /// The last frame alone, with its caption, on the same axes: for paper.
  public func still() -> String { svg(moving: false) }

  private func svg(moving isMoving: Bool) -> String {
    let chart = frames[frames.count - 1]
    let series = SeriesList(of: frames)
    let outer = Box(x: 0, y: 0, width: chart.width, height: chart.height)
    let panel = Panel(
      frames: frames, in: outer, series: series, hasCaption: !captions.isEmpty)

    // What all frames share lies below what changes.
    let layers = frames.map(\.marks.count).min() ?? 0
    let still = (0..<layers).filter { index in
      frames.allSatisfy { $0.marks[index] == chart.marks[index] }
    }
    let rulesAreStill = frames.allSatisfy { $0.rules == chart.rules }
    var body = panel.background() + panel.drawing(of: still.map { chart.marks[$0] })
    if rulesAreStill { body += panel.rules(chart.rules) }
    for (index, frame) in frames.enumerated() where isMoving || index == frames.count - 1 {
      let moving = frame.marks.indices.filter { !still.contains($0) }.map { frame.marks[$0] }
      let content =
        panel.drawing(of: moving) + (rulesAreStill ? "" : panel.rules(frame.rules))
        + caption(index, in: panel)
      let isLast = index == frames.count - 1
      // A negative delay starts each frame's loop as if it had always been running, in step with
      // all others.
      let delay = compact(Double(index) * secondsPerFrame - duration)
      body +=
        "<g class=\"\(isLast ? "q z" : "q")\" style=\"animation-delay:\(delay)s\">\n"
        + "\(content)</g>\n"
    }
    if isMoving { body += progress(panel) }
    return document(
      title: chart.title, description: chart.description ?? description, width: chart.width,
      height: chart.height + panel.growth, style: isMoving ? style : "", body: body)
  }

  private var description: String {
    let last = captions.last.map { "Last frame: \($0). " } ?? ""
    return "Animation of \(frames.count) frames, \(compact(duration)) s. \(last)"
      + frames[frames.count - 1].summary()
  }

  private func caption(_ index: Int, in panel: Panel) -> String {
    guard !captions.isEmpty else { return "" }
    let room = panel.textRight - panel.textLeft - Animation.track - 20
    let text = TextStyle.subtitle.shortened(captions[index], to: room)
    return Label(text: text, style: .subtitle, x: panel.textLeft, y: panel.captionY).svg
  }

  // MARK: - Motion

  private static let track = 96.0

  /// A line at the captions' right that fills while the frames play.
  private func progress(_ panel: Panel) -> String {
    guard !captions.isEmpty else { return "" }
    let y = coordinate(panel.captionY - 4)
    let data =
      "M\(coordinate(panel.textRight - Animation.track)) \(y)h\(coordinate(Animation.track))"
    return Element.path(data, "g") + Element.path(data, "x j")
  }

  // The names say what they do: where several animations stand in one page, equal names mean equal
  // rules. Visibility is switched, never blended (`step-end`).
  private var style: String {
    let turn = "\(compact(duration))s"
    let name = "\(frames.count)-\(milliseconds(secondsPerFrame))-\(milliseconds(pause))"
    let one = compact(100 * secondsPerFrame / duration)
    let last = compact(100 * (secondsPerFrame + pause) / duration)
    let moving = compact(100 * (1 - pause / duration))
    let track = coordinate(Animation.track)
    return """
      .chart .q{visibility:hidden}.chart .z{visibility:visible}.chart .j{stroke-width:2}
      @keyframes q\(name){0%{visibility:visible}\(one)%,100%{visibility:hidden}}
      @keyframes z\(name){0%{visibility:visible}\(last)%,100%{visibility:hidden}}
      @keyframes j\(name){0%{stroke-dashoffset:\(track)}\(moving)%,100%{stroke-dashoffset:0}}
      @media (prefers-reduced-motion:no-preference){
      .chart .q{visibility:hidden;animation:q\(name) \(turn) step-end infinite}
      .chart .z{animation-name:z\(name)}
      .chart .j{stroke-dasharray:\(track);animation:j\(name) \(turn) linear infinite}
      }

      """
  }

  private func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }
}
