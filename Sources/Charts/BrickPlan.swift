import Preconditions

/// How one heap of bricks becomes another: both heaps on the same places, and the plan as a table.
///
///     BrickPlan(
///       "The cheapest plan", from: [3, 1, 0], to: [0, 2, 2],
///       moves: [(from: 0, to: 1, bricks: 2), (from: 0, to: 2, bricks: 1), (from: 1, to: 2, bricks: 1)]
///     ).svg()
///
/// A brick keeps its colour and its letter, which say where it came from. The table has a row for
/// each place that bricks leave and a column for each place where they arrive: row sums are the first
/// heap, column sums the second, which is what makes a table a plan.
public struct BrickPlan: Equatable, Sendable {
  public var title: String
  public var subtitle: String
  /// The heaps: how many bricks stand at each place, from left to right.
  public let from: [Int]
  public let to: [Int]
  /// How many bricks go from the row's place to the column's.
  public let table: [[Int]]

  /// Stops unless both heaps have the same places, up to 12 of them with up to 12 bricks each, and the
  /// moves take the one heap to the other, all of it.
  public init(
    _ title: String, subtitle: String = "", from: [Int], to: [Int],
    moves: [(from: Int, to: Int, bricks: Int)]
  ) {
    require(
      from.count == to.count && (1...12).contains(from.count)
        && (from + to).allSatisfy((0...12).contains),
      "BrickPlan \"\(title)\": heaps \(from) and \(to); up to 12 bricks at each of up to 12 places")
    var table = from.map { _ in [Int](repeating: 0, count: to.count) }
    for move in moves { table[move.from][move.to] += move.bricks }
    require(
      table.map { $0.reduce(0, +) } == from
        && to.indices.map { j in table.reduce(0) { $0 + $1[j] } } == to,
      "BrickPlan \"\(title)\": the moves do not take \(from) to \(to)")
    self.title = title
    self.subtitle = subtitle
    self.from = from
    self.to = to
    self.table = table
  }

  // MARK: - Drawing

  private static let width = 720.0
  private static let brick = (width: 34.0, height: 18.0)
  private static let tableTitle = "from row, to column"

  public func svg() -> String {
    var top = 12.0
    var body = ""
    for (text, style) in [(title, TextStyle.title), (subtitle, .subtitle)] {
      for line in style.wrapped(text, to: BrickPlan.width - 2 * Panel.margin) {
        body += Label(text: line, style: style, x: Panel.margin, y: top + style.size).svg
        top += style.lineHeight
      }
    }
    let places = Double(from.count)
    let tableSide = max(
      BrickPlan.brick.width * (places + 1), TextStyle.panel.width(of: BrickPlan.tableTitle))
    // The table takes what it needs, the heaps stand in the middle of the rest.
    let tableX = BrickPlan.width - Panel.margin - tableSide
    let heapX =
      Panel.margin + max(0, tableX - 24 - Panel.margin - BrickPlan.brick.width * places) / 2

    let leaving = from.indices.map { place in [Int](repeating: place, count: from[place]) }
    let arriving = to.indices.map { place in
      from.indices.flatMap { [Int](repeating: $0, count: table[$0][place]) }
    }
    let first = heap("before", leaving, x: heapX, top: top + 10)
    let second = heap("after", arriving, x: heapX, top: first.bottom + 16)
    body += first.svg + second.svg
    let grid = matrix(x: tableX, top: top + 10)
    body += grid.svg
    return document(
      title: title, description: description, width: BrickPlan.width,
      height: max(second.bottom, grid.bottom) + 12, body: body)
  }

  /// One heap on its numbered places. `columns` has the origin of each brick, from the ground up.
  private func heap(
    _ name: String, _ columns: [[Int]], x: Double, top: Double
  ) -> (svg: String, bottom: Double) {
    let (width, height) = BrickPlan.brick
    let tallest = Double(columns.map(\.count).max() ?? 0)
    let ground = top + 22 + tallest * height
    var svg = Label(text: name, style: .panel, x: x, y: top + 12).svg
    for (place, column) in columns.enumerated() {
      let left = x + Double(place) * width
      for (layer, origin) in column.enumerated() {
        svg += brick(origin, x: left, y: ground - Double(layer + 1) * height)
      }
      svg += label("\(place)", .tick, left + width / 2, ground + 15)
    }
    svg += Element.path(
      "M\(coordinate(x)) \(coordinate(ground))h\(coordinate(width * Double(columns.count)))", "x")
    return (svg, ground + 20)
  }

  private func brick(_ origin: Int, x: Double, y: Double) -> String {
    let (width, height) = BrickPlan.brick
    return cell(
      x: x + 1, y: y + 1, width: width - 2, height: height - 2, text: BrickPlan.letter(origin),
      ink: Ink.allCases[origin % Ink.allCases.count])
  }

  /// The plan: where a row and a column cross, so many bricks go that way.
  private func matrix(x: Double, top: Double) -> (svg: String, bottom: Double) {
    let side = BrickPlan.brick.width
    let (left, upper) = (x + side, top + 22 + 20)
    var svg = Label(text: BrickPlan.tableTitle, style: .panel, x: x, y: top + 12).svg
    for place in from.indices {
      let offset = (Double(place) + 0.5) * side
      svg += label("\(place)", .tick, left + offset, upper - 6)
      svg += label(
        "\(place) \(BrickPlan.letter(place))", .tick, left - side / 2, upper + offset + 4)
      for goal in to.indices {
        let (cellX, cellY) = (left + Double(goal) * side, upper + Double(place) * side)
        let bricks = table[place][goal]
        svg +=
          bricks == 0
          ? Element.path(
            rectangle(cellX + 1, cellY + 1, side - 2, side - 2), "g")
          : cell(
            x: cellX + 1, y: cellY + 1, width: side - 2, height: side - 2, text: "\(bricks)",
            ink: Ink.allCases[place % Ink.allCases.count])
      }
    }
    return (svg, upper + Double(from.count) * side)
  }

  private func cell(
    x: Double, y: Double, width: Double, height: Double, text: String, ink: Ink
  ) -> String {
    "<g class=\"i\(ink.rawValue)\">\n"
      + Element.path(rectangle(x, y, width, height), "l w b") + "</g>\n"
      + label(text, .tick, x + width / 2, y + height / 2 + 4)
  }

  private func label(_ text: String, _ style: TextStyle, _ x: Double, _ y: Double) -> String {
    Label(text: text, style: style, anchor: .middle, x: x, y: y).svg
  }

  private func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    "M\(coordinate(x)) \(coordinate(y))h\(coordinate(width))v\(coordinate(height))"
      + "h\(coordinate(-width))z"
  }

  private static func letter(_ place: Int) -> String { String(UnicodeScalar(UInt8(65 + place))) }

  private var description: String {
    let moves = from.indices.flatMap { i in
      to.indices.filter { table[i][$0] > 0 }.map { j in
        "\(table[i][j]) from \(i) to \(j)"
      }
    }
    return ([subtitle].filter { !$0.isEmpty } + ["Bricks move: " + moves.joined(separator: ", ")])
      .map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
  }
}
