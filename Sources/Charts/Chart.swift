import Preconditions

/// A chart: axes, and the layers drawn on them in the order in which they were added.
///
///     var chart = Chart("Losses", x: Axis("step"), y: Axis("loss", unit: "nats"))
///     chart.line("D", x: steps, y: lossD, smoothing: 50)
///     chart.line("G", x: steps, y: lossG, smoothing: 50)
///     chart.rule(y: 0.693, label: "ln 2 = 0.693")
///     let text = chart.svg()
///
/// A chart is a value: the same calls with the same numbers give the same bytes, everywhere.
/// NaN and infinite numbers are gaps, never errors; a chart without data is an empty frame.
/// Layers that share a name are one series: they share colour, dash, marker and legend entry.
public struct Chart: Equatable, Sendable {
  /// The axis that a layer's y is read on.
  public enum Side: Equatable, Sendable {
    case left
    case right
  }

  public var title: String
  /// A second, quieter line: the recipe, the seed.
  public var subtitle: String
  /// What a screen reader says after the title; `nil` describes axes and series by their numbers.
  public var description: String?
  public var x: Axis
  public var y: Axis
  /// A second vertical axis, for a layer in another unit (D(x) over densities).
  public var right: Axis?
  /// In pixels at natural size; the picture scales freely.
  public var width: Double
  /// Grows where long titles and legends would leave the plot less than 80 pixels.
  public var height: Double

  var marks: [Mark] = []
  var rules: [Rule] = []

  /// The default of 720 × 400 fits the text column of a git host without being scaled down.
  /// Stops on sizes below 240 × 140, where axes and words leave no room for data.
  public init(
    _ title: String, subtitle: String = "", description: String? = nil, x: Axis, y: Axis,
    right: Axis? = nil, width: Double = 720, height: Double = 400
  ) {
    require(
      (240...10_000).contains(width) && (140...10_000).contains(height),
      "Chart \"\(title)\": \(width) × \(height) lies outside 240 × 140 … 10000 × 10000")
    self.title = title
    self.subtitle = subtitle
    self.description = description
    self.x = x
    self.y = y
    self.right = right
    self.width = width
    self.height = height
  }
}

// MARK: - Layers

extension Chart {
  /// A curve through points in the order given.
  ///
  /// More than 500 points are drawn as the least and the greatest of each of 250 stretches, which
  /// looks the same and keeps the file small.
  /// - Parameters:
  ///   - smoothing: the width, in points, of a centred moving average. Above 1 the average is drawn
  ///     strongly and the series itself faintly behind it.
  ///   - ink: a colour to keep for this series in several charts; `nil` takes the next free one.
  public mutating func line(
    _ name: String, x: [some BinaryFloatingPoint], y: [some BinaryFloatingPoint],
    smoothing: Int = 1, ink: Ink? = nil, on side: Side = .left
  ) {
    requireSameCount(name, x.count, y.count)
    let points = pairs(x, y)
    let body: Mark.Body =
      smoothing > 1
      ? .line(movingAverage(points, width: smoothing), faint: points) : .line(points, faint: [])
    add(Mark(name: name, ink: ink, side: side, body: body))
  }

  /// A curve in the background: what was, beside what is.
  public mutating func faint(
    _ name: String, x: [some BinaryFloatingPoint], y: [some BinaryFloatingPoint],
    ink: Ink = .gray, on side: Side = .left
  ) {
    requireSameCount(name, x.count, y.count)
    add(Mark(name: name, ink: ink, side: side, body: .line([], faint: pairs(x, y))))
  }

  /// A curve filled down to 0: a density.
  public mutating func area(
    _ name: String, x: [some BinaryFloatingPoint], y: [some BinaryFloatingPoint],
    ink: Ink? = nil, on side: Side = .left
  ) {
    requireSameCount(name, x.count, y.count)
    add(Mark(name: name, ink: ink, side: side, body: .area(pairs(x, y))))
  }

  /// The stretch between two curves: the least and the greatest over several seeds. Give it the
  /// name of the line that it surrounds.
  public mutating func band(
    _ name: String, x: [some BinaryFloatingPoint], low: [some BinaryFloatingPoint],
    high: [some BinaryFloatingPoint], ink: Ink? = nil, on side: Side = .left
  ) {
    requireSameCount(name, x.count, low.count)
    requireSameCount(name, x.count, high.count)
    let body = Mark.Body.band(low: pairs(x, low), high: pairs(x, high))
    add(Mark(name: name, ink: ink, side: side, body: body))
  }

  /// The density of samples as steps; see ``Histogram`` for the normalisation.
  public mutating func histogram(
    _ name: String, samples: [some BinaryFloatingPoint], bins: Int = 40,
    range: ClosedRange<Double>? = nil, ink: Ink? = nil, on side: Side = .left
  ) {
    let histogram = Histogram(of: samples, bins: bins, range: range)
    add(Mark(name: name, ink: ink, side: side, body: .histogram(histogram)))
  }

  /// Points without a line: a scatter plot. Of more than 4000, evenly spaced ones are drawn.
  public mutating func points(
    _ name: String, x: [some BinaryFloatingPoint], y: [some BinaryFloatingPoint],
    ink: Ink? = nil, on side: Side = .left
  ) {
    requireSameCount(name, x.count, y.count)
    add(Mark(name: name, ink: ink, side: side, body: .points(pairs(x, y))))
  }

  /// A horizontal reference line. An axis without a range of its own grows to show it.
  public mutating func rule(y: Double, label: String = "", on side: Side = .left) {
    require(side == .left || right != nil, "Chart \"\(title)\": no right axis for a rule")
    guard isUsable(y) else { return }
    rules.append(Rule(direction: .horizontal(side), value: y, label: label))
  }

  /// A vertical reference line.
  public mutating func rule(x: Double, label: String = "") {
    guard isUsable(x) else { return }
    rules.append(Rule(direction: .vertical, value: x, label: label))
  }

  mutating func add(_ mark: Mark) {
    require(
      mark.side == .left || right != nil, "Chart \"\(title)\": no right axis for \"\(mark.name)\"")
    marks.append(mark)
  }

  private func requireSameCount(_ name: String, _ x: Int, _ y: Int) {
    require(x == y, "Chart \"\(title)\", series \"\(name)\": \(x) x for \(y) y")
  }
}

// MARK: - Output

extension Chart {
  /// The chart as an SVG document: self-contained, no script, its own light and dark colours.
  ///
  /// - Parameter numbersSeries: whether what belongs to a series, its sample in the legend too, has an attribute
  ///   `data-series` with its place in the order of appearance, from 0 on. The script of a page that the
  ///   drawing stands in can then hide it.
  public func svg(numbersSeries: Bool = false) -> String {
    var series = SeriesList(of: [self])
    series.isNumbered = numbersSeries
    let panel = Panel(
      frames: [self], in: Box(x: 0, y: 0, width: width, height: height), series: series)
    return document(
      title: title, description: description ?? summary(), width: width,
      height: height + panel.growth,
      body: panel.background() + panel.drawing(of: marks) + panel.rules(rules))
  }
}
