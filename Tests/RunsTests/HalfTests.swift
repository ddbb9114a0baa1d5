import Foundation
import Tensors
import Testing

@testable import Runs

@Suite("Numbers of 16 bits")
struct HalfTests {
  @Test("each of the 65,536 comes back as it was")
  func all() {
    let wrong = (0...UInt16.max).first { bits in
      let number = Half.number(bits)
      let isNone = bits & 0x7C00 == 0x7C00 && bits & 0x3FF != 0
      if isNone { return !number.isNaN || !Half.number(Half.bits(of: number)).isNaN }
      return Half.bits(of: number) != bits
    }
    #expect(wrong == nil)
  }

  @Test(
    "known numbers have the bits that the standard gives them",
    arguments: [
      (1, 0x3C00), (-2, 0xC000), (65504, 0x7BFF), (0x1p-14, 0x0400), (0x1p-24, 0x0001),
      (0.333251953125, 0x3555), (0, 0), (-0.0, 0x8000), (Float.infinity, 0x7C00),
    ] as [(Float, UInt16)])
  func known(number: Float, bits: UInt16) {
    #expect(Half.bits(of: number) == bits)
    #expect(Half.number(bits).bitPattern == number.bitPattern)
  }

  @Test(
    "a number between two becomes the nearer, in the middle the even one, and too large infinite")
  func rounding() {
    let wrong = (UInt16(0)..<0x7BFF).first { bits in
      // Exact: a Float has 13 bits more.
      let middle = (Half.number(bits) + Half.number(bits + 1)) / 2
      return Half.bits(of: middle) != (bits % 2 == 0 ? bits : bits + 1)
        || Half.bits(of: middle.nextDown) != bits
        || Half.bits(of: -middle.nextUp) != 0x8000 | (bits + 1)
    }
    #expect(wrong == nil)
    #expect(Half.bits(of: Float(65520).nextDown) == 0x7BFF)
    #expect(Half.bits(of: 65520) == 0x7C00)
  }

  @Test("a file holds in 16 bits what they hold, the rest in 32, and both come back bit by bit")
  func file() throws {
    let rounded = Half.rounded(Tensor([0.1, -3, 1e-7, 2]))
    let file = Safetensors(tensors: [
      ("half", rounded), ("whole", Tensor([0.1, 1])), ("odd", Tensor([0.5, 0.25, 8])),
    ])
    let (small, usual) = (file.data(withChecksum: true, isSmall: true), file.data())
    let text = String(decoding: small, as: UTF8.self)
    #expect(text.contains(#""half":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}"#))
    #expect(text.contains(#""whole":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}"#))
    #expect(!String(decoding: usual, as: UTF8.self).contains("F16"))
    for data in [small, usual] {
      let read = try Safetensors(data: data)
      #expect(read["half"]?.scalars == rounded.scalars)
      #expect(read["whole"]?.scalars == [0.1, 1] && read["odd"]?.scalars == [0.5, 0.25, 8])
    }
    // Half of a tensor's bytes is no tensor.
    #expect(throws: SafetensorsError.self) { try Safetensors(data: small.dropLast(2)) }
  }
}
