import Foundation
import Runs

/// The ready-made generators of a chapter: `Chapters/02-dense-gan/Pretrained/`, files of which each says
/// where it comes from, and a page that is made of what they say.
///
/// They are looked for from the working folder, as everything else of the workbook is.
struct ReadyGenerators {
  /// The number of the chapter.
  let chapter: Int

  /// `Chapters/02-dense-gan/Pretrained`; nil where no such chapter is.
  var folder: String? {
    let start = (chapter < 10 ? "0" : "") + "\(chapter)-"
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "Chapters")) ?? []
    return folders.sorted().first { $0.hasPrefix(start) }.map { "Chapters/\($0)/Pretrained" }
  }

  /// The paths of the generators, in the order of their names.
  var paths: [String] {
    guard let folder else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(".safetensors") }.map { "\(folder)/\($0)" }
  }

  /// The one to draw from where none is given.
  ///
  /// - Throws: ``Runs/RunFailure`` (66) that says what to type.
  func first() throws(RunFailure) -> String {
    if let path = paths.first { return path }
    let place =
      folder.map { "none is ready-made in \($0)/" }
      ?? "no chapter \(chapter) is here, where one might be ready-made"
    throw RunFailure(
      .inputNotFound,
      "no generator is given, and \(place); give that of a run: --from Runs/…/\(generatorFileName)")
  }
}

/// What a ready-made generator says of itself, in its file's metadata.
struct GeneratorCard: Codable, Equatable {
  static let key = "card"

  var command: String
  /// In words.
  var dataset: String
  var seed: UInt64
  var steps: Int
  /// Of everything that the run learnt.
  var digest: String
  var metrics: [String: Float]
  /// What became of the numbers, in a sentence.
  var precision: String

  /// What the workbook draws is under its licence, and it knows of no other.
  static let licence = "MIT; data that the workbook has not drawn itself have terms of their own"

  /// - Returns: nil of a file without one.
  init?(of file: Safetensors) {
    guard let text = file.metadata[GeneratorCard.key],
      let card = try? JSONDecoder().decode(GeneratorCard.self, from: Data(text.utf8))
    else { return nil }
    self = card
  }

  init(_ summary: Summary, command: String, precision: String) {
    self.command = command
    dataset = summary.dataset
    (seed, steps, digest) = (summary.seed, summary.steps, summary.digest)
    metrics = summary.metrics
    self.precision = precision
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Its part of the page.
  ///
  /// - Parameters:
  ///   - name: the file's, without its ending.
  ///   - size: of the file, in bytes.
  func section(_ name: String, size: Int) -> String {
    let measured = metrics.sorted { $0.key < $1.key }
      .map { "\($0.key) \(String(format: "%.3g", $0.value))" }
    return """
      ## \(name)

      | | |
      |---|---|
      | Learnt from | \(dataset) |
      | By | `\(command)` |
      | Seed, steps | \(seed), \(steps) |
      | Digest of the run | `\(digest)` |
      | Measured at its end | \(measured.joined(separator: ", ")) |
      | Numbers | \(precision) |
      | Size | \(size) bytes |
      | Licence | \(GeneratorCard.licence) |

      """
  }
}

extension ReadyGenerators {
  /// The page of the folder, made of what its files say.
  ///
  /// - Throws: ``Runs/RunFailure`` (65) for a file that is no ready-made generator.
  func page(of command: String) throws -> String {
    var sections: [String] = []
    for path in paths {
      let url = URL(fileURLWithPath: path)
      let file: Safetensors
      do { file = try Safetensors(contentsOf: url) } catch {
        throw RunFailure(error.status, "\(error)")
      }
      guard let card = GeneratorCard(of: file) else {
        throw RunFailure(
          .badData,
          "\(path): it does not say where it comes from; `swift run \(command) ship` makes one that does"
        )
      }
      let size = (try? Data(contentsOf: url).count) ?? 0
      sections.append(card.section(url.deletingPathExtension().lastPathComponent, size: size))
    }
    return """
      # Ready-made generators

      `swift run \(command) sample` draws from the first of these, and with `--from` from another. This page \
      is made of what the files say; `swift run \(command) ship` writes both.

      \(sections.joined(separator: "\n"))
      """
  }
}
