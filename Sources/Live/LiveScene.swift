import Foundation
import Lessons
import Runs

/// A page without a training: what one drags is computed at once.
public struct LiveScene<State> {
  let title: String
  var state: State
  let knobs: [Knob<State>]
  let says: (State) -> String
  let pictures: (State) throws -> [Drawn]
  /// To walk in its noise; nil where nothing is generated.
  let generator: (any KeptGenerator)?

  /// - Parameters:
  ///   - says: one sentence about the state, above the pictures.
  public init(
    _ title: String, _ state: State, knobs: [Knob<State>],
    generator: (any KeptGenerator)? = nil, says: @escaping (State) -> String,
    pictures: @escaping (State) throws -> [Drawn]
  ) {
    self.title = title
    self.state = state
    self.knobs = knobs
    self.generator = generator
    self.says = says
    self.pictures = pictures
  }
}

extension LiveOptions {
  /// Shows a scene until somebody stops the program.
  public func show<State>(_ scene: LiveScene<State>) throws {
    var scene = scene
    let desk = Desk()
    let server = try LiveServer(desk, port: port)
    defer { server.stop() }
    StopSignal.watch()
    announce(server) { line in
      print(line)
      fflush(nil)
    }
    var isNew = true
    while StopSignal.number == 0 {
      if isNew {
        let (pictures, shown) = published(try scene.pictures(scene.state))
        var state = PageState(title: scene.title, line: "")
        state.says = scene.says(scene.state)
        state.pictures = shown
        state.knobs = scene.knobs.filter { !hidden.contains($0.name) }.compactMap { knob in
          knob.value(in: scene.state).map { PageState.Knob(knob, $0) }
        }
        if let generator = scene.generator { state.walk = generator.orders?.classNames ?? [] }
        desk.publish(state, pictures)
        isNew = false
      }
      desk.wait(0.2)
      for (order, answer) in desk.takeOrders() {
        do {
          answer.resume(returning: try scene.carryOut(order))
          isNew = isNew || order.order == "turn"
        } catch let failure as RunFailure {
          answer.resume(returning: .refused(failure.description))
        }
      }
    }
  }
}

extension LiveScene {
  mutating func carryOut(_ order: Order) throws -> Answer {
    switch order.order {
    case "turn":
      guard let knob = knobs.first(where: { $0.name == order.knob }) else {
        throw RunFailure(.usage, "there is no such knob")
      }
      let text = order.value ?? ""
      guard let value = Float(text) else {
        throw RunFailure(.usage, "--\(knob.name) \(text.prefix(40)): this is no number")
      }
      try knob.turn(&state, to: value)
      return .done
    case "walk":
      guard let generator,
        let picture = try Walk.picture(
          generator, x: order.x ?? 0, y: order.y ?? 0, label: order.value.flatMap { Int($0) })
      else { throw RunFailure(.usage, "there is no noise to walk in") }
      return .picture(picture)
    default: throw RunFailure(.usage, "there is no such order here")
    }
  }
}
