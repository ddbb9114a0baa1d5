import Foundation
import Runs

/// What is recorded of a chapter: some of its runs over several seeds, and pictures of the first.
struct WorkbookChapter {
  let folder: String
  /// The files that the page is woven from, in the order of reading.
  let sources: [String]
  let command: String
  let runs: [Run]

  static let all = [
    WorkbookChapter(
      folder: "01-toy-gan", sources: ["Essay/ToyGAN.swift"], command: "toy-gan",
      runs: [
        Run(
          name: "lesson", arguments: ["--preset", "lesson"],
          figures: ["training.svg", "w1.svg", "losses.svg", "discriminator.svg", "map.svg"]),
        published("published-small", "--init", "small", figures: ["trap.svg"]),
        published("published-unit", "--init", "unit"),
        published("small-adam", "--init", "small", "--optimizer", "adam"),
        published("small-penalty", "--init", "small", "--penalty", "0.1"),
        published("small-batch", "--init", "small", "--batch-statistics"),
        published("small-wide", "--init", "small", "--hidden", "32"),
        published("unit-wide", "--init", "unit", "--hidden", "32"),
        quick("quick"),
        quick("quick.published", "--recipe", "published"),
      ]),
    WorkbookChapter(
      folder: "02-dense-gan", sources: ["Essay/DenseGAN.swift"], command: "dense-gan",
      runs: [
        Run(
          name: "lesson", arguments: ["--preset", "lesson"],
          figures: [
            "progress.png", "comparison.png", "walk.png", "neighbours.png", "quality.svg",
            "accuracy.svg",
          ]),
        Run(name: "lesson.plain", arguments: ["--no-batch-norm"]),
        Run(name: "lesson.early", arguments: ["--steps", "1000"]),
        Run(name: "lesson.early-plain", arguments: ["--steps", "1000", "--no-batch-norm"]),
        fast("fast", figure: "fast.png"),
        fast("fast-plain", "--no-batch-norm", figure: "fast-plain.png"),
        Run(name: "lesson.equal", arguments: ["--discriminator-pace", "1"]),
        Run(
          name: "lesson.eager", arguments: ["--discriminator-pace", "2"],
          figures: ["comparison.png": "eager.png", "quality.svg": "eager-quality.svg"]),
        Run(name: "lesson.classic", arguments: ["--recipe", "classic"]),
        Run(
          name: "lesson.mnist", arguments: ["--dataset", "mnist"],
          figures: ["comparison.png": "mnist.png"]),
        quick("quick"),
        quick("quick.classic", "--recipe", "classic"),
      ]),
    WorkbookChapter(
      folder: "03-dcgan",
      sources: ["WaysUp.swift", "DCGAN.swift", "Troubleshooting.swift"], command: "dcgan",
      runs: [
        Run(
          name: "lesson", arguments: ["--preset", "lesson"],
          figures: [
            "progress.png", "comparison.png", "walk.png", "quality.svg", "drift.svg",
            "networks.svg",
          ]),
        Run(
          name: "lesson.mxnet64", arguments: ["--recipe", "mxnet64"],
          figures: [
            "comparison.png": "mxnet64.png", "wanted.png": "wanted.png",
            "drift.svg": "mxnet64-drift.svg",
          ], seeds: 3),
        won(
          "published", "--generator-rate", "0.0002",
          figures: ["drift.svg": "won-drift.svg"]),
        won("published-eager", "--generator-rate", "0.0002", "--discriminator-rate", "0.0008"),
        won("published-lazy", "--generator-rate", "0.0002", "--discriminator-rate", "0.00005"),
        won("published-uniform", "--generator-rate", "0.0002", "--latent", "uniform"),
        won("repaired"),
        Run(
          name: "lesson.faces64", arguments: ["--recipe", "faces64"],
          figures: ["comparison.png": "faces64.png", "progress.png": "faces64-progress.png"],
          seeds: 3),
        short("short"),
        short("dry", "--dropout", "0"),
        short("wet", "--dropout", "0.6"),
        short("eager", "--discriminator-rate", "0.004"),
        short("lazy", "--discriminator-rate", "0.0002"),
        short("normal", "--latent", "normal"),
        short("unfrozen", "--freeze-discriminator", "off"),
        short("relu-first", "--block", "relu-first"),
        short("dropout-first", "--block", "dropout-first"),
        short("no-norm", "--block", "no-norm", figure: "no-norm.png"),
        short("no-relu", "--block", "no-relu", figure: "no-relu.png"),
        Run(
          name: "lesson.pretrained", arguments: ["--steps", "750", "--pretraining", "250"],
          seeds: 3),
        short("adam", "--optimizer", "adam"),
        short("pooling", "--down", "pooling"),
        faces32("uniform"),
        faces32("normal"),
        faces32("one", latent: "uniform", steps: 300, "--generator-steps", "1"),
        faces32("one-long", latent: "uniform", steps: 900, "--generator-steps", "1"),
        Run(
          name: "checkerboard", arguments: ["checkerboard"],
          figures: [
            "overlaps.svg": "overlaps.svg", "overlaps-narrow.svg": "overlaps-narrow.svg",
            "untrained.png": "untrained.png",
          ], seeds: 1, isMeasured: false),
        quick("quick"),
        quick("quick.mxnet64", "--recipe", "mxnet64"),
        quick("quick.faces64", "--recipe", "faces64", "--steps", "4"),
      ]),
    WorkbookChapter(
      folder: "04-label-smoothing", sources: ["Labels.swift", "LabelSmoothing.swift"],
      command: "label-smoothing",
      runs: [
        Run(
          name: "optimum", arguments: ["--recipe", "optimum"],
          figures: ["optimum.svg", "pull.svg", "calibration.svg", "logits.svg"]),
        Run(
          name: "lesson", arguments: ["--preset", "lesson"],
          figures: ["answers.svg", "w1.svg", "gradients.svg"]),
        Run(name: "lesson.slim", arguments: ["--smoothing", "0.25", "--smoothing-style", "slim"]),
        Run(
          name: "lesson.one-sided",
          arguments: ["--smoothing", "0.25", "--smoothing-style", "one-sided"]),
        Run(
          name: "lesson.two-sided", arguments: ["--smoothing", "0.25", "--fake-label", "0.125"]),
        Run(
          name: "digits", arguments: ["--recipe", "digits"],
          figures: ["comparison.png", "quality.svg", "losses.svg"], seeds: 3),
        Run(
          name: "digits.eager", arguments: ["--recipe", "digits", "--discriminator-pace", "2"],
          figures: [
            "comparison.png": "eager.png", "quality.svg": "eager-quality.svg",
            "logits.svg": "eager-logits.svg",
          ], seeds: 3),
        quick("quick"),
        quick("quick.optimum", "--recipe", "optimum"),
        quick("quick.digits", "--recipe", "digits"),
      ]),
    WorkbookChapter(
      folder: "05-wgan",
      sources: [
        "Essay/Distances.swift", "Essay/Ruler.swift", "Essay/DiracGAN.swift", "Essay/WGAN.swift",
      ],
      command: "wgan",
      runs: [
        Run(
          name: "distances", arguments: ["distances"],
          figures: ["bricks.svg", "distances.svg", "gradients.svg", "plan.svg"]),
        Run(
          name: "ruler", arguments: ["ruler"],
          figures: ["ruler.svg", "valleys.svg", "weights.svg", "critics.svg"]),
        Run(name: "dirac", arguments: ["dirac"], figures: ["dirac.svg"]),
        Run(
          name: "lesson", arguments: ["--preset", "lesson"],
          figures: ["critic.svg", "slopes.svg", "comparison.png", "progress.png"]),
        Run(
          name: "lesson.clip", arguments: ["--recipe", "clip"],
          figures: ["critic.svg": "clip-critic.svg"]),
        Run(name: "lesson.gan", arguments: ["--recipe", "gan"]),
        Run(
          name: "lesson.line", arguments: ["--problem", "line"],
          figures: ["training.svg": "line.svg"]),
        Run(name: "lesson.line-clip", arguments: ["--problem", "line", "--recipe", "clip"]),
        Run(
          name: "lesson.ring", arguments: ["--problem", "ring"],
          figures: ["training.svg": "ring.svg"]),
        Run(name: "lesson.ring-gan", arguments: ["--problem", "ring", "--recipe", "gan"]),
        Run(
          name: "lesson.grid", arguments: ["--problem", "grid"],
          figures: ["density.svg": "grid-density.svg"]),
        Run(
          name: "lesson.grid-gan", arguments: ["--problem", "grid", "--recipe", "gan"],
          figures: ["density.svg": "grid-gan-density.svg"]),
        Run(
          name: "lesson.faces", arguments: ["--problem", "faces"],
          figures: ["comparison.png": "faces.png"], seeds: 2),
        quick("quick.distances", of: "distances"),
        quick("quick.ruler", of: "ruler"),
        quick("quick.dirac", of: "dirac"),
        quick("quick"),
        quick("quick.clip", "--recipe", "clip"),
        quick("quick.gan", "--recipe", "gan"),
        quick("quick.lsgan", "--recipe", "lsgan"),
        quick("quick.line", "--problem", "line"),
        quick("quick.ring", "--problem", "ring"),
        quick("quick.faces", "--problem", "faces"),
      ]),
  ]

  private static func published(
    _ name: String, _ arguments: String..., figures: [String] = []
  ) -> Run {
    Run(
      name: "lesson.\(name)",
      arguments: ["--preset", "lesson", "--recipe", "published"] + arguments,
      figures: figures)
  }

  private static func fast(_ name: String, _ arguments: String..., figure: String) -> Run {
    Run(
      name: "lesson.\(name)",
      arguments: ["--learning-rate", "0.01", "--steps", "2500"] + arguments,
      figures: ["samples.png": figure])
  }

  /// 500 steps of keras28, with one thing changed.
  private static func short(_ name: String, _ arguments: String..., figure: String? = nil) -> Run {
    Run(
      name: "lesson.\(name)", arguments: ["--steps", "500"] + arguments,
      figures: figure.map { ["samples.png": $0] } ?? [:], seeds: 3)
  }

  /// 200 steps of mxnet64, in which D wins at the published rates.
  private static func won(
    _ name: String, _ arguments: String..., figures: [String: String] = [:]
  ) -> Run {
    Run(
      name: "lesson.\(name)", arguments: ["--recipe", "mxnet64", "--steps", "200"] + arguments,
      figures: figures, seeds: 3)
  }

  /// Small faces: from one kind of noise or the other, or with another number of G's updates.
  private static func faces32(
    _ name: String, latent: String? = nil, steps: Int = 300, _ arguments: String...
  ) -> Run {
    Run(
      name: "lesson.faces32-\(name)",
      arguments: [
        "--recipe", "faces64", "--final-size", "32", "--steps", "\(steps)", "--latent",
        latent ?? name,
      ] + arguments, seeds: 3)
  }

  /// A recipe as the tests run it, from one seed.
  private static func quick(
    _ name: String, of subcommand: String? = nil, _ arguments: String...
  ) -> Run {
    Run(
      name: name,
      arguments: (subcommand.map { [$0] } ?? []) + ["--preset", "quick"] + arguments,
      figures: [:], seeds: 1, preset: .quick)
  }
}

extension WorkbookChapter {
  var sourcePaths: [String] { sources.map { "Chapters/\(folder)/\($0)" } }
  var pagePath: String { "Chapters/\(folder)/README.md" }
  var figuresPath: String { "Figures/\(folder)" }
  var recordPath: String { "\(figuresPath)/record.json" }

  func figure(_ name: String) -> URL { URL(fileURLWithPath: "\(figuresPath)/\(name)") }

  /// Whether this is the chapter of the folder or the command `name`.
  func isNamed(_ name: String) -> Bool { name == command || name == folder }

  /// How to record some of its runs.
  func commandToRecord(_ runs: [String]) -> String {
    "workbook record --chapter \(command) --run \(runs.joined(separator: ","))"
  }
}
