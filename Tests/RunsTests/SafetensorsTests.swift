import Foundation
import Runs
import Tensors
import TestSupport
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
  static let tricky: [Float] = [
    1, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3,
    Float(bitPattern: 0x7FA0_0001),
  ]

  static var example: Safetensors {
    Safetensors(
      tensors: [
        ("w", Tensor(shape: [2, 2, 2], scalars: tricky)), ("b", Tensor(3)),
        ("ü.0", Tensor([4, 5])),
      ], metadata: ["text": "a \"quoted\" \\ line\n\u{1F} über 🎲", "empty": ""])
  }

  @Test("a file read is the file written, to the last bit", arguments: [false, true])
  func roundTrip(withChecksum: Bool) throws {
    let bytes = Self.example.data(withChecksum: withChecksum)
    let read = try Safetensors(data: bytes)
    #expect(read.hadChecksum == withChecksum)
    #expect(read.metadata == Self.example.metadata)
    #expect(read.tensors.map(\.name) == ["w", "b", "ü.0"])
    #expect(read["w"]?.shape == [2, 2, 2])
    #expect(read["b"]?.shape == [])
    #expect(read["w"]?.scalars.map(\.bitPattern) == Self.tricky.map(\.bitPattern))
    #expect(read["ü.0"]?.scalars == [4, 5])
    #expect(read["x"] == nil)
    #expect(read.data(withChecksum: withChecksum) == bytes)
  }

  @Test("the bytes are those that Python's package writes")
  func golden() throws {
    // save({"a": [[1, -2.5]]}, metadata={"k": 'v"\\\x1fé'}) of safetensors 0.8.0.
    let python = bytes(
      """
      60000000000000007b225f5f6d657461646174615f5f223a7b226b223a22765c225c5c5c7530303166c3a9227d2c\
      2261223a7b226474797065223a22463332222c227368617065223a5b312c325d2c22646174615f6f666673657473\
      223a5b302c385d7d7d2020200000803f000020c0
      """)
    let file = Safetensors(
      tensors: [("a", Tensor(shape: [1, 2], scalars: [1, -2.5]))],
      metadata: ["k": "v\"\\\u{1F}é"])
    #expect(file.data() == python)
    #expect(try Safetensors(data: python).metadata == file.metadata)
  }

  @Test("the scalars begin on a boundary of 8 bytes", arguments: 1...9)
  func alignment(length: Int) {
    let name = String(repeating: "n", count: length)
    let bytes = Safetensors(tensors: [(name, Tensor(1))]).data()
    #expect((bytes.count - 4) % 8 == 0)
  }

  @Test("no tensors and no metadata make a file, too")
  func empty() throws {
    #expect(try Safetensors(data: Safetensors(tensors: []).data()).tensors.isEmpty)
  }

  @Test("other writers' spaces, order of keys and escapes are read")
  func foreign() throws {
    let file = handmade(
      #"""
       { "\u0061\ud83c\udfb2" : { "shape" : [ 1 , 2 ],"data_offsets":[4, 12],"dtype":"F32" },
      "b":{"dtype":"F32","shape":[],"data_offsets":[0,4]} }
      """#, data: 12)
    let read = try Safetensors(data: file)
    #expect(read.tensors.map(\.name) == ["a🎲", "b"])
    #expect(read["a🎲"]?.shape == [1, 2])
  }

  @Test(
    "Python's package reads the same names, shapes, bits and texts",
    .enabled(if: Python.has("safetensors", "numpy"), "Python has no safetensors and numpy"))
  func python() throws {
    struct Found: Decodable {
      struct Entry: Decodable {
        let shape: [Int]
        let bits: [UInt32]
      }
      let metadata: [String: String]
      let tensors: [String: Entry]
    }
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("example.safetensors")
    try Self.example.save(to: file, withChecksum: true)
    var found = try Python.decode(Found.self, from: "read_safetensors.py", file).metadata
    let tensors = try Python.decode(Found.self, from: "read_safetensors.py", file).tensors
    #expect(found.removeValue(forKey: "CRC32C")?.count == 8)
    #expect(found == Self.example.metadata)
    #expect(tensors.count == 3)
    for (name, tensor) in Self.example.tensors {
      #expect(tensors[name]?.shape == Array(tensor.shape))
      #expect(tensors[name]?.bits == tensor.scalars.map(\.bitPattern))
    }
  }
}

/// A file with this header and so many bytes of data.
func handmade(_ header: String, data: Int) -> Data {
  var file = Data()
  withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
  return file + Data(header.utf8) + Data(count: data)
}
