import Lessons

/// Everything that a page shows, as JSON.
struct PageState: Encodable {
  struct Knob: Encodable {
    let name: String
    let words: String
    let low: Float
    let high: Float
    let scale: String
    let value: Float

    init<Subject>(_ knob: Lessons.Knob<Subject>, _ value: Float) {
      (name, words) = (knob.name, knob.words)
      (low, high) = (knob.shown.lowerBound, knob.shown.upperBound)
      (scale, self.value) = (knob.scale.rawValue, value)
    }
  }

  struct Branch: Encodable {
    let id: Int
    let parent: Int?
    /// The step at which it left its parent, and the last one that it has done.
    let from: Int
    let to: Int
    let changes: [String]
    /// The folder that it was saved in.
    let folder: String?
    /// The steps to which one can go back.
    let moments: [Int]
  }

  struct Picture: Encodable {
    let name: String
    let caption: String
    /// Another one when the picture is.
    let version: String
  }

  var title: String
  /// What to type for this run, as it stands.
  var line: String
  /// Nil of a page without a training.
  var steps: Int?
  var step = 0
  var isPlaying = false
  /// Steps in a second; 0 for as many as there can be.
  var speed: Double = 0
  /// Of the moment, in hexadecimal digits; while it plays, of none.
  var digest: String?
  var says = ""
  var knobs: [Knob] = []
  var branches: [Branch] = []
  var branch = 1
  var pictures: [Picture] = []
  /// The classes that can be asked for on the walk; none where there are none, nil without a walk.
  var walk: [String]?
}
