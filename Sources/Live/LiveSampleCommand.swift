import ArgumentParser
import Lessons
import Runs

/// `<chapter> sample`, and with `--live` a walk in the noise of a trained generator.
public struct LiveSampleCommand<Generator: KeptGenerator>: ParsableCommand {
  public static var configuration: CommandConfiguration { SampleCommand<Generator>.configuration }

  @OptionGroup var sample: SampleCommand<Generator>

  @OptionGroup var live: LiveOptions

  public init() {}

  public func run() throws {
    guard live.live else { return try sample.run() }
    let generator = try sample.generator()
    guard case .images = generator.makes else {
      throw RunFailure(
        .usage, "--live: this generator makes no pictures, and there is nothing to walk through")
    }
    try live.show(
      LiveScene(
        "\(Generator.command) · a walk in the noise", (), knobs: [], generator: generator,
        says: { _ in
          "The middle of the pad is z = 0. The edge is twice as far out as noise usually is."
        },
        pictures: { _ in [] }))
  }
}
