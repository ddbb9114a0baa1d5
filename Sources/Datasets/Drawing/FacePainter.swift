/// Paints a face from back to front: background, hair behind, neck and clothes, ears and head, the
/// features, and then what lies over them.
struct FacePainter {
  let face: Face
  let canvas: FaceCanvas

  func paint() {
    paintBackground()
    paintHairBehind()
    paintBody()
    paintEars()
    paintHead()
    paintBeard()
    paintNose()
    paintMouth()
    paintEyes()
    paintHairline()
    paintBrows()
    paintGlasses()
    paintHat()
  }

  // MARK: Colours under this face's light

  func lit(_ color: FaceColor) -> FacePaint {
    FacePaint(color: color, across: face.light.across, down: face.light.down)
  }

  var skinShade: FaceColor { face.skin.times(0.80).mixed(FaceColor(150, 60, 50), 0.12) }

  /// The signed distance of the head, and of hair that stands `side` and `top` off it.
  @inline(__always)
  func head(_ u: Pixels, _ v: Pixels, side: Float = 0, top: Float = 0) -> Pixels {
    let head = face.head
    return egg(
      u, v + top / 2, head.width + side, head.height + top / 2, taper: head.taper,
      square: head.square)
  }

  // MARK: The parts around the face

  private func paintBackground() {
    let (across, down, round) = face.sweep
    canvas.fill(face.background.0, face.background.1) { x, y in
      let (u, v) = (x - 32, y - 28)
      return u * across + v * down + (u * u + v * v) * round + 0.3
    }
  }

  private func paintBody() {
    let (neck, chin) = (face.neck, face.head.height)
    let cloth = lit(face.cloth)
    canvas.paint(cloth, .init(0, 40, 34, 18)) { u, v in
      lens(u, v - 42, 33, up: 18, down: 20, full: 0.75)
    }
    if face.neckline == .hood {
      canvas.paint(lit(face.cloth.times(0.82)), .init(0, 26, 20, 9)) { u, v in
        ellipse(u, v - 27, 17, 6.5)
      }
    }
    canvas.paint(lit(face.skin.times(0.93)), .init(0, 22, neck, 16)) { u, v in
      let column = box(u, v - 18, neck, 9.5, radius: 3)
      switch face.neckline {
      case .round, .hood: return union(column, ellipse(u, v - 26.5, neck + 1.2, 3.6))
      case .collar: return union(column, lens(u, v - 26, neck, up: 2, down: 4))
      case .vee: return union(column, lens(u, v - 25, neck + 1, up: 3, down: 9))
      }
    }
    // The shadow of the chin.
    canvas.paint(lit(skinShade), .init(0, chin + 1, neck, 6), opacity: 0.75, softness: 1.6) {
      u, v in
      common(box(u, v - 18, neck, 9.5, radius: 3), head(u, v - 2.6))
    }
    if face.neckline == .collar {
      let collar = lit(face.accent)
      canvas.paint(collar, .init(0, 29, 14, 6)) { u, v in
        let side = abs(u)
        return union(
          bar(side, v, from: (neck + 0.6, 25.5), to: (2.5, 31), radius: 1.9),
          bar(side, v, from: (neck + 0.6, 25.5), to: (neck + 3, 28.5), radius: 1.9))
      }
    }
    if face.neckline == .hood {
      let cord = lit(face.cloth.mixed(FaceColor(255, 255, 255), 0.6))
      canvas.paint(cord, .init(0, 33, 7, 4)) { u, v in
        bar(abs(u), v, from: (5, 31), to: (4.6, 35), radius: 0.6)
      }
    }
  }

  private func paintEars() {
    guard !face.hair.coversEars || face.hat == .beanie else { return }
    let (x, height) = (face.head.width + 0.4, face.ears)
    canvas.paint(lit(face.skin.times(0.96)), .init(0, 2.5, x + 4, height + 2)) { u, v in
      ellipse(abs(u) - x, v - 2.5, 2.9, height)
    }
    canvas.paint(lit(skinShade), .init(0, 2.7, x + 4, height), opacity: 0.6) { u, v in
      ellipse(abs(u) - x - 0.5, v - 2.7, 1.3, height - 1.8)
    }
    if face.earrings {
      canvas.paint(FacePaint(color: FaceColor(246, 206, 92)), .init(0, height + 3.4, x + 4, 2)) {
        circle(abs($0) - x - 0.6, $1 - height - 3.3, 1.15)
      }
    }
  }

  private func paintHead() {
    let (width, height) = (face.head.width, face.head.height)
    let whole = FaceCanvas.Box(0, 0, width + 2, height + 1)
    canvas.paint(lit(face.skin), whole) { head($0, $1) }
    // A shaded edge on the side away from the light, and below.
    let away: Float = face.light.across > 0 ? 2.2 : -2.2
    canvas.paint(lit(skinShade), whole, opacity: 0.4, softness: 2.5) { u, v in
      common(head(u, v) + 0.8, -head(u - away, v + 1.4))
    }
    if face.blush > 0.35 {
      canvas.paint(
        FacePaint(
          color: face.skin.mixed(FaceColor(236, 92, 92), 0.12 + face.skin.green * 0.002)),
        .init(0, 8, width, 6), opacity: 0.5 * face.blush, softness: 4
      ) { u, v in common(head(u, v) + 2, ellipse(abs(u) - 10.5, v - 8, 2.4, 1.6)) }
    }
    if face.freckles {
      let color = face.skin.times(0.74)
      canvas.paint(FacePaint(color: color), .init(0, 6.5, 13, 3), opacity: 0.7) { u, v in
        let x = abs(u)
        return union(
          union(circle(x - 8, v - 5.8, 0.45), circle(x - 10.2, v - 6.7, 0.5)),
          union(circle(x - 12, v - 5.6, 0.45), circle(x - 8.8, v - 8, 0.45)))
      }
    }
  }

  private func paintHat() {
    let head = face.head
    let (cloth, trim) = (lit(face.accent), lit(face.accent.times(0.8)))
    let dome = FaceCanvas.Box(0, -16, head.width + 5, 15)
    switch face.hat {
    case .none: break
    case .beanie:
      canvas.paint(cloth, .init(0, -29, 4, 4)) { circle($0, $1 + 28.5, 3.2) }
      canvas.paint(cloth, dome) { u, v in
        common(self.head(u, v, side: 2, top: 7), v + 9)
      }
      canvas.paint(trim, .init(0, -9.5, head.width + 3, 5)) { u, v in
        box(u, v + 10 - u * u * 0.006, head.width + 2.4, 3.2, radius: 2.2)
      }
      canvas.paint(cloth, .init(0, -9.5, head.width + 2, 4), opacity: 0.5) { u, v in
        common(
          box(u, v + 10 - u * u * 0.006, head.width + 2, 2.6, radius: 1.6),
          -0.3 - wave(u * 0.3) * 0.6)
      }
    case .cap:
      canvas.paint(cloth, dome) { u, v in
        common(self.head(u, v, side: 1.4, top: 5), v + 9.5 + u * u * 0.008)
      }
      canvas.paint(trim, .init(0, -10, head.width + 6, 6)) { u, v in
        lens(u - face.hair.side * 4, v + 10.5, head.width + 1, up: 2.6, down: 2.2, full: 0.3)
      }
      canvas.paint(trim, .init(0, -24.5, 2, 2)) { circle($0, $1 + head.height + 4.6, 1.2) }
    case .band:
      canvas.paint(cloth, .init(0, -12, head.width + 4, 7)) { u, v in
        common(
          self.head(u, v, side: face.hair.volume.side + 0.4, top: face.hair.volume.top + 0.4),
          abs(v + 14.5 - u * u * 0.014) - 1.7)
      }
    }
  }
}
