import Foundation
import Lessons
import Runs

/// What a page can ask for.
extension LiveRun {
  /// - Throws: ``Runs/RunFailure`` whose sentence the page shows; the run goes on as before.
  func carryOut(_ order: Order) throws -> Answer {
    let number = order.number ?? 0
    guard number.isFinite, abs(number) <= 1e8 else { throw refusal("there is no such number") }
    switch order.order {
    case "play":
      guard run.step < run.stepCount else {
        throw refusal("the run has ended: go back to an earlier moment")
      }
      (goal, isPlaying, says) = (run.stepCount, true, "")
    case "pause":
      isPlaying = false
    case "step":
      guard number >= 1 else { throw refusal("give the number of steps") }
      guard run.step < run.stepCount else {
        throw refusal("the run has ended: go back to an earlier moment")
      }
      (goal, isPlaying, says) = (min(run.stepCount, run.step + Int(number)), true, "")
    case "speed":
      guard number >= 0 else { throw refusal("a speed is not negative") }
      speed = number
    case "turn":
      try turn(order.knob ?? "", order.value ?? "")
    case "go":
      try go(to: Int(number), of: order.branch ?? current.id)
    case "follow":
      try follow(order.value ?? "", to: Int(number))
    case "save":
      try save()
    case "begin":
      try begin(order.value ?? "")
    case "walk":
      guard let generator = view.generator(of: current.course.lesson),
        let picture = try Walk.picture(
          generator, x: order.x ?? 0, y: order.y ?? 0, label: order.value.flatMap { Int($0) })
      else { throw refusal("there is no noise to walk in") }
      return .picture(picture)
    default:
      throw refusal("there is no order \(order.order.prefix(20))")
    }
    return .done
  }

  private func refusal(_ sentence: String) -> RunFailure { RunFailure(.usage, sentence) }

  /// A knob turned at this step: from here on the run is another one.
  private func turn(_ knob: String, _ value: String) throws {
    guard !hidden.contains(knob) else { throw refusal("there is no knob \(knob)") }
    let change: KnobChange
    do { change = try KnobChange(typed: "\(run.step):\(knob)=\(value)") } catch {
      throw refusal("--\(knob) \(value.prefix(40)): this is no number")
    }
    var lesson = current.course.lesson
    let former = lesson.value(of: knob)
    try lesson.turn(change)
    if lesson.value(of: knob) == former { return }
    guard run.step < run.stepCount else {
      throw refusal("the run has ended: go back to an earlier moment, and turn the knob there")
    }
    let changes =
      (run.changes.filter { $0.step != run.step || $0.knob != knob } + [change])
      .sorted { $0.step < $1.step }
    try fork(with: changes)
  }

  /// A new branch at this step; one that has not moved since it began is replaced.
  private func fork(with changes: [KnobChange]) throws {
    let step = run.step
    let isFresh = current.parent != nil && current.folder == nil && current.tip == current.from
    let parent = isFresh ? branches.first { $0.id == current.parent } ?? current : current
    let id = (branches.map(\.id).max() ?? 0) + 1
    let checkpoint = current.course.checkpoint
    // A moment of what is left, so that one can come back to exactly here.
    if !isFresh { parent.moments.add(checkpoint) }
    let course = try course(
      of: run, at: checkpoint, changes,
      in: temporary.appendingPathComponent("\(id)", isDirectory: true))
    let branch = Branch(
      id: isFresh ? current.id : id, parent: parent.id, from: step, course: course)
    branch.moments.add(course.checkpoint)
    if isFresh { branches.removeAll { $0 === current } }
    branches.append(branch)
    (current, goal) = (branch, max(goal, step))
    if !isPlaying { goal = run.stepCount }
    while branches.count > 24,
      let oldest = branches.first(where: { $0 !== current && $0.folder == nil })
    {
      branches.removeAll { $0 === oldest }
    }
  }

  private func course(
    of run: Run, at checkpoint: Checkpoint, _ changes: [KnobChange], in folder: URL
  ) throws -> Course<Watcher> {
    let branch = try run.branch(at: checkpoint, changes: changes, in: folder)
    return try Course(pristine.lesson, by: pristine.observer, in: branch)
  }

  /// To a moment that was: to the last one kept before it, and from there step by step.
  func go(to step: Int, of id: Int) throws {
    guard var branch = branches.first(where: { $0.id == id }) else {
      throw refusal("there is no branch \(id)")
    }
    // Before it began, it was its parent.
    while step < branch.from, let parent = branches.first(where: { $0.id == branch.parent }) {
      branch = parent
    }
    guard let moment = branch.moments.nearest(to: step), step <= run.stepCount else {
      throw refusal("there is no step \(step)")
    }
    if current !== branch || run.step != step {
      current.moments.add(current.course.checkpoint)
      current = branch
      try branch.course.turnBack(to: moment, from: pristine.lesson)
    }
    (goal, isPlaying, says) = (step, run.step < step, "")
    if !isPlaying { goal = run.stepCount }
  }

  /// The branch with these changes at a step, as an address has them: found, or made from the beginning.
  private func follow(_ typed: String, to step: Int) throws {
    var changes: [KnobChange] = []
    for word in typed.split(separator: " ") {
      do { changes.append(try KnobChange(typed: String(word))) } catch {
        throw refusal("\(word.prefix(60)): this is no change")
      }
    }
    changes.sort { $0.step < $1.step }
    guard (0...run.stepCount).contains(step), changes.count <= 100 else {
      throw refusal("there is no step \(step)")
    }
    if let found = branches.first(where: { $0.course.run.changes == changes }) {
      return try go(to: step, of: found.id)
    }
    var lesson = pristine.lesson
    for change in changes {
      guard change.step < run.stepCount else {
        throw refusal("\(change) would be after the last step")
      }
      try lesson.turn(change)
    }
    // From the last moment that the first run has in common with it.
    try go(to: 0, of: branches[0].id)
    let first = changes.first?.step ?? 0
    guard let moment = branches[0].moments.nearest(to: first) else {
      throw refusal("the first moments are not there any more")
    }
    try branches[0].course.turnBack(to: moment, from: pristine.lesson)
    try fork(with: changes)
    (goal, isPlaying) = (max(step, run.step), run.step < step)
  }

  /// Writes the branch into an ordinary folder, as far as it has come.
  func save() throws {
    guard current.folder == nil else {
      if !current.isFinished { try run.save(current.course.checkpoint) }
      says = "This branch is kept in \(current.folder!.relativePath)/."
      return
    }
    let parent = current
    // Beside the folder of the first run; that of a branch which is not saved lies elsewhere.
    let place = branches[0].course.run.folder(for: run.changes)
    let kept = try course(of: run, at: current.course.checkpoint, run.changes, in: place)
    let saved = Branch(id: parent.id, parent: parent.parent, from: parent.from, course: kept)
    saved.moments = parent.moments
    saved.folder = place
    branches = branches.map { $0 === parent ? saved : $0 }
    current = saved
    if run.step == run.stepCount {
      try kept.finish()
      saved.isFinished = true
      says = "Saved in \(place.relativePath)/, as this line makes it: \(run.command(run.changes))"
    } else {
      says =
        "Saved in \(place.relativePath)/ as far as it is; this goes on: "
        + run.command(run.changes) + " --out \(place.relativePath) --resume"
    }
  }

  /// Another run in this one's place, from the line that one would type.
  private func begin(_ line: String) throws {
    var words = line.split(separator: " ").map(String.init)
    if words.starts(with: ["swift", "run"]) { words.removeFirst(2) }
    let name = URL(fileURLWithPath: CommandLine.arguments[0]).lastPathComponent
    if words.first == name { words.removeFirst() }
    if let problem = Run.problem(with: words) { throw refusal(problem) }
    next = words
  }
}
