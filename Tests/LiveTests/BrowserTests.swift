import Foundation
import Runs
import TestSupport
import Testing

@Suite(
  "A live page in a real browser, with the network cut", .serialized,
  .enabled(if: Browser.path != nil, "skipped: no Chromium"))
struct BrowserTests {
  /// Puts a value into a field as a reader would.
  private func type(_ value: String, into id: String) -> String {
    """
    (() => { const field = document.getElementById("\(id)"); field.focus(); field.value = "\(value)";
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true})); field.blur(); return true; })()
    """
  }

  private func press(_ id: String) -> String {
    "(document.getElementById(\"\(id)\").click(), true)"
  }

  @Test(
    "played, stopped, turned, set back, forked and saved, by hand alone; the saved line ends alike",
    arguments: [(1280, false), (390, true)])
  func drive(width: Int, isDark: Bool) async throws {
    let page = try await Page(
      "toy-gan", ["--preset", "quick", "--steps", "300"], port: 8400 + width)
    let browser = try Browser.start(width: width, isDark: isDark)
    try browser.open(page.address)
    try await browser.until("typeof state !== 'undefined' && state.steps === 300")
    try browser.evaluate(type("0", into: "speed"))
    // By its key, whether it plays already or not.
    let space = "(dispatchEvent(new KeyboardEvent('keydown', {key: ' '})), true)"
    if try browser.evaluate("state.isPlaying || state.step === 0") == "true" {
      try await browser.until("state.isPlaying || state.step === 300")
    }
    try await browser.until("state.step === 300 && state.digest != null")
    let first = try browser.evaluate("state.digest")

    // Back to a moment, and one step with a key.
    try browser.evaluate(type("100", into: "moment"))
    try await browser.until("state.step <= 100 && state.digest != null")
    let moment = try #require(Int(browser.evaluate("state.step")))
    try browser.evaluate("(dispatchEvent(new KeyboardEvent('keydown', {key: '.'})), true)")
    try await browser.until("state.step === \(moment + 1) && state.digest != null")
    // On to the end without a change: the same bits.
    try browser.evaluate(space)
    try await browser.until("state.step === 300 && state.digest != null")
    #expect(try browser.evaluate("state.digest") == first)

    // A knob, and on: a branch beside the first, whose curves stay.
    try browser.evaluate(type("100", into: "moment"))
    try await browser.until("state.step <= 100 && state.digest != null")
    try browser.evaluate(type("0.0005", into: "knob-discriminator-rate"))
    try await browser.until("state.branches.length === 2")
    try browser.evaluate(press("play"))
    try await browser.until("state.step === 300 && state.digest != null")
    let second = try browser.evaluate("state.digest")
    #expect(second != first)
    #expect(try browser.evaluate("document.querySelectorAll('#branches button').length") == "2")
    #expect(
      try browser.evaluate(
        "fetch('picture/' + encodeURIComponent('Losses.svg')).then((reply) => reply.text()).then((text) => text.includes('other branches'))"
      ) == "true")

    // Nonsense is refused in words, and changes nothing.
    try browser.evaluate(type("👻", into: "knob-penalty"))
    try await browser.until("document.getElementById('says').textContent.includes('penalty')")
    #expect(try browser.evaluate("state.branches.length") == "2")
    let refusals = browser.complaints.filter { $0.contains("409") }.count

    // Kept, and played again without a page.
    try browser.evaluate(press("save"))
    try await browser.until("state.says.startsWith('Saved in ')")
    let line = try browser.evaluate("document.getElementById('line').textContent")
    let words = line.split(separator: " ").dropFirst().map(String.init)
    let out = page.folder.file("again")
    let again = try Command(starting: "toy-gan", words + ["--quiet", "--out", out.path])
    again.wait()
    let data = try Data(contentsOf: out.appendingPathComponent("summary.json"))
    #expect(try JSONDecoder().decode(Summary.self, from: data).digest == second)

    // A link shows the same.
    try await browser.until("location.hash.includes('at=') && location.hash.includes('step=300')")
    let address = try browser.evaluate("location.href")
    let other = try Browser.start(width: width, isDark: isDark)
    try page.order("go", "\"branch\":1,\"number\":50")
    try other.open(address)
    try await other.until(
      "typeof state !== 'undefined' && state.step === 300 && state.digest != null")
    #expect(try other.evaluate("state.digest") == second)

    #expect(
      try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") == "true")
    #expect(try browser.evaluate("document.querySelectorAll('#pictures img').length > 3") == "true")
    // The browser itself notes an order that was refused; there is nothing else.
    #expect(browser.complaints.count == refusals, "\(browser.complaints)")
    #expect(other.complaints.isEmpty, "\(other.complaints)")
    // Every control has a name for a screen reader.
    let nameless = try browser.evaluate(
      """
      [...document.querySelectorAll("button, input, select, [role=application]")].filter((control) =>
      !control.hidden && !(control.textContent.trim() || control.getAttribute("aria-label") || control.labels?.length)).length
      """)
    #expect(nameless == "0")
  }

  @Test("without a training: what is dragged is drawn at once")
  func scene() async throws {
    let page = try await Page("wgan", ["distances"], port: 8450)
    let browser = try Browser.start(width: 390)
    try browser.open(page.address)
    try await browser.until("typeof state !== 'undefined' && state.knobs?.length === 1")
    let before = try browser.evaluate("document.getElementById('says').textContent")
    try browser.evaluate(type("2", into: "knob-distance"))
    try await browser.until("state.knobs[0].value === 2")
    try await browser.until("document.getElementById('says').textContent.includes('W is 2')")
    #expect(try browser.evaluate("document.getElementById('says').textContent") != before)
    #expect(browser.complaints.isEmpty, "\(browser.complaints)")
  }
}
