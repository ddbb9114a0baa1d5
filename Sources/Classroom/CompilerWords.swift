import Foundation

/// Why the compiler has failed: the answer's fault, or that of what it is built with.
func failure(of compiler: Child, limit: Int, main: URL) -> any Error {
  typealias CompileError = AnswerProgram.CompileError
  if compiler.isLate {
    return CompileError(
      message: "the compiler was not done after \(limit) seconds: break long expressions into "
        + "parts, and write down their types")
  }
  let text = compiler.output + compiler.errors
  if compiler.status == 127 {
    return ClassroomError.notBuilt(
      "there is no swiftc in PATH: install Swift, or add the folder of its programs to PATH")
  }
  let versions = ["created by a different version of the compiler", "created by an older version"]
  if versions.contains(where: text.contains) {
    return ClassroomError.notBuilt(
      "the workbook was built by another version of Swift than the swiftc in PATH; type "
        + "`swift build --product workbook`")
  }
  if ["no such module 'Exercises'", "missing required module"].contains(where: text.contains) {
    return ClassroomError.notBuilt(
      "the check cannot be built; type `swift build --product workbook`. The compiler says:\n"
        + beginning(of: text))
  }
  if ["duplicate symbol", "multiple definition"].contains(where: text.contains) {
    return CompileError(message: "it defines a symbol that the check has already")
  }
  let words = diagnostics(in: text).filter { !$0.hasPrefix(main.path) }
  if words.contains(where: { $0.contains(": error: ") }) {
    return CompileError(message: beginning(of: words.joined(separator: "\n")))
  }
  if text.contains(main.path) {
    return CompileError(
      message: "there is no `struct Answer` in this file, or none that the check can see")
  }
  if text.contains("o space left on device") || compiler.signal == SIGXFSZ {
    return ClassroomError.cannotWrite(
      "\(main.deletingLastPathComponent().path): the compiler cannot write here; is the disk full?")
  }
  return ClassroomError.notBuilt("the check cannot be built; the compiler says:\n\(text)")
}

/// The compiler's words, a text for each thing that it has to say.
private func diagnostics(in text: String) -> [String] {
  var texts: [String] = []
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if texts.isEmpty || line.contains(/\.swift:\d+:\d+: (error|warning|note):/) {
      texts.append(String(line))
    } else {
      texts[texts.count - 1] += "\n" + line
    }
  }
  return texts
}

/// One mistake can have many consequences: the first lines name it.
private func beginning(of text: String) -> String {
  let lines = text.trimmingCharacters(in: .whitespacesAndNewlines).split(
    separator: "\n", omittingEmptySubsequences: false)
  let rest = lines.count > 40 ? "\n… and \(lines.count - 40) lines more" : ""
  return lines.prefix(40).joined(separator: "\n") + rest
}
