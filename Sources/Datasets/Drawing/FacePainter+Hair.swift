/// Hair behind the head, on the forehead, and around the mouth.
extension FacePainter {
  private var shadow: FaceColor { face.hairColor.times(0.8) }

  func paintHairBehind() {
    let hair = face.hair
    let (width, bottom) = hair.back
    let dark = lit(shadow)
    let (top, side) = (face.head.height + hair.volume.top, face.head.width)
    switch hair.length {
    case .bob, .long:
      canvas.paint(dark, .init(0, 0, width + 1, 36)) { u, v in
        box(u, v - (bottom - top) / 2, width, (bottom + top) / 2, radius: width - 3)
      }
      // Cut straight below the ears.
      canvas.paint(dark, .init(0, bottom / 2, width + 1, bottom)) { u, v in
        box(u, v - bottom / 2 - 2, width, bottom / 2 + 1, radius: 4)
      }
    case .waves:
      canvas.paint(dark, .init(0, 0, width + 4, 36)) { u, v in
        let sway = wave(v / 11 + hair.phase) * 1.3
        return box(abs(u) - sway - v * 0.08, v - 8, width, 31, radius: 17)
      }
    case .afro:
      canvas.paint(dark, .init(0, -7, width + 3, width + 3)) { u, v in
        let crisp = wave((u + v) / 5 + hair.phase) + wave((u - v) / 5)
        return ellipse(u, v + 7, width, width - 2.5) - crisp * 0.45
      }
    case .bun:
      canvas.paint(lit(face.hairColor), .init(0, -26, 9, 9)) { u, v in
        circle(u, v + top + 1.5, 6.2)
      }
      canvas.paint(dark, .init(0, -22, 9, 5), opacity: 0.8) { u, v in
        arc(u, v + top - 1.5, 5.5, rise: 1.5, thick: 0.8, end: 0.5)
      }
    case .pigtails:
      canvas.paint(dark, .init(0, 8, side + 12, 18)) { u, v in
        lens(abs(u) - side - 3.5 - v * 0.06, v - 10, 5.6, up: 15, down: 17, full: 0.8)
      }
      canvas.paint(FacePaint(color: face.accent), .init(0, -5, side + 7, 3)) { u, v in
        circle(abs(u) - side - 2.4, v + 4.5, 2.2)
      }
    case .ponytail:
      let x = hair.side * (side + 1.5)
      canvas.paint(dark, .init(x, 6, 9, 24)) { u, v in
        lens(
          u - x - hair.side * wave(v * 0.02 + 0.1) * 2.5, v - 5, 6.5, up: 22, down: 22, full: 0.85)
      }
    case .buzz, .crop, .full, .spikes, .quiff, .curls: break
    }
  }

  func paintHairline() {
    let hair = face.hair
    guard hair.front != .bare else { return }
    let (side, top) = hair.volume
    let width = face.head.width + side
    let line = hair.line
    let ripple: Float =
      switch hair.length {
      case .curls, .afro: 1.1
      case .spikes: 1.6
      default: hair.front == .fringe ? 0.5 : 0
      }
    @inline(__always) func hairline(_ u: Pixels, _ v: Pixels) -> Pixels {
      let t = u / width
      let square = t * t
      var y = line.middle + line.lean * t + line.vee * abs(t) + line.square * square
      y += line.fourth * square * square + ripple * wave(u / 4.3 + hair.phase)
      let steep =
        (line.lean + line.vee + 2 * line.square * t + 4 * line.fourth * square * t) / width
      return (v - y) / (1 + steep * steep).root
    }
    @inline(__always) func outside(_ u: Pixels, _ v: Pixels) -> Pixels {
      let outer = head(u, v, side: side, top: top)
      switch hair.length {
      case .spikes:
        let high = (v * -0.12 - 0.6).limited()
        return outer - (1 + wave(u * 0.15 + hair.phase)) * high * 1.8
      case .curls: return outer - (wave((u + v) / 7 + hair.phase) + wave((u - v) / 7)) * 0.9
      case .afro: return ellipse(u, v + 7, hair.back.width - 1, hair.back.width - 3.5)
      default: return outer
      }
    }
    let bottom: Float = hair.coversEars ? 20 : 8
    let cap = FaceCanvas.Box(
      0, (bottom - 34) / 2, width + (hair.length == .afro ? 10 : 4), (bottom + 36) / 2)
    let thin: Float = hair.length == .buzz ? 0.72 : 1
    // Its shadow on the forehead, itself, and a sheen.
    canvas.paint(lit(skinShade), cap, opacity: 0.45 * thin, softness: 2.2) { u, v in
      common(head(u, v) + 0.5, hairline(u, v - 1.3))
    }
    canvas.paint(lit(face.hairColor), cap, opacity: thin) { u, v in
      common(outside(u, v), hairline(u, v))
    }
    if hair.length == .quiff {
      canvas.paint(lit(face.hairColor), .init(0, -22, width + 3, 9)) { u, v in
        lens(
          u - hair.side * 1.5, v + 15, width - 2.5, up: 11.5, down: 3, full: 0.5,
          slope: hair.side * 0.12)
      }
    }
    if hair.length != .buzz && hair.front != .thin {
      let sheen = lit(face.hairColor.times(1.2).mixed(FaceColor(255, 240, 220), 0.12))
      canvas.paint(sheen, cap, opacity: 0.55, softness: 1.8) { u, v in
        common(
          common(outside(u, v) + 1.5, hairline(u, v) + 1),
          arc(
            u - (face.light.across > 0 ? 5 : -5), v + face.head.height - 1.5, 8, rise: 1.6,
            thick: 1, end: 0.3))
      }
    }
  }

  func paintBeard() {
    let y = 12.6 + 0.35 * (face.head.height - 20)
    let (width, height) = (face.head.width, face.head.height)
    let jaw = FaceCanvas.Box(0, 12, width + 2, height - 4)
    @inline(__always) func cheek(_ u: Pixels, _ v: Pixels) -> Pixels {
      // Below a line from ear to ear that sinks towards the mouth.
      let t = u / width
      return (y - 3.2 - 10 * t * t * t * t) - v
    }
    let color = face.hairColor.times(0.92)
    switch face.beard {
    case .none: break
    case .stubble:
      canvas.paint(lit(color), jaw, opacity: 0.22, softness: 2.4) { u, v in
        common(head(u, v) + 0.8, cheek(u, v))
      }
    case .full:
      canvas.paint(lit(color), .init(0, 14, width + 2, height)) { u, v in
        common(
          common(egg(u, v - 1, width + 0.4, height + 1.6, taper: 0.06, square: 0.2), cheek(u, v)),
          -ellipse(u, v - y - 1, face.mouthSize.width - 0.4, 2.4))
      }
      paintMoustache(color, y)
    case .goatee:
      canvas.paint(lit(color), jaw) { u, v in
        common(
          box(u, v - height + 1, 5.6, 7.5, radius: 4.6), -ellipse(u, v - y - 0.5, 6, 3.4))
      }
      paintMoustache(color, y)
    case .moustache: paintMoustache(color, y)
    }
  }

  private func paintMoustache(_ color: FaceColor, _ y: Float) {
    canvas.paint(lit(color), .init(0, y - 2.4, 8, 4)) { u, v in
      let x = abs(u)
      return lens(x - 3.2, v - y + 2.4, 4, up: 0.9, down: 1.5, full: 0.2, slope: 0.22)
    }
  }
}
