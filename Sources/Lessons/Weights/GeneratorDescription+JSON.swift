import Datasets
import Preconditions
import Tensors

// The noise, the order and the samples as objects of the metadata.

extension Latent {
  var json: JSON {
    switch distribution {
    case .uniform:
      ["distribution": "uniform", "low": -1, "high": 1, "size": .number(Double(size))]
    case .normal:
      [
        "distribution": "normal", "mean": 0, "standardDeviation": 1, "size": .number(Double(size)),
      ]
    }
  }

  init(_ settings: inout Settings) throws(Settings.Problem) {
    let name = try settings.string("distribution")
    let size = try settings.whole("size", in: 1...4096)
    switch name {
    case "uniform":
      _ = try settings.whole("low", in: -1 ... -1)
      _ = try settings.whole("high", in: 1...1)
      self.init(.uniform, size: size)
    case "normal":
      _ = try settings.whole("mean", in: 0...0)
      _ = try settings.whole("standardDeviation", in: 1...1)
      self.init(.normal, size: size)
    default: throw settings.problem("distribution", "\"\(name)\", neither uniform nor normal")
    }
    try settings.requireEmpty()
  }
}

extension Orders {
  private static let behindNoise = "behind the noise"

  /// - Parameter latent: what an order stands behind.
  func json(behind latent: Latent) -> JSON {
    guard let value = value(behind: latent.size) else {
      stop("a generator's file: its order is something else than numbers behind the noise")
    }
    return [
      "place": .string(Orders.behindNoise), "value": .float(value),
      "classes": .array(classNames.map(JSON.string)),
    ]
  }

  init(_ json: JSON) throws(Settings.Problem) {
    var settings = try Settings(json, at: "order")
    try settings.expect(Orders.behindNoise, as: "place")
    let value = try settings.float("value", in: -1e6...1e6)
    let values = try settings.array("classes")
    let names = values.compactMap { if case .string(let name) = $0 { name } else { nil } }
    guard names.count == values.count, (2...1000).contains(names.count) else {
      throw settings.problem("classes", "no list of 2 to 1000 names")
    }
    try settings.requireEmpty()
    self.init(for: names, value: value)
  }
}

extension SampleKind {
  var json: JSON {
    switch self {
    case .numbers: ["makes": "numbers"]
    case .points: ["makes": "points"]
    case .images(let format, let range):
      [
        "makes": "images", "height": .number(Double(format.side)),
        "width": .number(Double(format.side)), "channels": .number(Double(format.channels.count)),
        "layout": "height, width, channels", "black": range == .unit ? 0 : -1, "white": 1,
      ]
    }
  }

  init(_ settings: inout Settings) throws(Settings.Problem) {
    let makes = try settings.string("makes")
    switch makes {
    case "numbers": self = .numbers
    case "points": self = .points
    case "images":
      try settings.expect("height, width, channels", as: "layout")
      let side = try settings.whole("height", in: 1...1024)
      _ = try settings.whole("width", in: side...side)
      let channels = try settings.whole("channels", in: 1...3)
      guard channels != 2 else { throw settings.problem("channels", "2, neither 1 nor 3") }
      let black = try settings.whole("black", in: -1...0)
      _ = try settings.whole("white", in: 1...1)
      self = .images(
        ImageFormat(side: side, channels: channels == 1 ? .gray : .rgb),
        black == 0 ? .unit : .symmetric)
    default: throw settings.problem("makes", "\"\(makes)\", not numbers, points or images")
    }
    try settings.requireEmpty()
  }

  /// How many numbers a sample has.
  var numberCount: Int {
    switch self {
    case .numbers: 1
    case .points: 2
    case .images(let format, _): format.levelCount
    }
  }
}
