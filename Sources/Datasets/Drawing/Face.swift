import Tensors

/// One face: what it is made of and how much of each. Lengths are in pixels of the picture.
struct Face {
  enum Eyes { case round, almond, dots, laughing }
  enum Mouth { case smile, grin, lips, smirk, line, laugh, o }
  enum Nose { case button, hook, shadow }
  enum Glasses { case none, round, square, dark }
  enum Beard { case none, stubble, full, goatee, moustache }
  enum Hat { case none, beanie, cap, band }
  enum Neckline { case round, vee, collar, hood }

  let pose: FaceCanvas.Pose
  /// By what share skin, hair and cloth grow brighter with each pixel to the right and down.
  let light: (across: Float, down: Float)

  let skin: FaceColor
  let hairColor: FaceColor
  let iris: FaceColor
  let lipColor: FaceColor
  let cloth: FaceColor
  let accent: FaceColor
  let background: (FaceColor, FaceColor)
  /// How the background passes from one colour into the other.
  let sweep: (across: Float, down: Float, round: Float)

  /// Half the head's width and height, how much it narrows, how square it is.
  let head: (width: Float, height: Float, taper: Float, square: Float)
  let ears: Float
  let neck: Float

  let eyes: Eyes
  /// From the middle to each eye; its half width; its height as a share of that.
  let eye: (apart: Float, y: Float, width: Float, open: Float, slant: Float)
  let gaze: (x: Float, y: Float)
  let lashes: Bool
  let brow: (lift: Float, slope: Float, rise: Float, thick: Float)

  let nose: Nose
  let noseSize: Float
  let mouth: Mouth
  let mouthSize: (width: Float, mood: Float, lean: Float)
  let blush: Float
  let freckles: Bool
  let earrings: Bool

  let hair: FaceHair
  let beard: Beard
  let glasses: Glasses
  let hat: Hat
  let neckline: Neckline

  init(using stream: inout RandomStream) {
    let tilt = 0.045 * stream.bell()
    let (square, half) = (tilt * tilt, 1 + tilt * tilt)
    pose = FaceCanvas.Pose(
      x: 32 + 1.2 * stream.bell(), y: 33.5 + 0.9 * stream.bell(), scale: 1 + 0.045 * stream.bell(),
      cosine: (1 - square) / half, sine: 2 * tilt / half)
    light = (across: 0.0045 * stream.bell(), down: -0.003 - 0.003 * stream.unit())

    skin = FacePalette.skin(using: &stream)
    let aging = stream.unit()
    hairColor = FacePalette.hair(skin: skin, aging: aging, using: &stream)
    iris = FacePalette.iris(skin: skin, using: &stream)
    lipColor = skin.mixed(FaceColor(196, 54, 72), 0.35 + 0.4 * stream.unit())
    cloth = FacePalette.choose(FacePalette.cloths, using: &stream)
    accent = FacePalette.choose(FacePalette.cloths, using: &stream)
    let ground = FacePalette.choose(FacePalette.grounds, using: &stream)
    background = (ground.times(1.04), ground.times(0.78 + 0.12 * stream.unit()))
    sweep = (
      across: 0.012 * stream.bell(), down: 0.016 * stream.unit(),
      round: stream.unit() < 0.5 ? 0.0005 : 0
    )

    head = (
      width: 16.6 + 0.9 * stream.bell(), height: 19.8 + 0.8 * stream.bell(),
      taper: 0.10 + 0.05 * stream.bell(), square: 0.4 * stream.unit()
    )
    ears = 3.6 + 0.4 * stream.bell()
    neck = 6.8 + 0.8 * stream.bell()

    eyes = stream.choose([(.round, 5), (.almond, 5), (.dots, 1.4), (.laughing, 0.8)])
    eye = (
      apart: 7.6 + 0.5 * stream.bell(), y: 0.6 + 0.6 * stream.bell(),
      width: 3.9 + 0.3 * stream.bell(), open: 0.5 + 0.09 * stream.bell(),
      slant: 0.07 * stream.bell()
    )
    gaze = (x: 0.7 * stream.bell(), y: 0.3 * stream.bell())
    lashes = stream.unit() < 0.4
    brow = (
      lift: 6.1 + 0.6 * stream.bell(), slope: 0.07 * stream.bell(),
      rise: 1.3 + 0.45 * stream.bell(),
      thick: 0.95 + 0.25 * stream.bell()
    )

    nose = stream.choose([(.button, 3), (.hook, 3), (.shadow, 3)])
    noseSize = 1 + 0.14 * stream.bell()
    mouth = stream.choose([
      (.smile, 4), (.grin, 4), (.lips, 3), (.smirk, 2), (.line, 1.2), (.laugh, 2), (.o, 0.6),
    ])
    mouthSize = (
      width: 6 + 0.7 * stream.bell(), mood: 0.6 + 0.4 * stream.unit(), lean: 0.05 * stream.bell()
    )
    blush = stream.unit()
    freckles = stream.unit() < 0.14
    earrings = stream.unit() < 0.2

    hair = FaceHair(using: &stream)
    beard = stream.choose(
      hair.isLong
        ? [(.none, 1)]
        : [(.none, 10), (.stubble, 2), (.full, 3), (.goatee, 1), (.moustache, 1.2)])
    glasses = stream.choose([(.none, 15), (.round, 2.2), (.square, 2.2), (.dark, 0.8)])
    hat = stream.choose(
      hair.isTall
        ? [(.none, 12), (.band, 1)] : [(.none, 14), (.beanie, 1.4), (.cap, 1.2), (.band, 0.6)])
    neckline = stream.choose([(.round, 4), (.vee, 2), (.collar, 2.4), (.hood, 2)])
  }
}

extension RandomStream {
  /// One of some choices, each as often as its weight says.
  mutating func choose<Choice>(_ choices: [(Choice, weight: Float)]) -> Choice {
    var rest = unit() * choices.reduce(0) { $0 + $1.weight }
    for (choice, weight) in choices.dropLast() {
      rest -= weight
      if rest < 0 { return choice }
    }
    return choices[choices.count - 1].0
  }
}
