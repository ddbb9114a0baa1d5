import Foundation
import Testing

@testable import Runs

@Suite("The checksum CRC-32C")
struct CRC32CTests {
  @Test("the published check value")
  func published() {
    #expect(CRC32C.of(Data("123456789".utf8)) == 0xE306_9283)
  }

  // RFC 3720, appendix B.4.
  @Test(
    "the examples of the iSCSI standard",
    arguments: [
      (Data(repeating: 0, count: 32), 0x8A91_36AA), (Data(repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Data(0..<32), 0x46DD_794E), (Data((0..<32).reversed()), 0x113F_DB5C),
    ] as [(Data, UInt32)])
  func standard(bytes: Data, check: UInt32) {
    #expect(CRC32C.of(bytes) == check)
  }

  @Test("bytes added in parts give the check of the whole")
  func parts() {
    let whole = Data((0..<100).map { UInt8($0 * 7 & 0xFF) })
    for cut in 0...100 {
      var check = CRC32C()
      whole[..<cut].withUnsafeBytes { check.add($0) }
      whole[cut...].withUnsafeBytes { check.add($0) }
      #expect(check.value == CRC32C.of(whole))
    }
  }
}
