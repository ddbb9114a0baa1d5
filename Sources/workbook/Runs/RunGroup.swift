import Runs

/// The runs of one chapter, and what differs in them: runs of two chapters measure other things, and are not
/// laid side by side.
struct RunGroup {
  let chapter: String
  let runs: [KeptRun]
  /// A name for each run, no two the same: without the chapter where that is enough.
  let names: [String]
  /// The traits whose values are not the same in all runs, in the order of ``Summary/traits``. What a run does
  /// not tell is not known to differ.
  let differing: [String]
  /// Of these, what a reader should see of each run: all but those that go with the recipe.
  let telling: [String]
  /// What has one value for each recipe, by recipe: a dozen settings that follow from one word.
  let byRecipe: [(name: String, values: [(recipe: String, value: String)])]
  /// The others, with the value that all have.
  let common: [(name: String, value: String)]
  /// The metrics that at least one run has at its end, the telling ones first and losses last.
  let metrics: [String]

  /// By which samples are judged, in whatever chapter.
  private static let first = [
    "w1", "frechetRatio", "legible", "digitsCovered", "modesCovered", "highQuality", "precision",
    "recall",
  ]

  init(_ chapter: String, _ runs: [KeptRun]) {
    self.chapter = chapter
    self.runs = runs
    let short = runs.map(\.name)
    self.names = runs.map { run in short.count { $0 == run.name } == 1 ? run.name : run.path }
    var names: [String] = []
    var values: [String: Set<String>] = [:]
    for trait in runs.flatMap(\.summary.traits) {
      if values[trait.name] == nil { names.append(trait.name) }
      values[trait.name, default: []].insert(trait.value)
    }
    differing = names.filter { (values[$0]?.count ?? 0) > 1 }
    common = names.compactMap { name in
      values[name].flatMap { $0.count == 1 ? (name, $0.first ?? "") : nil }
    }
    let recipes = names.contains("recipe") ? values["recipe", default: []].sorted() : []
    byRecipe =
      recipes.count < 2
      ? []
      : differing.filter { $0 != "recipe" }.compactMap { name in
        let pairs = recipes.map { recipe in
          let all = runs.filter { $0.summary.recipe == recipe }.map { run in
            run.summary.traits.first { $0.name == name }?.value ?? "none"
          }
          return (recipe: recipe, values: Set(all))
        }
        guard pairs.allSatisfy({ $0.values.count == 1 }), runs.count > recipes.count else {
          return nil
        }
        return (name, pairs.map { ($0.recipe, $0.values.first ?? "") })
      }
    let followers = byRecipe.map(\.name)
    telling = differing.filter { !followers.contains($0) }
    let measured = Set(runs.flatMap(\.summary.metrics.keys))
    let losses = Set(runs.flatMap(\.summary.losses.keys)).subtracting(measured)
    let first = RunGroup.first.filter(measured.contains)
    metrics =
      first + measured.subtracting(first).sorted(by: comesBefore)
      + losses.sorted(by: comesBefore)
  }

  /// Groups of runs, in the order of the chapters' first ones.
  static func all(of runs: [KeptRun]) -> [RunGroup] {
    var chapters: [String] = []
    for run in runs where !chapters.contains(run.summary.chapter) {
      chapters.append(run.summary.chapter)
    }
    return chapters.map { chapter in
      RunGroup(chapter, runs.filter { $0.summary.chapter == chapter })
    }
  }

  /// What a run has of a trait; nil if its summary is older than that.
  func value(of trait: String, in run: KeptRun) -> String? {
    run.summary.traits.first { $0.name == trait }?.value
  }

  // MARK: - Series

  /// Runs that differ in one trait alone, for a slider: seeds 1 to 5 of one recipe.
  struct Series {
    let trait: String
    /// In the order of its values, no two with the same.
    let runs: [KeptRun]
    let values: [String]
  }

  /// All series of at least two runs. A run may stand in several.
  var series: [Series] {
    differing.flatMap { trait -> [Series] in
      let known = runs.filter { value(of: trait, in: $0) != nil && $0.picture != nil }
      var kinds: [String] = []
      var members: [String: [KeptRun]] = [:]
      for run in known {
        // A line for each other trait: equal text means equal traits.
        let kind = run.summary.traits.filter { $0.name != trait }
          .map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        if members[kind] == nil { kinds.append(kind) }
        let value = value(of: trait, in: run)
        // Of equal runs, which give equal bits, the first will do.
        if members[kind]?.contains(where: { self.value(of: trait, in: $0) == value }) != true {
          members[kind, default: []].append(run)
        }
      }
      return kinds.compactMap { kind in
        let sorted = (members[kind] ?? []).sorted {
          comesBefore(value(of: trait, in: $0) ?? "", value(of: trait, in: $1) ?? "")
        }
        guard sorted.count > 1 else { return nil }
        return Series(
          trait: trait, runs: sorted, values: sorted.map { value(of: trait, in: $0) ?? "" })
      }
    }
  }
}
