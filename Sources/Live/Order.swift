import Foundation

/// What a page asks for. One order is one JSON object; a page is trusted with nothing, so each value has its
/// bounds where it is used.
struct Order: Decodable, Sendable {
  /// `play`, `pause`, `step`, `speed`, `turn`, `go`, `follow`, `save`, `walk`, `begin`.
  var order: String
  /// How many steps; those in a second, where 0 is as many as there can be; a moment's step.
  var number: Double?
  var branch: Int?
  var knob: String?
  /// As it was typed or dragged.
  var value: String?
  /// Places on the pad of noise, −1 to 1.
  var x: Double?
  var y: Double?
}

/// What comes of it.
enum Answer: Sendable {
  case done
  /// A sentence for the reader.
  case refused(String)
  case picture(Data)
}
