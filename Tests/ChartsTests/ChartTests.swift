import Foundation
import Testing

@testable import Charts

@Suite("Charts")
struct ChartTests {
  @Test(
    "any chart is well-formed, has finite coordinates, and no text on another or outside",
    arguments: examples)
  func sound(_ example: Example) throws {
    try expectSound(example.chart.svg())
  }

  @Test("names come back from the parser as they were given")
  func escaping() throws {
    let chart = try #require(examples.last).chart
    let picture = try Picture(chart.svg())
    #expect(picture.text("title") == "<tags> & \"quotes\" & 'more' \u{FFFD} \u{FFFD} 漢字 🎲")
    let words = picture.labels.map(\.text)
    #expect(words.contains("a < b & c"))
    #expect(words.contains("<x> & </text>"))
  }

  @Test("series are numbered only where a page asks for it, each with its sample in the legend")
  func numbered() throws {
    var chart = Chart("t", x: Axis("x"), y: Axis("y"))
    for name in ["first", "second", "third"] { chart.line(name, x: [0, 1], y: [0, 1]) }
    #expect(!chart.svg().contains("data-series"))
    let numbered = chart.svg(numbersSeries: true)
    try expectSound(numbered)
    for number in 0...2 {
      // The line, and the group round its sample and its name.
      #expect(numbered.components(separatedBy: "data-series=\"\(number)\"").count == 3)
    }
    let legend = numbered.firstMatch(of: /<g data-series="1">(?s)(.*?)<\/text>/)
    #expect(legend?.output.1.contains("second") == true)
  }

  @Test("a line passes through its data: the axes and the path agree")
  func positions() throws {
    var chart = Chart("t", x: Axis("x", range: 0...10), y: Axis("y", range: 0...100))
    let x = (0...10).map { Double($0) }
    chart.line("squares", x: x, y: x.map { $0 * $0 })
    let picture = try Picture(chart.svg())
    // The axis line runs along the bottom from x = 0 to x = 10; the topmost grid line is y = 100.
    let bottom = try #require(corners(ofPath: picture.all(class: "x")[0].attributes["d"]!)?.last)
    let grid = try #require(corners(ofPath: picture.all(class: "g")[0].attributes["d"]!))
    let top = try #require(grid.map { $0[0].y }.min())
    let line = try #require(
      picture.all("path").first { $0.ancestors.count == 3 && $0.classes.contains("l") }
        .flatMap { path in
          corners(ofPath: path.attributes["d"]!).flatMap { $0.first { $0.count > 2 } }
        })
    #expect(line.count == 11)
    for (x, point) in zip(x, line) {
      let expected = Point(
        x: bottom[0].x + x / 10 * (bottom[1].x - bottom[0].x),
        y: bottom[0].y + x * x / 100 * (top - bottom[0].y))
      #expect(abs(point.x - expected.x) <= 0.11 && abs(point.y - expected.y) <= 0.11)
    }
  }

  @Test("NaN breaks a line, and a point between two gaps is a dot")
  func gaps() throws {
    var chart = Chart("t", x: Axis("x"), y: Axis("y"))
    chart.line(
      "a", x: [0.0, 1, 2, 3, 4, 5, 6], y: [0, 1, .nan, 2, .infinity, 3, 4])
    let picture = try Picture(chart.svg())
    let inPlot = picture.all("path").filter { $0.ancestors.filter { $0 == "g" }.count == 2 }
    let line = try #require(inPlot.first { !$0.classes.contains("f") }?.attributes["d"])
    let dots = try #require(inPlot.first { $0.classes.contains("f") }?.attributes["d"])
    #expect(try #require(corners(ofPath: line)).map(\.count) == [2, 2])
    #expect(try #require(corners(ofPath: dots)).map(\.count) == [2])
  }

  @Test("layers with one name are one series: one legend entry, one colour")
  func oneSeries() throws {
    var chart = Chart("t", x: Axis("x"), y: Axis("y"))
    chart.band("W₁", x: [0.0, 1], low: [0.0, 1], high: [1.0, 2])
    chart.line("W₁", x: [0.0, 1], y: [0.5, 1.5])
    chart.line("other", x: [0.0, 1], y: [0.0, 0])
    let picture = try Picture(chart.svg())
    #expect(picture.labels.filter { $0.text == "W₁" }.count == 1)
    // Legend sample, band, line.
    #expect(picture.all(class: "i0").count == 3)
    #expect(picture.all(class: "i1").count == 2)
  }

  @Test("5000 points make a small file that keeps the highest peak")
  func thinning() throws {
    var values = noise(5000)
    values[3217] = 50
    var chart = Chart("t", x: Axis("x"), y: Axis("y"))
    chart.line("a", x: (0..<5000).map { Double($0) }, y: values)
    let svg = chart.svg()
    #expect(svg.utf8.count < 12_000)
    let points = values.enumerated().map { Point(x: Double($0), y: $1) }
    let kept = thinned(points, to: longestLine)
    #expect(kept.count <= longestLine + 2)
    #expect(kept.contains(Point(x: 3217, y: 50)))
    #expect(kept.map(\.x) == kept.map(\.x).sorted())
  }

  @Test("a moving average of a straight line is that line, and skips gaps")
  func smoothing() {
    let line = (0..<50).map { Point(x: Double($0), y: 3 * Double($0)) as Point? }
    let mean = movingAverage(line, width: 5)
    for index in 2..<48 { #expect(abs((mean[index]?.y ?? 0) - 3 * Double(index)) < 1e-12) }
    // At the ends the window is cut off: 0, 3 and 6.
    #expect(mean[0]?.y == 3)
    let gap = movingAverage([Point(x: 0, y: 1), nil, Point(x: 2, y: 3)], width: 3)
    #expect(gap == [Point(x: 0, y: 1), nil, Point(x: 2, y: 3)])
  }

  @Test("small multiples share a legend, and their words keep apart", arguments: [1, 2, 3])
  func grid(columns: Int) throws {
    var panels = examples.filter { ["one point", "few points", "a constant"].contains($0.name) }
      .map(\.chart)
    panels.append(panels[0])
    let svg = ChartGrid("all", subtitle: "some", columns: columns, panels: panels).svg()
    try expectSound(svg)
    let picture = try Picture(svg)
    #expect(picture.labels.filter { $0.text == "a" }.count == 1)
    #expect(picture.labels.filter { $0.text == "few points" }.count == 2)
  }

  @Test("the same calls give the same bytes, today as when these were recorded")
  func golden() throws {
    var chart = Chart("t", x: Axis("x"), y: Axis("y", scale: .log), width: 300, height: 200)
    chart.line("a", x: [0, 1, 2] as [Float], y: [0.1, 1, 0.5] as [Float], ink: .green)
    chart.area("b", x: [0.0, 1, 1.5], y: [0.2, 0.3, 0.2])
    chart.points("c", x: [1.0], y: [2.0])
    chart.rule(y: 0.7, label: "r")
    let svg = chart.svg()
    let body = svg[try #require(svg.range(of: "<rect class=\"page\"")).lowerBound...]
    #expect(String(body) == recorded)
  }
}

// swift-format-ignore
private let recorded = """
  <rect class="page" width="300" height="217" rx="6"/>
  <clipPath id="c419-860-2264-860"><rect x="41.9" y="86" width="226.4" height="86"/></clipPath>
  <path class="g" d="M44.9 169h220.4M44.9 107.5h220.4"/>
  <path class="x" d="M41.9 150.5h3M41.9 139.7h3M41.9 132h3M41.9 126h3M41.9 121.2h3M41.9 117h3M41.9 113.5h3M41.9 110.3h3M41.9 89h3M49.1 169v5M155.1 169v5M261 169v5M44.9 169h220.4"/>
  <text class="t" x="16" y="28">t</text>
  <text class="a" x="16" y="76">y</text>
  <text class="a m" x="155.1" y="205">x</text>
  <text class="k m" x="49.1" y="187">0</text>
  <text class="k m" x="155.1" y="187">1</text>
  <text class="k m" x="261" y="187">2</text>
  <text class="k e" x="36.9" y="173">0.1</text>
  <text class="k e" x="36.9" y="111.5">1</text>
  <g class="i2"><path class="l" d="M16 49.5H44"/>
  </g>
  <text class="n" x="52" y="54">a</text>
  <g class="i0"><path class="l b d1" d="M82.6 55.5v-12H110.6v12"/>
  </g>
  <text class="n" x="118.6" y="54">b</text>
  <g class="i1"><path class="c o" d="M163.2 44.5l4.6 8.2h-9.2z"/>
  </g>
  <text class="n" x="185.2" y="54">c</text>
  <g clip-path="url(#c419-860-2264-860)">
  <g class="i2">
  <path class="l" d="M49.1 169l106-61.5 105.9 18.5"/>
  </g>
  <g class="i0">
  <path class="l b d1" d="M49.1 169v-18.5l106-10.8 53 10.8v18.5"/>
  </g>
  <g class="i1">
  <path class="c o" d="M155.1 84l4.6 8.2h-9.2z"/>
  </g>
  </g>
  <path class="v" d="M44.9 117h220.4M265.3 117h8"/>
  <text class="r" x="277.3" y="121.2">r</text>
  </svg>

  """
