import ArgumentParser
import Foundation
import Images

/// What `<chapter> sample` is asked for, under the same names in every chapter on images.
public struct SampleOptions: ParsableArguments {
  @Option(help: "The generator: a run's generator.safetensors.")
  public var from: String

  @Option(help: "How many pictures.")
  public var count = 64

  @Option(help: "Which random numbers to draw.")
  public var seed: UInt64 = 1

  @Option(help: "The file to write, .png.")
  public var out: String

  public init() {}

  public func validate() throws {
    if count < 1 || count > 10_000 {
      throw ValidationError("--count \(count): give a number from 1 to 10000")
    }
    if !out.hasSuffix(".png") {
      throw ValidationError("--out \(out): give a name that ends in .png")
    }
  }

  /// The file that `--from` names.
  public func file() throws -> Safetensors {
    do { return try Safetensors(contentsOf: URL(fileURLWithPath: from)) } catch {
      throw RunFailure(error.status, "\(error)")
    }
  }

  /// Writes the pictures on one sheet that is about as wide as it is high.
  public func write(_ pictures: [Image]) throws {
    let columns = Int(Double(pictures.count).squareRoot().rounded(.up))
    do {
      let sheet = try ImageGrid(columns: columns).image(of: pictures).pngData()
      try WholeFile.save(sheet, to: URL(fileURLWithPath: out))
    } catch let error as WholeFile.Failure {
      throw RunFailure(.cannotWrite, "\(out): cannot be written (\(error.reason))")
    }
    print("\(pictures.count) samples in \(out)")
  }
}
