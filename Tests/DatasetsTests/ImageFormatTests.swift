import Images
import Tensors
import TestSupport
import Testing

@testable import Datasets

@Suite("Images in another format")
struct ImageFormatTests {
  @Test("digits of 28 × 28 as 64 × 64, gray or three equal channels", arguments: [1, 3])
  func digits(channels: Int) {
    let digits = ImageSet(drawing: 0..<12, by: DrawnDigits(seed: 1))
    let format = ImageFormat(side: 64, channels: channels == 1 ? .gray : .rgb)
    let images = ResizedImages(digits, as: format)
    #expect(images.shape == [12, 64, 64, channels])
    let tensor = images.tensor([11, 4, 4], in: .unit)
    #expect(tensor.shape == [3, 64, 64, channels])
    for (row, index) in [11, 4, 4].enumerated() {
      let large = Image(
        width: 28, height: 28, channels: .gray, pixels: DrawnDigits(seed: 1).pixels(index)
      ).resized(width: 64, height: 64)
      let scalars = tensor.scalars[row * 4096 * channels..<(row + 1) * 4096 * channels]
      let expected = large.pixels.flatMap {
        Array(repeating: Float($0) / 255, count: channels)
      }
      #expect(Array(scalars) == expected)
    }
  }

  @Test("colour becomes gray, and what has the format already is itself")
  func faces() {
    let faces = DrawnFaceSet(drawing: 5..<9, by: DrawnFaces(seed: 1))
    #expect(faces.shape == [4, 64, 64, 3])
    #expect(faces.levels([2]) == DrawnFaces(seed: 1).pixels(7))
    #expect(faces.fitted(to: ImageFormat(side: 64, channels: .rgb)) is DrawnFaceSet)
    let gray = faces.fitted(to: ImageFormat(side: 16, channels: .gray))
    #expect(gray.shape == [4, 16, 16, 1])
    let face = Image(width: 64, height: 64, channels: .rgb, pixels: faces.levels([3]))
    #expect(
      gray.levels([3]) == face.converted(to: .gray).resized(width: 16, height: 16).pixels)
  }

  @Test("drawn means digits or faces, as the recipe says; both splits differ")
  func drawn() throws {
    let format = ImageFormat(side: 64, channels: .rgb)
    let digits = try Dataset.drawn.images(.train, as: format)
    let faces = try Dataset.drawn.images(.train, as: format, drawing: .faces)
    #expect(digits.shape == [20_000, 64, 64, 3] && faces.shape == [20_000, 64, 64, 3])
    #expect(faces.levels([3]) == DrawnFaces(seed: 1).pixels(3))
    #expect(
      digits.levels([3])
        == ImageSet(drawing: 3..<4, by: DrawnDigits(seed: 1)).fitted(to: format).levels([0]))
    let unseen = try Dataset.drawn.images(.test, as: format, drawing: .faces)
    #expect(unseen.count == 2_000)
    #expect(unseen.levels([3]) == DrawnFaces(seed: 1).pixels(1_000_000_003))
    let plain = try Dataset.drawn.images(.test, as: ImageFormat(side: 28, channels: .gray))
    #expect(plain is ImageSet)
    #expect(Dataset.drawn.title(drawing: .faces) == "drawn faces")
    #expect(Dataset.drawn.title == "drawn digits")
  }

  @Test("a folder is read from --data, split in two; it has no labels")
  func folder() throws {
    let folder = try TemporaryFolder()
    try ImageFolderTests.fill(folder, count: 20)
    let format = ImageFolderTests.format
    let train = try Dataset.folder.images(.train, as: format, data: folder.path, pattern: "*.png")
    let test = try Dataset.folder.images(.test, as: format, data: folder.path)
    #expect(train.count + test.count == 20 && test.count >= 2)
    #expect(train.fingerprint != test.fingerprint)
    let none = #expect(throws: DatasetError.self) {
      _ = try Dataset.folder.images(.train, as: format)
    }
    #expect(none?.isMissing == true)
    #expect(none?.description == "--dataset folder: give the folder with --data")
    let few = #expect(throws: DatasetError.self) {
      _ = try Dataset.folder.images(.train, as: format, data: folder.path, atLeast: 19)
    }
    #expect(few?.isMissing == false)
    #expect(
      few?.description == "\(folder.path): 20 images; this batch needs 21 or more, of which every "
        + "tenth is for testing")
    let labels = #expect(throws: DatasetError.self) {
      _ = try Dataset.folder.images(.train, data: folder.path)
    }
    #expect(labels?.isMissing == false)
    #expect(labels?.description.contains("no labels; give drawn, mnist or fashion") == true)
    #expect(!Dataset.labelled.contains(.folder))
  }

  @Test("an image that is not there is a programmer's error that says so")
  func outOfRange() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = DrawnFaceSet(drawing: 0..<4, by: DrawnFaces(seed: 1)).tensor([1, 4])
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("DrawnFaceSet: there is no image 4 of 4"))
  }
}
