import Charts
import Testing

@Suite("A plan for bricks as a picture")
struct BrickPlanTests {
  private let plan = BrickPlan(
    "Plan <1>", subtitle: "cost 5", from: [3, 1, 0], to: [0, 2, 2],
    moves: [(from: 0, to: 1, bricks: 2), (from: 0, to: 2, bricks: 1), (from: 1, to: 2, bricks: 1)])

  @Test("the picture is well-formed, and no text lies on another or outside")
  func sound() throws { try expectSound(plan.svg()) }

  @Test("every brick stands in both heaps with the letter of its origin")
  func letters() {
    let svg = plan.svg()
    #expect(svg.components(separatedBy: ">A</text>").count - 1 == 6)
    #expect(svg.components(separatedBy: ">B</text>").count - 1 == 2)
    #expect(!svg.contains(">C</text>"))
  }

  @Test("the table shows each move, and the words say it too")
  func table() {
    #expect(plan.table == [[0, 2, 1], [0, 0, 1], [0, 0, 0]])
    #expect(plan.svg().contains("Bricks move: 2 from 0 to 1, 1 from 0 to 2, 1 from 1 to 2."))
    #expect(plan.svg().contains("Plan &lt;1&gt;"))
  }
}
