import Testing
import Weaving

@Suite("A register of claims shows its evidence, or is not woven")
struct RegisterTests {
  private func woven(_ text: String) throws(WeavingError) -> String {
    try register(
      wovenFrom: ("C/claims.md", text),
      evidence: Evidence(
        value: { $0 == "toy-gan:w1.lesson" ? "0.08" : nil },
        test: { $0 == "ATests/BTests/c" ? "Tests/ATests/B.swift" : nil },
        text: {
          $0 == "Chapters/1.md" ? "# One\n\n## It's `so`\n```swift\n# no\n```\n## It's so\n" : nil
        }))
  }

  private let claim = """
    ### D near ½, always

    **Refuted**. It is {{toy-gan:w1.lesson}}.
    [Chapter 1](Chapters/1.md#its-so), `ATests/BTests/c`, `code/that/stays`
    (*Said in 001, opening.*)
    """

  @Test("claims are numbered and stand in a table; a citation is a value, and a test a link")
  func page() throws {
    #expect(
      try woven("# Claims\n\n{{claims}}\n\n\(claim)\n") == """
        <!-- Woven from claims.md by `workbook weave`; edit that file. -->

        # Claims

        | | Claim | Verdict |
        |---|---|---|
        | [1](#1-d-near--always) | D near ½, always | refuted |

        ### 1. D near ½, always

        **Refuted**. It is 0.08.
        [Chapter 1](Chapters/1.md#its-so), [`ATests/BTests/c`](Tests/ATests/B.swift), `code/that/stays`
        (*Said in 001, opening.*)

        """)
  }

  @Test(
    "the second of two equal headings has a number in its link; a comment in code is no heading")
  func headings() throws {
    #expect(throws: Never.self) { try woven(claim.replacing("#its-so", with: "#its-so-1")) }
    #expect(throws: WeavingError.self) { try woven(claim.replacing("#its-so", with: "#its-so-2")) }
    #expect(throws: WeavingError.self) { try woven(claim.replacing("#its-so", with: "#no")) }
  }

  @Test(
    "an error names the line and what is wrong",
    arguments: [
      ("w1.lesson", "w2.lesson", "7: no value is recorded under {{toy-gan:w2.lesson}}"),
      ("BTests/c`", "BTests/d`", "8: there is no test `ATests/BTests/d`"),
      ("1.md#", "2.md#", "8: there is no file Chapters/2.md"),
      ("#its-so", "#its", "8: there is no heading #its in Chapters/1.md"),
      ("Chapters/1.md", "https://x.org/", "5: the claim links to no section of a chapter"),
      (
        "**Refuted**", "**Wrong**",
        "5: the claim has no verdict: **Holds**, **Holds with a condition**, **Refuted**, "
          + "**Not settled here**"
      ),
      ("*Said in", "*From", "5: the claim names no place: *Said in 001, opening.*"),
      (
        "**Refuted**", "**Not settled here**",
        "5: the claim is not settled and has no sentence on what would settle it"
      ),
    ])
  func errors(right: String, wrong: String, message: String) {
    let text = "# Claims\n\nText.\n\n" + claim.replacing(right, with: wrong)
    let error = #expect(throws: WeavingError.self) { try woven(text) }
    #expect(error?.description == "C/claims.md:\(message)")
  }

  @Test("a claim that is not settled says what would settle it, and stands so in the table")
  func notSettled() throws {
    let open = claim.replacing(
      "**Refuted**.", with: "**Not settled here**. Ten seeds would settle it.")
    let page = try woven("{{claims}}\n\n\(open)\n")
    #expect(page.contains("| D near ½, always | not settled here |"))
  }

  @Test("a claim with neither a value nor a test is refused")
  func noEvidence() {
    let text = "### Words\n\n**Holds**. [Chapter 1](Chapters/1.md)\n"
    let error = #expect(throws: WeavingError.self) { try woven(text) }
    #expect(error?.description.hasPrefix("C/claims.md:1: the claim cites neither") == true)
  }
}
