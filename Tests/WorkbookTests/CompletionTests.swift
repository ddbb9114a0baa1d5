import Foundation
import TestSupport
import Testing

@Suite("Shell completions")
struct CompletionTests {
  @Test(
    "every command writes a script for each shell that README names",
    arguments: ["bash", "zsh", "fish"])
  func scripts(shell: String) throws {
    for (name, word) in [("toy-gan", "real-mean"), ("workbook", "doctor")] {
      let command = try Command(name, "--generate-completion-script", shell)
      #expect(command.status == 0 && command.output.contains(word), "\(name): \(command)")
    }
  }

  @Test("bash completes an option, a preset and a command of the tool by them")
  func bash() throws {
    // What bash hands to a completion, for the words that are typed.
    let script = """
      for command in toy-gan workbook; do source <("$0/$command" --generate-completion-script bash); done
      complete_words() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
        "_$1" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD-1]}"; echo "${COMPREPLY[*]}"
      }
      complete_words toy-gan --rec; complete_words toy-gan --preset ""; complete_words workbook doc
      """
    let command = try Command(
      "/usr/bin/env", ["bash", "-c", script, Command.products.path])
    command.wait()
    #expect(command.output == "--recipe\nquick lesson paper\ndoctor\n", "\(command)")
  }
}
