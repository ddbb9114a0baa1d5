import Foundation
import Lessons
import Metrics
import Runs
import Tensors

/// A run that is watched from a page: it goes through its course as ever, and between two steps it does what
/// the page asks for.
final class LiveRun<Watcher: Observer, View: LiveView> where View.Watched == Watcher.Watched {
  let desk: Desk
  let view: View
  /// Before the first step, and before any knob was turned.
  let pristine: (lesson: Watcher.Watched, observer: Watcher)
  let hidden: Set<String>
  var branches: [Branch<Watcher>]
  var current: Branch<Watcher>
  var isPlaying = true
  /// Steps in a second; 0 for as many as there can be.
  var speed = 0.0
  /// Where it stops by itself.
  var goal: Int
  var says = ""
  /// The words of another run, which takes the place of this one.
  var next: [String]?
  /// What the last picture was of.
  private struct Shown: Equatable {
    let step: Int, branch: Int, count: Int, changes: [KnobChange]
    let isPlaying: Bool, speed: Double, says: String
  }
  private var lastShown: Shown?
  private var lastPublished = ContinuousClock.now - .seconds(1)
  private var costOfPublishing = Duration.zero
  private var nextStep = ContinuousClock.now
  private var pictures: [String: (data: Data, type: String)] = [:]
  private var shown: [PageState.Picture] = []
  /// Where branches lie that nobody has saved.
  let temporary: URL

  init(
    _ lesson: Watcher.Watched, by observer: Watcher, in run: Run, view: View, desk: Desk,
    hidden: Set<String>
  ) throws {
    self.desk = desk
    self.view = view
    self.hidden = hidden
    pristine = (lesson, observer)
    let course = try Course(lesson, by: observer, in: run)
    current = Branch(id: 1, parent: nil, from: run.step, course: course)
    current.folder = run.folder
    branches = [current]
    goal = run.stepCount
    temporary = FileManager.default.temporaryDirectory.appendingPathComponent(
      "gan-workbook-live-\(getpid())", isDirectory: true)
    try requireHidden()
    current.moments.add(course.checkpoint)
  }

  var run: Run { current.course.run }

  private func requireHidden() throws {
    let names = Set(Watcher.Watched.knobs.map(\.name))
    guard let unknown = hidden.subtracting(names).min() else { return }
    throw RunFailure(
      .usage,
      "--hide \(unknown): there is no such knob; there are \(names.sorted().joined(separator: ", "))"
    )
  }

  /// Until the run has ended and no page looks on, or a signal comes. The first step waits for a page, but
  /// not for ever: a run that nobody looks at is a run.
  func follow() throws {
    defer { try? FileManager.default.removeItem(at: temporary) }
    let start = ContinuousClock.now
    while !desk.wasWatched && !run.isStopped && start.duration(to: .now) < .seconds(20) {
      desk.wait(0.05)
    }
    run.restartClock()
    // What one sees takes a minute, until one asks for more.
    if desk.wasWatched { speed = max(1, Double(run.stepCount) / 60).rounded() }
    while !run.isStopped && next == nil {
      for (order, answer) in desk.takeOrders() {
        do { answer.resume(returning: try carryOut(order)) } catch let failure as RunFailure {
          answer.resume(returning: .refused(failure.description))
        }
      }
      if isPlaying && run.step < goal {
        nextStep = .now
        try current.course.go(
          to: goal, while: { [desk, run] in !desk.hasOrders && !run.isStopped }, look: look)
        if run.step == goal { isPlaying = false }
        if run.step == run.stepCount { try end() }
      } else {
        if run.step == run.stepCount && desk.isAbandoned { break }
        publish(current.course.lesson)
        desk.wait(0.1)
      }
    }
    try leave()
  }

  /// After each step, within the loop.
  private func look(_ lesson: Watcher.Watched) throws {
    let step = run.step
    if current.moments.isDue(at: step) {
      current.moments.add(current.course.checkpoint(of: lesson, at: step))
    }
    if speed > 0 {
      nextStep += .seconds(1 / speed)
      // Far behind: a page that was slow is not made up for.
      if nextStep.duration(to: .now) > .seconds(1) { nextStep = .now }
    }
    repeat {
      publish(lesson)
      let left = ContinuousClock.now.duration(to: nextStep) / .seconds(1)
      if speed == 0 || left <= 0 || desk.hasOrders || run.isStopped { return }
      desk.wait(min(left, 0.1))
    } while true
  }

  /// The end of a branch. That of the run itself is written as ever; a branch is written when it is saved.
  private func end() throws {
    current.moments.add(current.course.checkpoint)
    if let folder = current.folder, !current.isFinished {
      try current.course.finish()
      current.isFinished = true
      says = "The run has ended: see \(folder.relativePath)/report.html. Go back, or begin another."
    }
  }

  /// After a signal, or when everybody has gone.
  private func leave() throws {
    if next != nil {
      let first = branches[0].course
      if first.run.step < first.run.stepCount { try first.run.save(first.checkpoint) }
      return
    }
    if run.isStopped && run.step < run.stepCount {
      if current.folder == nil { try save() }
      try run.save(current.course.checkpoint)
      try current.course.finish()
      if current !== branches[0] { throw RunFailure(.stopped, "stopped. \(says)") }
      try run.leaveIfStopped()
    }
  }

  // MARK: - What a page sees

  /// At most twelve times a second, and never more than a third of the time.
  private func publish(_ lesson: Watcher.Watched) {
    let now = ContinuousClock.now
    let pause = max(.milliseconds(80), costOfPublishing * 2)
    guard lastPublished.duration(to: now) >= pause, desk.isWatched else { return }
    // Nothing is drawn twice while the run stands still.
    let shows = Shown(
      step: run.step, branch: current.id, count: branches.count, changes: run.changes,
      isPlaying: isPlaying, speed: speed, says: says)
    if shows == lastShown { return }
    lastShown = shows
    draw(lesson)
    desk.publish(state(lesson), pictures)
    lastPublished = .now
    costOfPublishing = now.duration(to: lastPublished)
  }

  private func draw(_ lesson: Watcher.Watched) {
    let log = run.log
    let others = branches.filter { $0 !== current }.map { ($0.from, $0.course.run.log) }
    var drawn = (try? view.pictures(of: lesson, log: log)) ?? []
    drawn += view.curves.filter { curve in
      curve.metrics.contains { !log.series($0).steps.isEmpty }
    }.map { Drawn("\($0.title).svg", "", $0.chart(log, others: others)) }
    (pictures, shown) = published(drawn)
  }

  private func state(_ lesson: Watcher.Watched) -> PageState {
    var state = PageState(
      title: "\(run.chapter) · \(run.recipe) · seed \(run.options.seed)",
      line: run.command(run.changes))
    (state.steps, state.step) = (run.stepCount, run.step)
    (state.isPlaying, state.speed, state.says) = (isPlaying, speed, says)
    if !isPlaying { state.digest = digest(of: lesson.learnt) }
    state.knobs = Watcher.Watched.knobs.filter { !hidden.contains($0.name) }.compactMap { knob in
      knob.value(in: lesson).map { PageState.Knob(knob, $0) }
    }
    state.branches = branches.map { branch in
      PageState.Branch(
        id: branch.id, parent: branch.parent, from: branch.from,
        to: branch.tip, changes: branch.course.run.changes.map(\.description),
        folder: branch.folder?.relativePath, moments: branch.moments.kept.map(\.step))
    }
    state.branch = current.id
    state.pictures = shown
    if let generator = view.generator(of: lesson) {
      if case .images = generator.makes { state.walk = generator.orders?.classNames ?? [] }
    }
    return state
  }
}

/// Pictures by the names under which a page asks for them.
func published(
  _ drawn: [Drawn]
) -> (pictures: [String: (data: Data, type: String)], shown: [PageState.Picture]) {
  var pictures: [String: (data: Data, type: String)] = [:]
  var shown: [PageState.Picture] = []
  for picture in drawn {
    let data = picture.content.data
    let isSVG = !data.starts(with: [0x89, 0x50])
    pictures[picture.name] = (data, isSVG ? "image/svg+xml" : "image/png")
    shown.append(
      .init(
        name: picture.name, caption: picture.caption,
        version: String(data.hashValue, radix: 36)))
  }
  return (pictures, shown)
}

/// A run that left another, or the first one.
final class Branch<Watcher: Observer> {
  let id: Int
  let parent: Int?
  let from: Int
  let course: Course<Watcher>
  var moments: Moments
  /// An ordinary folder of a run; nil of a branch that nobody has saved.
  var folder: URL?
  var isFinished = false

  init(id: Int, parent: Int?, from: Int, course: Course<Watcher>) {
    self.id = id
    self.parent = parent
    self.from = from
    self.course = course
    moments = Moments(every: max(1, course.run.stepCount / 100))
  }

  /// The last step that was done.
  var tip: Int { max(course.run.step, moments.kept.last?.step ?? 0) }
}
