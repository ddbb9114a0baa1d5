/// Eyes, brows, nose, mouth, glasses.
extension FacePainter {
  private var ink: FaceColor { FaceColor(44, 32, 36) }

  func paintEyes() {
    for side in [-1, 1] as [Float] { paintEye(side) }
  }

  /// One eye; `side` is −1 for the left of the picture.
  private func paintEye(_ side: Float) {
    let eye = face.eye
    let (x, y, width) = (side * eye.apart, eye.y, eye.width)
    let slope = -side * eye.slant
    let box = FaceCanvas.Box(x, y, width + 2, width + 2)
    let dark = FacePaint(color: ink)
    switch face.eyes {
    case .dots:
      canvas.paint(dark, box) { u, v in ellipse(u - x, v - y, 1.6, 2.2) }
      canvas.paint(FacePaint(color: FaceColor(255, 255, 255)), box) { u, v in
        circle(u - x - 0.5, v - y + 0.9, 0.6)
      }
    case .laughing:
      canvas.paint(dark, box) { u, v in
        arc(u - x, v - y - 1, width - 0.6, rise: 2.4, thick: 0.75, end: 0.5)
      }
    case .round, .almond:
      let isRound = face.eyes == .round
      let up = width * eye.open * (isRound ? 1.6 : 1.3)
      let down = width * eye.open * (isRound ? 1.2 : 0.8)
      let full: Float = isRound ? 0.55 : 0.25
      // The lid's shade, then the white, the iris within it, and the lashes' line above.
      canvas.paint(lit(skinShade), box, opacity: 0.45, softness: 1.6) { u, v in
        lens(u - x, v - y, width + 0.9, up: up + 1.3, down: down + 0.5, full: full, slope: slope)
      }
      canvas.paint(FacePaint(color: FaceColor(252, 250, 248)), box) { u, v in
        lens(u - x, v - y, width, up: up, down: down, full: full, slope: slope)
      }
      let (irisX, irisY) = (x + face.gaze.x, y - 0.15 + face.gaze.y)
      let radius = width * (isRound ? 0.64 : 0.56)
      @inline(__always) func inside(_ u: Pixels, _ v: Pixels, _ distance: Pixels) -> Pixels {
        common(
          distance, lens(u - x, v - y, width, up: up, down: down, full: full, slope: slope) + 0.2)
      }
      canvas.paint(FacePaint(color: face.iris.times(0.75)), box) { u, v in
        inside(u, v, circle(u - irisX, v - irisY, radius))
      }
      canvas.paint(FacePaint(color: face.iris.times(1.25)), box, softness: 1.4) { u, v in
        inside(u, v, circle(u - irisX, v - irisY - 0.5, radius - 0.8))
      }
      canvas.paint(FacePaint(color: FaceColor(22, 16, 18)), box) { u, v in
        inside(u, v, circle(u - irisX, v - irisY, radius * 0.52))
      }
      canvas.paint(FacePaint(color: FaceColor(255, 255, 255)), box, opacity: 0.95) { u, v in
        circle(u - irisX - 0.75, v - irisY + 0.85, 0.62)
      }
      let thick: Float = face.lashes ? 0.75 : 0.5
      canvas.paint(dark, box, opacity: 0.9) { u, v in
        lid(u - x, v - y, width, up: up, full: full, slope: slope, thick: thick)
      }
      if face.lashes {
        let (endX, endY) = (x + side * width, y + slope * side * width)
        canvas.paint(dark, .init(endX, endY, 3, 3), opacity: 0.9) { u, v in
          bar(
            u, v, from: (endX - side * 0.6, endY - 0.6), to: (endX + side * 1.3, endY - 1.7),
            radius: 0.42)
        }
      }
    }
  }

  func paintBrows() {
    let (eye, brow) = (face.eye, face.brow)
    let color = face.hairColor.times(0.8).mixed(ink, 0.25)
    let y = eye.y - brow.lift
    for side in [-1, 1] as [Float] {
      let x = side * (eye.apart + 0.3)
      canvas.paint(FacePaint(color: color), .init(x, y, 6, 4), opacity: 0.92) { u, v in
        // Thick at the inner end, thin at the outer.
        let t = ((u - x) * (side / 4.6)).limited(from: -1)
        return arc(
          u - x, v - y, 4.6, rise: brow.rise, slope: side * (0.05 + brow.slope),
          thick: brow.thick, end: brow.thick * 0.7) + t * 0.25
      }
    }
  }

  func paintNose() {
    let size = face.noseSize
    let y = 7.2 + 0.3 * (face.head.height - 20)
    let shade = lit(skinShade.times(0.94))
    switch face.nose {
    case .button:
      canvas.paint(lit(face.skin.times(1.04)), .init(0, y - 0.6, 4, 3), softness: 1.6) { u, v in
        ellipse(u, v - y + 0.8, 2.5 * size, 1.9 * size)
      }
      canvas.paint(shade, .init(0, y, 5, 3), opacity: 0.85) { u, v in
        arc(u, v - y - 0.6, 2.5 * size, rise: -1.3, thick: 0.55, end: 0.4)
      }
    case .hook:
      let side: Float = face.light.across > 0 ? -1 : 1
      canvas.paint(shade, .init(0, y - 2.5, 5, 6), opacity: 0.85) { u, v in
        union(
          bar(u * side, v, from: (0.6, y - 4.8), to: (2.3 * size, y - 0.4), radius: 0.5),
          bar(u * side, v, from: (2.3 * size, y - 0.3), to: (-0.9, y + 0.6), radius: 0.55))
      }
    case .shadow:
      canvas.paint(shade, .init(0, y, 5, 3), opacity: 0.7, softness: 1.3) { u, v in
        lens(u, v - y + 0.3, 2.9 * size, up: 0.4, down: 1.9 * size, full: 0.3)
      }
      canvas.paint(lit(face.skin.times(1.07)), .init(0, y - 3, 3, 4), opacity: 0.7, softness: 2) {
        u, v in
        bar(u, v, from: (0, y - 5), to: (0, y - 1.6), radius: 0.9)
      }
    }
  }

  func paintMouth() {
    let (width, mood, lean) = face.mouthSize
    let y = 12.6 + 0.35 * (face.head.height - 20)
    let lips = FacePaint(color: face.lipColor.times(0.82))
    let line = FacePaint(color: skinShade.times(0.62))
    let box = FaceCanvas.Box(0, y, width + 2, 6)
    switch face.mouth {
    case .smile:
      canvas.paint(line, box) { u, v in
        arc(u, v - y + 0.6, width, rise: -3 * mood, slope: lean, thick: 0.75, end: 0.5)
      }
    case .line:
      canvas.paint(line, box) { u, v in
        arc(u, v - y, width - 1.4, rise: 0.9 - 1.2 * mood, slope: lean, thick: 0.7, end: 0.5)
      }
    case .smirk:
      canvas.paint(line, box) { u, v in
        arc(
          u - 0.8 * face.hair.side, v - y, width - 1, rise: -1.3 * mood,
          slope: -0.16 * face.hair.side, thick: 0.75, end: 0.45)
      }
    case .lips:
      canvas.paint(lips, box) { u, v in
        let dip = 0.5 * (1 - abs(u) / 1.8).limited()
        return union(
          lens(u, v - y - dip, width - 1.2, up: 1.7, down: 0.3, slope: lean),
          lens(u, v - y, width - 1.6, up: 0.2, down: 2.3, full: 0.3, slope: lean))
      }
      canvas.paint(FacePaint(color: face.lipColor.times(0.55)), box, opacity: 0.8) { u, v in
        arc(u, v - y - 0.1, width - 1.2, rise: -0.7 * mood, slope: lean, thick: 0.4, end: 0.3)
      }
    case .grin, .laugh:
      let deep: Float = face.mouth == .grin ? 3.6 + 1.2 * mood : 5 + 1.6 * mood
      let top = y - 1.2
      canvas.paint(lips, box) { u, v in
        lens(u, v - top, width + 0.7, up: 0.9, down: deep + 0.9, full: 0.35, slope: lean)
      }
      canvas.paint(FacePaint(color: FaceColor(104, 28, 36)), box) { u, v in
        lens(u, v - top, width, up: 0.2, down: deep, full: 0.35, slope: lean)
      }
      if face.mouth == .laugh {
        canvas.paint(FacePaint(color: FaceColor(222, 104, 108)), box) { u, v in
          common(
            lens(u, v - top, width - 0.5, up: 0, down: deep - 0.4, full: 0.35, slope: lean),
            ellipse(u, v - top - deep, 3.4, 2.2))
        }
      }
      canvas.paint(FacePaint(color: FaceColor(250, 248, 244)), box) { u, v in
        common(
          lens(u, v - top, width - 0.5, up: 0.1, down: deep - 0.4, full: 0.35, slope: lean),
          v - top - u * lean - (face.mouth == .grin ? 2.3 : 1.7))
      }
    case .o:
      canvas.paint(lips, box) { u, v in ellipse(u, v - y - 0.6, 2.5, 2.9) }
      canvas.paint(FacePaint(color: FaceColor(104, 28, 36)), box) { u, v in
        ellipse(u, v - y - 0.6, 1.6, 2)
      }
    }
  }

  func paintGlasses() {
    let eye = face.eye
    let y = eye.y + 0.3
    let x = eye.apart + 0.2
    let frame = FacePaint(
      color: face.glasses == .dark || face.accent.green > 150 ? FaceColor(40, 38, 44) : face.accent)
    @inline(__always) func rim(_ u: Pixels, _ v: Pixels) -> Pixels {
      face.glasses == .round
        ? circle(abs(u) - x, v - y, 5.9) : box(abs(u) - x, v - y, 6.2, 4.8, radius: 2.2)
    }
    let whole = FaceCanvas.Box(0, y, face.head.width + 2, 7)
    guard face.glasses != .none else { return }
    canvas.paint(
      FacePaint(color: face.glasses == .dark ? FaceColor(50, 50, 62) : FaceColor(235, 246, 255)),
      whole, opacity: face.glasses == .dark ? 0.93 : 0.16
    ) { rim($0, $1) }
    if face.glasses == .dark {
      canvas.paint(FacePaint(color: FaceColor(150, 160, 180)), whole, opacity: 0.6) { u, v in
        let slanting = abs((abs(u) - x) * 0.7 + (v - y) * 0.7) - 0.8
        return common(rim(u, v) + 1.2, slanting)
      }
    }
    canvas.paint(frame, whole) { u, v in
      let side = abs(u)
      return union(
        abs(rim(u, v)) - 0.55,
        union(
          arc(u, v - y + 0.8, x - 5.4, rise: 0.9, thick: 0.6, end: 0.6),
          bar(side, v, from: (x + 5.9, y - 1), to: (face.head.width - 0.5, y - 1.6), radius: 0.6)))
    }
  }
}
