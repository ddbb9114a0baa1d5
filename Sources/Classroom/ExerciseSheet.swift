import Foundation

/// What an exercise says to its reader, from the `Exercise.md` in its folder.
///
///     # The discriminator's loss
///
///     Kind: complete a line
///     Minutes: 10
///
///     The story, in a paragraph or two.
///
///     ## Task
///     ## Learned
///     ## Hint 1
///     ## Hint 2
public struct ExerciseSheet: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case complete = "complete a line"
    case predict = "predict, then measure"
    case tune = "tune one knob"
    case explain = "explain a failure"
    case implement = "implement a small idea"
  }

  /// The exercise's folder.
  public let folder: URL
  /// `1.1-discriminator-loss`: the name of the folder, and of the learner's file.
  public let name: String
  /// `1.1`.
  public let number: String
  public let chapter: Int
  public let title: String
  public let kind: Kind
  public let minutes: Int
  public let story: String
  public let task: String
  /// What is said after the check has passed.
  public let learned: String
  public let hints: [String]

  public var starter: URL { folder.appendingPathComponent("Starter.swift") }
  public var solution: URL { folder.appendingPathComponent("Solution.swift") }

  /// Whether the solution is there: an edition for students has none.
  public var hasSolution: Bool { FileManager.default.fileExists(atPath: solution.path) }

  /// The wrong answers that the check has to tell apart.
  public var wrongAnswers: [URL] {
    files(in: folder.appendingPathComponent("Wrong")).filter { $0.pathExtension == "swift" }
  }

  /// - Throws: ``ClassroomError`` with the path and what is missing.
  public init(folder: URL) throws(ClassroomError) {
    let page = folder.appendingPathComponent("Exercise.md")
    let text: String
    do { text = try String(contentsOf: page, encoding: .utf8) } catch {
      throw .missing("\(page.relativePath): not found")
    }
    func wrong(_ what: String) -> ClassroomError { .badData("\(page.relativePath): \(what)") }

    self.folder = folder
    name = folder.lastPathComponent
    let parts = name.split(separator: "-", maxSplits: 1)
    let numbers = parts[0].split(separator: ".").compactMap { Int($0) }
    guard parts.count == 2, numbers.count == 2 else {
      throw wrong("the folder's name is not of the form 1.1-short-name")
    }
    number = String(parts[0])
    chapter = numbers[0]

    var sections: [String: String] = [:]
    var current = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        current = String(line.dropFirst(3))
        if sections[current] != nil { throw wrong("there are two sections \(current)") }
        sections[current] = ""
      } else {
        sections[current, default: ""] += line + "\n"
      }
    }
    func section(_ name: String) -> String? {
      sections.removeValue(forKey: name)?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var head = (section("") ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    func take(_ prefix: String) -> String? {
      guard let index = head.firstIndex(where: { $0.hasPrefix(prefix) }) else { return nil }
      return String(head.remove(at: index).dropFirst(prefix.count))
    }
    guard let title = take("# ") else { throw wrong("there is no title: # The exercise's name") }
    guard let kind = take("Kind: ").flatMap(Kind.init) else {
      let kinds = Kind.allCases.map(\.rawValue).joined(separator: "; ")
      throw wrong("there is no line `Kind: …` with one of: \(kinds)")
    }
    guard let minutes = take("Minutes: ").flatMap({ Int($0) }), minutes > 0 else {
      throw wrong("there is no line `Minutes: 10`")
    }
    (self.title, self.kind, self.minutes) = (title, kind, minutes)
    story = head.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    guard let task = section("Task"), !task.isEmpty else { throw wrong("there is no ## Task") }
    guard let learned = section("Learned"), !learned.isEmpty else {
      throw wrong("there is no ## Learned")
    }
    (self.task, self.learned) = (task, learned)
    var hints: [String] = []
    while let hint = section("Hint \(hints.count + 1)") { hints.append(hint) }
    guard (2...3).contains(hints.count), hints.allSatisfy({ !$0.isEmpty }) else {
      throw wrong("there are \(hints.count) hints (## Hint 1, …), where 2 or 3 are wanted")
    }
    self.hints = hints
    if let unknown = sections.keys.sorted().first { throw wrong("## \(unknown) is unknown") }
  }
}

extension ExerciseSheet {
  /// The module of the chapter's checks, such as `ToyGANExercises`: the one that the starter imports.
  func checksModule() throws(ClassroomError) -> String {
    let text = (try? String(contentsOf: starter, encoding: .utf8)) ?? ""
    guard let module = text.firstMatch(of: /import (\w+Exercises)/)?.1 else {
      throw .badData("\(starter.relativePath): it imports no chapter's exercises")
    }
    return String(module)
  }
}

/// What is not as it should be in the workbook's or the learner's files; says what to do.
public enum ClassroomError: Error, Equatable, CustomStringConvertible {
  case missing(String)
  case badData(String)
  case cannotWrite(String)
  /// The answer's program cannot be built, and it is not the answer's fault.
  case notBuilt(String)

  public var description: String {
    switch self {
    case .missing(let text), .badData(let text), .cannotWrite(let text), .notBuilt(let text): text
    }
  }
}

/// What lies in a folder, by name; nothing if there is no such folder.
func files(in folder: URL) -> [URL] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.filter { !$0.hasPrefix(".") }.sorted().map { folder.appendingPathComponent($0) }
}
