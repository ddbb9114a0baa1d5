import Foundation
import Testing

@testable import Tensors

@Suite("processors that a process may use")
struct ProcessorsTests {
  @Test("bits of a mask are processors")
  func mask() {
    func allowed(_ mask: String) -> Int? {
      Processors.allowed(
        status: "Name:\tworkbook\nCpus_allowed:\t\(mask)\nCpus_allowed_list:\t0-1\n")
    }
    #expect(allowed("3") == 2)
    #expect(allowed("4") == 1)
    #expect(allowed("f,00000000,00000001") == 5)
    #expect(Processors.allowed(status: "Name:\tworkbook\n") == nil)
    #expect((1...Swift.max(1, ProcessInfo.processInfo.processorCount)).contains(Processors.count()))
  }
}
