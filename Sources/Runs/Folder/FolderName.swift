/// The name of a run's folder: chapter, recipe, preset and seed, and then every other option that was
/// typed and decides the result, by name.
///
///     toy-gan-reliable-lesson-seed1
///     dcgan-keras28-lesson-seed1-dropout0.6
///     dense-gan-classic-quick-seed2-batch-norm-dataset-mnist
///
/// So the plain lesson has a plain name, and a run with other options does not take its place. What was
/// typed tells that as well as the recipes' own values would, and is what the reader looks for.
func folderName(
  chapter: String, recipe: String, options: RunOptions, typed words: [String]
) -> String {
  let name = "\(chapter)-\(recipe)-\(options.preset)-seed\(options.seed)"
  // What the name says already, and what changes no result.
  let known = optionsThatChangeNoResult.union(["recipe", "preset", "seed"])
  let partsOfRecipe = recipe.split(separator: "-")
  let others = typedOptions(words).filter { option, value in
    !known.contains(option) && !partsOfRecipe.contains { $0 == value }
  }
  return ([name] + others.sorted { $0.key < $1.key }.map(part)).joined(separator: "-")
}

/// The options of a run that change no bit of what it learns.
let optionsThatChangeNoResult: Set = [
  "out", "resume", "overwrite", "checkpoint-every", "threads", "quiet", "json", "stop-after",
  "digest-at", "live", "no-open", "port", "hide",
]

/// The options of a command line, without their dashes; a flag has an empty value. Of two with one name
/// the later counts, as it does for the command, but for `--at`, of which each does.
private func typedOptions(_ words: [String]) -> [String: String] {
  var options: [String: String] = [:]
  var last: String?
  for word in words {
    if word.hasPrefix("--") {
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = String(parts.first ?? "")
      if option != "at" || parts.count > 1 {
        options[option] = parts.count > 1 ? String(parts[1]) : ""
      }
      last = parts.count > 1 ? nil : option
    } else if let option = last {
      let former = options[option, default: ""]
      options[option] = option == "at" && !former.isEmpty ? "\(former),\(word)" : word
      last = nil
    }
  }
  return options
}

/// `dropout0.6`, `dataset-mnist`, `no-batch-norm`. Of a path the last part; what would be awkward to type
/// becomes `_`.
private func part(option: String, value: String) -> String {
  let end = value.split(separator: "/").last ?? ""
  let shown = end.prefix(60).map { character -> Character in
    let isPlain =
      character.isASCII
      && (character.isLetter || character.isNumber || "-+.,=".contains(character))
    return isPlain ? character : "_"
  }
  let isNumber = Float(value) != nil
  return option + (shown.isEmpty || isNumber ? "" : "-") + String(shown)
}
