import Testing

@testable import Tensors

@Suite("The digest") struct DigestTests {
  @Test("of known numbers is known")
  func golden() {
    // From nine lines of Python over the same definition.
    #expect(digest(of: [Tensor([1, 2]), Tensor([3, -0.0, 0.5])]) == "e24fa21105172dd5")
    #expect(digest(of: []) == "cbf29ce484222325")
  }

  @Test("changes with any one bit", arguments: 0..<32)
  func oneBit(bit: Int) {
    let scalars = (0..<100).map { Float($0) / 7 }
    let before = digest(of: [Tensor(scalars)])
    for index in [0, 1, 50, 99] {
      var changed = scalars
      changed[index] = Float(bitPattern: changed[index].bitPattern ^ (1 << bit))
      #expect(digest(of: [Tensor(changed)]) != before)
    }
  }

  @Test("tells 0 from −0, which compare as equal")
  func signedZero() {
    #expect(digest(of: [Tensor([0])]) != digest(of: [Tensor([-0.0])]))
  }

  @Test("depends on the order of scalars and of tensors")
  func order() {
    #expect(digest(of: [Tensor([1, 2])]) != digest(of: [Tensor([2, 1])]))
    let (a, b) = (Tensor([1, 2, 3]), Tensor([4, 5]))
    #expect(digest(of: [a, b]) != digest(of: [b, a]))
    #expect(digest(of: [a]) != digest(of: [a, a]))
  }

  @Test("reads scalars only: not the spare lanes after the last, not the record")
  func scalarsOnly() {
    // exp leaves 1 in the spare lanes, where a tensor made of scalars has 0.
    let computed = Tensor([0, 0, 0]).exp()
    #expect(digest(of: [computed]) == digest(of: [Tensor([1, 1, 1])]))
    #expect(digest(of: [computed.tracked()]) == digest(of: [computed]))
  }

  @Test("has sixteen digits, leading zeros too")
  func sixteenDigits() {
    for number in 0..<200 {
      let text = digest(of: [Tensor(Float(number))])
      #expect(text.count == 16 && text.allSatisfy { $0.isHexDigit })
    }
  }
}
