import Datasets
import Images
import Runs
import Tensors

/// Of images: sheets of samples, as in chapters 2 and 3.
extension Pictures {
  func imagePictures(_ training: Training) throws -> [Drawn] {
    let range = PixelRange.symmetric
    let fake = range.levels(of: training.generator(training.fixedNoise))
    let real = range.levels(of: training.real.shown(64))
    let sides = [real, fake].map { ImageGrid().image(of: settings.tiles($0)) }
    let factor = settings.problem == .digits ? 2 : 1
    func sheet(_ name: String, _ caption: String, _ image: Image) throws -> Drawn {
      Drawn(name: name, caption: caption, content: .png(try image.scaled(by: factor).pngData()))
    }
    let progress = ImageGrid(columns: 12).image(
      of: frames.selection.flatMap { settings.tiles($0.pixels) })
    return [
      try sheet("samples.png", "64 samples at the end.", sides[1]),
      try sheet(
        "comparison.png", "Real on the left, generated on the right.",
        ImageGrid(columns: 2, gap: 12).image(of: sides)),
      try sheet(
        "progress.png",
        "The same twelve noise vectors at eight moments, from the first to the last.", progress),
    ]
  }
}

extension Settings {
  var pixelCount: Int { problem == .faces ? 64 * 64 * 3 : 28 * 28 }

  /// Levels as pictures.
  func tiles(_ pixels: [UInt8]) -> [Image] {
    let side = problem == .faces ? 64 : 28
    return Image.tiles(
      width: side, height: side, channels: problem == .faces ? .rgb : .gray, pixels: pixels)
  }
}
