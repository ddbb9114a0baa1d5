import Testing
import Weaving

@Suite("A page is woven from one file or several")
struct PageTests {
  @Test("one file: the note names it")
  func one() throws {
    let page = try page(
      wovenFrom: [("Chapters/01/One.swift", "/*:\n # Title\n */\nlet a = 1\n")],
      value: { _ in nil }, isThere: { _ in false })
    #expect(
      page == """
        <!-- Woven from One.swift by `workbook weave`; edit that file. -->

        # Title

        ```swift
        let a = 1
        ```

        """)
  }

  @Test("several files follow each other in the order given, with one note for all")
  func several() throws {
    let page = try page(
      wovenFrom: [
        ("C/One.swift", "/*:\n # {{a}}\n */\nlet a = 1\n"), ("C/Two.swift", "//: ## Two\n"),
        ("C/Three.swift", "let c = 3\n"),
      ], value: { $0 == "a" ? "Title" : nil }, isThere: { _ in false })
    #expect(
      page == """
        <!-- Woven from One.swift, Two.swift and Three.swift by `workbook weave`; edit those files. -->

        # Title

        ```swift
        let a = 1
        ```

        ## Two

        ```swift
        let c = 3
        ```

        """)
  }

  @Test(
    "an error names the file that it is in, and the line in that file",
    arguments: [
      ("//: fine\n", "let b = 2\n//: {{w3}}\n", "C/Two.swift:2: no value is recorded under {{w3}}"),
      (
        "let a = 1\n\n/*: open\n", "//: {{w3}}\n",
        "C/One.swift:3: a block of prose (/*:) is not closed"
      ),
      (
        "let a = 1\n", "/*:\n ![A curve](../there.svg)\n\n ![Another](../gone.svg)\n */\n",
        "C/Two.swift:4: there is no ../gone.svg"
      ),
    ])
  func errors(one: String, two: String, message: String) {
    let error = #expect(throws: WeavingError.self) {
      try page(
        wovenFrom: [("C/One.swift", one), ("C/Two.swift", two)], value: { _ in nil },
        isThere: { $0 == "../there.svg" })
    }
    #expect(error?.description == message)
  }
}
