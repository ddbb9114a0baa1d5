import Tensors

/// The colours that faces are painted in.
enum FacePalette {
  /// From light to dark; a skin lies anywhere between two neighbours.
  private static let skins = [
    FaceColor(255, 226, 205), FaceColor(250, 209, 178), FaceColor(238, 186, 148),
    FaceColor(219, 160, 117), FaceColor(190, 127, 86), FaceColor(154, 97, 64),
    FaceColor(118, 72, 48), FaceColor(88, 54, 38),
  ]

  static func skin(using stream: inout RandomStream) -> FaceColor {
    let place = stream.unit() * Float(skins.count - 1)
    let tone = Int(place)
    return skins[tone].mixed(skins[tone + 1], place - Float(tone))
  }

  private static let naturalHair = [
    FaceColor(38, 30, 32), FaceColor(58, 40, 34), FaceColor(88, 58, 42), FaceColor(122, 78, 48),
    FaceColor(150, 96, 54), FaceColor(196, 144, 84), FaceColor(228, 190, 120),
    FaceColor(168, 74, 38), FaceColor(204, 100, 50),
  ]
  private static let dyedHair = [
    FaceColor(232, 120, 160), FaceColor(86, 130, 204), FaceColor(72, 168, 160),
    FaceColor(140, 96, 190),
  ]

  /// Dark skin goes with dark hair; some hair is gray, some is dyed.
  static func hair(
    skin: FaceColor, aging: Float, using stream: inout RandomStream
  ) -> FaceColor {
    let natural = naturalHair[stream.next(below: skin.green < 130 ? 3 : naturalHair.count)]
    let dyed = dyedHair[stream.next(below: dyedHair.count)]
    if stream.unit() < 0.07 { return dyed }
    // From iron to white, for one in eight.
    let gray = FaceColor(96, 94, 96).mixed(FaceColor(232, 230, 228), (aging - 0.88) * 8)
    return aging > 0.88 ? gray : natural
  }

  private static let irises = [
    FaceColor(74, 46, 30), FaceColor(94, 60, 36), FaceColor(120, 82, 44), FaceColor(86, 120, 66),
    FaceColor(72, 124, 178), FaceColor(98, 126, 146),
  ]

  /// Brown with dark skin, most often.
  static func iris(skin: FaceColor, using stream: inout RandomStream) -> FaceColor {
    let any = irises[stream.next(below: irises.count)]
    let brown = irises[stream.next(below: 2)]
    return stream.unit() * 170 > skin.green ? brown : any
  }

  static let cloths = [
    FaceColor(214, 76, 72), FaceColor(232, 142, 66), FaceColor(240, 198, 84),
    FaceColor(92, 160, 104), FaceColor(60, 140, 150), FaceColor(70, 112, 186),
    FaceColor(52, 66, 108), FaceColor(124, 92, 168), FaceColor(226, 130, 160),
    FaceColor(240, 236, 228), FaceColor(66, 68, 78), FaceColor(150, 156, 164),
  ]

  static let grounds = [
    FaceColor(168, 212, 232), FaceColor(196, 226, 190), FaceColor(248, 218, 164),
    FaceColor(246, 196, 188), FaceColor(214, 200, 236), FaceColor(160, 214, 204),
    FaceColor(234, 232, 222), FaceColor(126, 164, 206), FaceColor(240, 170, 140),
    FaceColor(142, 150, 190), FaceColor(250, 234, 160), FaceColor(186, 194, 200),
  ]

  static func choose(_ colors: [FaceColor], using stream: inout RandomStream) -> FaceColor {
    let wobble = 1 + 0.04 * stream.bell()
    return colors[stream.next(below: colors.count)].times(wobble)
  }
}
