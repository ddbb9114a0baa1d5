import Foundation
import Runs
import Tensors
import TestSupport
import Testing

@Suite("A damaged safetensors file")
struct SafetensorsDamageTests {
  private func problem(_ file: Data) -> SafetensorsError.Problem? {
    do {
      _ = try Safetensors(data: file)
      return nil
    } catch { return error.problem }
  }

  @Test("cut at any byte, it is an error that says where it ends")
  func truncation() {
    let whole = SafetensorsTests.example.data()
    for length in 0..<whole.count {
      guard case .truncated(_, let place) = problem(whole.prefix(length)) else {
        Issue.record("cut to \(length) bytes: \(String(describing: problem(whole.prefix(length))))")
        continue
      }
      #expect(place == length)
    }
  }

  @Test("with a checksum, any flipped bit is an error")
  func flippedBits() {
    let whole = SafetensorsTests.example.data(withChecksum: true)
    for index in whole.indices {
      for bit in 0..<8 {
        var file = whole
        file[index] ^= 1 << UInt8(bit)
        let read = try? Safetensors(data: file)
        // Where the name of the checksum itself is hit, it counts as a file without one.
        #expect(read?.hadChecksum != true, "byte \(index), bit \(bit)")
        if read != nil { #expect(8..<35 ~= index, "byte \(index), bit \(bit)") }
      }
    }
  }

  @Test("without a checksum, a flipped bit never stops the program")
  func flippedBitsUnchecked() {
    let whole = SafetensorsTests.example.data()
    for index in whole.indices {
      for bit in 0..<8 {
        var file = whole
        file[index] ^= 1 << UInt8(bit)
        _ = problem(file)
      }
    }
  }

  @Test("a length of the header beyond reason is refused before it is believed")
  func headerLength() {
    func file(_ length: UInt64) -> Data {
      withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data("{}".utf8)
    }
    let limit = "100000000 is the limit"
    #expect(
      problem(file(.max)) == .corrupt("a header of \(UInt64.max) bytes; \(limit)", atByte: 0))
    #expect(
      problem(file(1 << 63))
        == .corrupt("a header of \(1 << 63 as UInt64) bytes; \(limit)", atByte: 0))
    #expect(
      problem(file(100_000_000)) == .truncated("the header goes to byte 100000008", atByte: 10))
    #expect(problem(file(2)) == nil)
  }

  @Test(
    "a header that contradicts the format is an error that names the byte and what is wrong",
    arguments: [
      ("", "{ is missing", 8),
      ("[]", "{ is missing", 8),
      ("{}x", "text after", 10),
      ("{\"a\":1}", "{ is missing", 13),
      ("{\"a\":{}}", "needs dtype, shape and data_offsets", 9),
      ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "needs dtype", 9),
      ("{\"a\":{\"size\":3}}", "\"size\" means nothing", 14),
      (entry("a", type: "BF16"), "type BF16; a tensor here is F32", 9),
      (entry("a", type: "F64"), "type F64", 9),
      (entry("a", shape: "3"), "takes 12 bytes", 9),
      (entry("a", shape: "-1"), "a negative size", 37),
      (entry("a", shape: "1.0"), "] is missing", 38),
      (entry("a", shape: "1e0"), "] is missing", 38),
      (entry("a", shape: "01"), "begins with 0", 37),
      (entry("a", shape: "0"), "each size is from 1", 9),
      (entry("a", shape: "1,"), "no whole number", 39),
      (entry("a", shape: "9223372036854775808"), "beyond 2⁶³", 37),
      (entry("a", shape: "99999999999999999999999"), "beyond 2⁶³", 37),
      (entry("a", shape: "9223372036854775807"), "each size is from 1", 9),
      (entry("a", shape: "2147483647,2147483647,2147483647"), "which no memory holds", 9),
      (entry("a", shape: "1,1,1,1,1,1,1"), "7 axes", 9),
      (entry("a", offsets: "4,0"), "data_offsets [4, 0]", 9),
      (entry("a", offsets: "0,4,4"), "data_offsets [0, 4, 4]", 9),
      (entry("a", offsets: "9223372036854775803,9223372036854775807"), "of which there are 4", -1),
      (entry("a", offsets: "4,8"), "of which there are 4", -1),
      ("{\"\u{1}\":1}", "a control character", 10),
      ("{\"a\\x\":1}", "no such escape", 12),
      ("{\"\\ud83c\":1}", "half a character", 11),
      ("{\"\\u12g4\":1}", "four hexadecimal digits", 12),
      ("{\"abc", "a string without an end", 10),
      ("{\"__metadata__\":{\"k\":1}}", "\" is missing", 29),
      ("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", "\"k\" stands here again", 32),
    ])
  func header(text: String, reason: String, place: Int) throws {
    let file = handmade(text, data: 4)
    let problem = try #require(self.problem(file))
    #expect("\(problem)".contains(reason), "\(problem)")
    // Beyond the end, the place is the end of the file.
    #expect("\(problem)".contains("byte \(place < 0 ? file.count : place):"), "\(problem)")
  }

  @Test("names twice, overlapping ranges, gaps and bytes that are nobody's are errors")
  func ranges() {
    func reason(_ entries: [String], data: Int) -> String {
      let inner = entries.map { $0.dropFirst().dropLast() }.joined(separator: ",")
      return problem(handmade("{\(inner)}", data: data)).map { "\($0)" } ?? "none"
    }
    let a = entry("a", shape: "2", offsets: "0,8")
    #expect(reason([a, entry("b", offsets: "8,12")], data: 12) == "none")
    #expect(reason([entry("b", offsets: "8,12"), a], data: 12) == "none")
    #expect(reason([a, a], data: 8).contains("\"a\" stands here again"))
    #expect(reason([a, entry("b", offsets: "4,8")], data: 8).contains("begins at byte 4"))
    #expect(reason([a, entry("b", offsets: "12,16")], data: 16).contains("begins at byte 12"))
    #expect(reason([entry("b", offsets: "4,8")], data: 8).contains("begins at byte 4"))
    #expect(reason([a], data: 9).contains("1 bytes after the last tensor"))
  }

  @Test("a header that is not UTF-8 is an error")
  func notUTF8() {
    var file = handmade(entry("a"), data: 4)
    file[10] = 0xFF
    #expect(
      problem(file)
        == .corrupt("the header is not as it should be: a string that is not UTF-8", atByte: 10))
  }

  @Test("no file, a folder and a cut file are errors that name the path")
  func paths() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("a.safetensors")
    #expect(throws: SafetensorsError(path: file.path, .notFound)) {
      try Safetensors(contentsOf: file)
    }
    #expect(throws: SafetensorsError(path: folder.path, .unreadable("it is a folder or a device")))
    {
      try Safetensors(contentsOf: URL(fileURLWithPath: folder.path))
    }
    try Data(count: 3).write(to: file)
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(contentsOf: file) }
    #expect(
      error?.description
        == "\(file.path): truncated at byte 3: the length of the header takes 8 bytes")
  }
}

/// A header of one tensor.
private func entry(
  _ name: String, type: String = "F32", shape: String = "1", offsets: String = "0,4"
) -> String {
  "{\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}}"
}
