/// A fingerprint of the bits of all scalars, in order: sixteen hexadecimal digits. Two runs with
/// equal digests ended with the same parameters to the last bit.
///
/// FNV-1a taken a word at a time, with the high bits folded down after each; it tells a difference, it
/// does not keep out an adversary.
public func digest(of tensors: [Tensor]) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for tensor in tensors {
    tensor.withUnsafeScalars { scalars in
      for scalar in scalars {
        hash = (hash ^ UInt64(scalar.bitPattern)) &* 0x100_0000_01B3
        hash ^= hash &>> 29
      }
    }
  }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
