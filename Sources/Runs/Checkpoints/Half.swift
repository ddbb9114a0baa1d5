import Tensors

/// Numbers of 16 bits, IEEE 754's binary16: a sign, 5 bits of exponent, 10 of fraction. A file of them has
/// half the size, and three decimal digits are more than a trained network needs.
///
/// Written out here, as Swift has no `Float16` on every machine.
public enum Half {
  /// The nearest of them, of two that are as near the even one; infinite beyond 65,504.
  static func bits(of number: Float) -> UInt16 {
    let sign = UInt16(truncatingIfNeeded: number.bitPattern >> 16) & 0x8000
    let size = number.bitPattern & 0x7FFF_FFFF
    if size > 0x7F80_0000 { return sign | 0x7E00 }  // No number stays none.
    if size >= 0x477F_F000 { return sign | 0x7C00 }
    if size < 0x3880_0000 {
      // Below 2⁻¹⁴ they are whole multiples of 2⁻²⁴.
      return sign | UInt16((Float(bitPattern: size) * 0x1p24).rounded(.toNearestOrEven))
    }
    let even = size >> 13 & 1
    return sign | UInt16((size + 0xFFF + even - 0x3800_0000) >> 13)
  }

  static func number(_ bits: UInt16) -> Float {
    let (exponent, fraction) = (UInt32(bits >> 10 & 31), UInt32(bits & 1023))
    let sign = UInt32(bits & 0x8000) << 16
    switch exponent {
    case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The tensor with each number as near as 16 bits come.
  public static func rounded(_ tensor: Tensor) -> Tensor {
    Tensor(shape: tensor.shape, scalars: tensor.scalars.map { number(bits(of: $0)) })
  }

  /// Whether 16 bits hold every number of the tensor as it is.
  static func holds(_ tensor: Tensor) -> Bool {
    tensor.withUnsafeScalars { scalars in
      scalars.allSatisfy { number(bits(of: $0)).bitPattern == $0.bitPattern }
    }
  }
}
