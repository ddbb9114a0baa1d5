import Exercises
import Foundation

/// Answers compiled into a program of their own, which checks one of them at a time.
///
/// The program is linked to the objects that this workbook was linked from, so it needs the compiler
/// and no package manager: it is built in about two seconds, and whatever else in the package does not
/// compile is of no concern.
public final class AnswerProgram: Sendable {
  /// The answer's source does not compile; what the learner is told.
  public struct CompileError: Error, Sendable {
    public let message: String
  }

  private let scratch: Scratch
  private var program: String { scratch.url.appendingPathComponent("program").path }

  /// Compiles one answer.
  ///
  /// - Parameters:
  ///   - answer: what the learner has written: a copy is compiled, so that the file may be saved
  ///     meanwhile, and the compiler names the learner's own file.
  ///   - products: the folder of the built workbook.
  ///   - root: the top of the workbook.
  ///   - limit: after so many seconds the compiler is ended.
  /// - Throws: ``CompileError``, or ``ClassroomError`` if something of the workbook is missing.
  public convenience init(
    _ answer: Answer, to sheet: ExerciseSheet, products: URL, root: URL, limit: Int = 60
  ) throws {
    let entry = (key: Self.onlyKey, type: "Answer", sheet: sheet)
    try self.init(
      texts: [answer.located], main: try main([entry]), products: products, root: root,
      limit: limit)
  }

  /// What the program of one answer knows it by.
  public static let onlyKey = "answer"

  /// Compiles many answers at once: each text is put into an enumeration of its own.
  ///
  /// An answer therefore has no extensions and no functions outside its types.
  public convenience init(
    answers: [(key: String, answer: Answer, sheet: ExerciseSheet)], products: URL, root: URL
  ) throws {
    var entries: [(key: String, type: String, sheet: ExerciseSheet)] = []
    var texts: [String] = []
    for (index, (key, answer, sheet)) in answers.enumerated() {
      entries.append((key, "Answers\(index).Answer", sheet))
      texts.append(answer.wrapped(in: "Answers\(index)"))
    }
    try self.init(
      texts: texts, main: try main(entries), products: products, root: root, limit: 900)
  }

  private init(texts: [String], main: String, products: URL, root: URL, limit: Int) throws {
    scratch = try Scratch()
    let folder = scratch.url
    var sources: [URL] = []
    for (index, text) in texts.enumerated() {
      sources.append(try scratch.write(text, as: "Answer\(index).swift"))
    }
    let mainFile = try scratch.write(main, as: "main.swift")
    let objects = try BuildFolder(products: products).linkedObjects().map { "\"\($0)\"\n" }.joined()
    let objectList = try scratch.write(objects, as: "objects.txt")
    let compiler = try Child(
      compilation(products: products, root: root, scratch: folder)
        + ["-Onone", "-wmo", "-suppress-warnings", "-o", program]
        + (sources + [mainFile]).map(\.path) + ["@\(objectList.path)"]
        + (try libraryFlags(in: folder)),
      in: root, limits: .init(seconds: limit))
    if compiler.isLate || compiler.status != 0 || compiler.signal != nil {
      throw failure(of: compiler, limit: limit, main: mainFile)
    }
  }

  /// Checks one answer.
  ///
  /// - Parameters:
  ///   - limit: after so many seconds the program is ended.
  ///   - enclosure: what it is shut into.
  public func outcome(
    of key: String = onlyKey, variant: String = "", limit: Int = 60, in enclosure: Enclosure = .none
  ) throws -> Outcome {
    let folder = try Scratch()
    let token = UUID().uuidString
    let order = Order(
      answer: key, variant: variant, channel: .random(in: 100..<200), token: token)
    let line = String(decoding: try JSONEncoder().encode(order), as: UTF8.self) + "\n"
    let limits = Child.Limits(seconds: limit, memory: AnswerProgram.memory)
    let child = try Child(
      enclosure.prefix + [program], in: folder.url, limits: limits,
      environment: AnswerProgram.environment(home: folder.url), channel: order.channel, input: line)
    var outcome: Outcome
    if let token = child.message.range(of: Data(token.utf8), options: .backwards),
      let written = try? JSONDecoder().decode(
        Outcome.self, from: child.message[token.upperBound...].prefix { $0 != UInt8(ascii: "\n") })
    {
      outcome = written
    } else {
      outcome = Outcome(.wrong, child.causeOfDeath(limits))
      outcome.last = child.lastWords
    }
    outcome.printed = child.output.isEmpty ? nil : child.output
    return outcome
  }

  /// What a check may use: the largest needs a tenth of it.
  private static let memory = 2 << 30

  /// An answer sees nothing of the variables of whoever checks it.
  private static func environment(home: URL) -> [String: String] {
    let ours = ProcessInfo.processInfo.environment
    var variables = ["HOME": home.path, "TMPDIR": home.path, "SWIFT_BACKTRACE": "enable=no"]
    for name in ["PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH"] { variables[name] = ours[name] }
    return variables
  }
}

/// The compiler and what it needs to know to find the modules of the workbook.
func compilation(products: URL, root: URL, scratch: URL?) -> [String] {
  let build = BuildFolder(products: products)
  let cache = build.moduleCache
  // A workbook that all users of a machine share cannot be written.
  let isShared = access(cache.path, W_OK) != 0
  let place = isShared ? scratch?.appendingPathComponent("ModuleCache") ?? cache : cache
  return [
    "swiftc", "-swift-version", "6", "-module-name", "LearnersAnswer",
    "-I", build.modules.path,
    "-I", root.appendingPathComponent("Sources/CPNG").path,
    "-I", root.appendingPathComponent("Sources/CZlib").path,
    "-module-cache-path", place.path,
  ]
}

/// Where libpng is, as the package's own build finds it.
private func libraryFlags(in scratch: URL) throws(ClassroomError) -> [String] {
  let child = try Child(
    ["pkg-config", "--cflags", "--libs", "libpng"], in: scratch, limits: .init(seconds: 20))
  let flags = child.output.split { $0 == " " || $0 == "\n" }.map(String.init)
  return (flags.isEmpty ? ["-lpng"] : flags.flatMap { $0.hasPrefix("-I") ? ["-Xcc", $0] : [$0] })
    + ["-lz"]
}

/// The program's main file. Each name has its module before it: an answer may declare the same name, and
/// it is not meant.
private func main(
  _ answers: [(key: String, type: String, sheet: ExerciseSheet)]
) throws(ClassroomError) -> String {
  var modules: Set<String> = []
  var entries = ""
  for (key, type, sheet) in answers {
    let module = try sheet.checksModule()
    modules.insert(module)
    entries += "  \"\(key)\": .init(\(type).self, \"\(sheet.number)\", \(module)::checks),\n"
  }
  let imports = modules.sorted().map { "import \($0)\n" }.joined()
  return "import Exercises\n\(imports)\nExercises::checkAnswer([\n\(entries)])\n"
}
