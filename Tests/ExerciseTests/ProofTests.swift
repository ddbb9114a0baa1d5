import Classroom
import Foundation
import TestSupport
import Testing

/// Every exercise of the workbook, proven as `workbook prove` does.
@Suite struct ProofTests {
  static let catalogue = Result { try Catalogue() }

  /// An edition for students has no answers to prove anything with.
  static var hasSolutions: Bool {
    let sheets = (try? catalogue.get())?.sheets ?? []
    return sheets.contains(where: \.hasSolution)
  }

  @Test(
    "starters are not solved, solutions are, and each wrong answer is told its own mistake",
    .enabled(if: hasSolutions, "this edition has no solutions"))
  func everyExercise() throws {
    let catalogue = try Self.catalogue.get()
    let proof = try Proof(of: catalogue.sheets, in: catalogue, products: Command.products)
    #expect(proof.problems == [])
    #expect(proof.count > catalogue.sheets.count * 5)
  }
}
