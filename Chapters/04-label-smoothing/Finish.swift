import Runs
import Tensors

// What stands at the end of a run.

extension LabelSmoothingChapter {
  /// Writes the pictures, the generator and the summary.
  func finish(_ run: Run, _ training: Training, _ pictures: Pictures, _ judge: Judge) throws {
    let settings = training.settings
    let metrics = finalMetrics(run, training, judge)
    let sheets = pictures.sheets(training)
    for sheet in sheets { try run.write(sheet.image.pngData(), as: sheet.name) }
    let charts = pictures.charts(training, judge: judge, log: run.log)
    for chart in charts { try run.write(chart.svg, as: chart.name) }
    let subject = training.twins[settings.subject]
    if settings.recipe != .optimum {
      try run.write(
        subject.finalGenerator.file(settings, labels: subject.labels).data(),
        as: Generator.fileName)
    }
    let outcome = verdict(metrics, settings)
    try run.finish(
      metrics: metrics,
      parameters: [
        "generator": subject.generator.parameterCount,
        "discriminator": subject.discriminator.parameterCount,
      ],
      digest: digest(of: training.learnt), outcome: outcome,
      figures: try sheets.map { .init($0.caption, .png(try $0.image.pngData())) }
        + charts.map { .init($0.caption, .svg($0.svg, narrow: $0.narrow)) },
      filmstrip: try pictures.filmstrip(), meanings: meanings(settings))
    run.say(outcome)
    run.say(
      "the pictures are in \(run.folder.relativePath)/: open report.html, or \(charts[0].name)")
  }

  /// Everything measured at the end, of every twin.
  private func finalMetrics(_ run: Run, _ training: Training, _ judge: Judge) -> [String: Float?] {
    var metrics: [String: Float?] = [:]
    for (index, twin) in training.twins.enumerated() {
      let suffix = training.settings.suffix(of: index)
      for (name, value) in Inspection(of: twin, in: training, count: 4_000).metrics {
        metrics[name + suffix] = value
      }
      for (name, value) in judge.metrics(of: twin, in: training) { metrics[name + suffix] = value }
      for name in ["dReal", "dFake"] {
        metrics[name + suffix] = run.log.average(name + suffix, overLast: 0.1)
      }
      metrics["calibration" + suffix] = run.log.average("dFake" + suffix, overLast: 0.1).map {
        twin.labels.share(of: $0)
      }
    }
    return metrics
  }

  /// The outcome in two lines, for the reader.
  private func verdict(_ metrics: [String: Float?], _ settings: Settings) -> String {
    func shown(_ name: String, _ twin: Int) -> String {
      metrics[name + settings.suffix(of: twin)].flatMap { $0 }.map(readable) ?? "unknown"
    }
    let quality =
      switch settings.recipe {
      case .optimum: (name: "optimumError", title: "largest difference from the best D")
      case .line: (name: "w1", title: "distance W1 of the generated numbers")
      case .digits: (name: "frechetRatio", title: "Fréchet ratio of the samples")
      }
    return settings.labels.indices.map { twin in
      """
      With the labels \(settings.labels[twin]), D answers \(shown("dReal", twin)) on real and \
      \(shown("dFake", twin)) on generated samples; the \(quality.title) is \
      \(shown(quality.name, twin)).
      """
    }.joined(separator: "\n")
  }

  private func meanings(_ settings: Settings) -> MetricMeanings {
    var meanings = MetricMeanings.chapter
    let subject = settings.labels[settings.subject]
    for name in ["dReal", "dFake"] {
      meanings[name]?.reference =
        "\(readable((subject.real + subject.fake) / 2)) at equilibrium: half-way between the labels."
    }
    meanings["lossDReal"]?.reference =
      "No less than \(readable(Float(subject.realFloor))), the floor of this label."
    // The other twins' metrics mean the same.
    var others: [(String, MetricMeaning)] = []
    for twin in settings.labels.indices where twin != settings.subject {
      for name in meanings.names {
        guard var meaning = meanings[name] else { continue }
        meaning.title += ", labels \(settings.labels[twin])"
        meaning.settledBy = []
        if name.hasPrefix("dReal") || name.hasPrefix("dFake") || name.hasPrefix("lossDReal") {
          meaning.reference = ""
        }
        others.append((name + settings.suffix(of: twin), meaning))
      }
    }
    for (name, meaning) in others { meanings[name] = meaning }
    return meanings
  }
}

extension MetricMeanings {
  /// The standard ones and those of this chapter.
  fileprivate static let chapter = {
    var meanings = MetricMeanings.standard
    let own = MetricMeanings([
      "optimumError": MetricMeaning(
        .answers, "Distance from the best D",
        "The largest difference between D and the formula, over six units around the middle.",
        reference: "0 is perfect."),
      "dMiddle": MetricMeaning(
        .answers, "D where p = q", "D's answer where real and generated are equally likely.",
        reference: "Half-way between the labels."),
      "pullFar": MetricMeaning(
        .answers, "Pull on the worst samples",
        "How strongly log D pulls a generated number to the left, three units right of the middle.",
        reference: "Near 2 with any real label, so long as the other label is 0."),
      "gradientToG": MetricMeaning(
        .answers, "Gradient that reaches G",
        "The mean length of the gradient of log D at generated samples."),
      "calibration": MetricMeaning(
        .answers, "What the answer means",
        "D's mean answer on generated samples, read as the share of real ones between the labels.",
        reference: "½ at equilibrium, whatever the labels."),
      "calibrationError": MetricMeaning(
        .answers, "Error of that reading",
        "How far the share of real samples is from what the answer says when read between the labels.",
        reference: "0 is perfect."),
      "calibrationErrorRaw": MetricMeaning(
        .answers, "Error of the answer itself",
        "How far the share of real samples is from the answer taken at its word."),
      "dMax": MetricMeaning(
        .answers, "Largest answer", "D's largest answer on a real sample.",
        reference: "At D's best it would not exceed the real label."),
      "aboveLabel": MetricMeaning(
        .answers, "Answers above the label",
        "The share of real samples that D answers with more than its label.",
        reference: "0 at D's best."),
      "logitTop": MetricMeaning(
        .answers, "Most confident yes", "The 99th percentile of the logits on real samples."),
      "logitBottom": MetricMeaning(
        .answers, "Most confident no", "The 1st percentile of the logits on generated samples."),
      "accuracyAtHalf": MetricMeaning(
        .answers, "Accuracy of D at ½",
        "The same, if an answer above ½ counts as real: the wrong line for smoothed labels.",
        settledBy: ["accuracy"]),
    ])
    meanings["accuracy"]?.sentence =
      "The share of samples, real and generated, on the right side of the middle of D's labels."
    for name in own.names { meanings[name] = own[name] }
    return meanings
  }()
}
