import Foundation
import Testing

@testable import Charts

@Suite("Colours")
struct InkTests {
  /// Red, green and blue as linear light.
  static func light(_ hex: String) -> [Double] {
    let digits = Array(hex.dropFirst())
    return stride(from: 0, to: 6, by: 2).map { index in
      let value = Double(Int(String(digits[index...index + 1]), radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  static func luminance(_ hex: String) -> Double {
    zip([0.2126, 0.7152, 0.0722], light(hex)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func contrast(_ a: String, _ b: String) -> Double {
    let (low, high) = (min(luminance(a), luminance(b)), max(luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
  }

  @Test("every colour has a contrast of at least 3 on its page", arguments: Ink.allCases)
  func visible(_ ink: Ink) {
    #expect(Self.contrast(ink.light, "#ffffff") >= 3)
    #expect(Self.contrast(ink.dark, "#0d1117") >= 4.9)
  }

  /// What is left of linear red, green and blue without one kind of cone (Machado et al., 2009).
  static let visions: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [
      [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.011820, 0.042940, 0.968881],
    ],
    [
      [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.303900],
    ],
  ]

  /// CIELAB under daylight.
  static func lab(_ light: [Double]) -> [Double] {
    let (r, g, b) = (light[0], light[1], light[2])
    let xyz = [
      (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b,
      (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    ]
    let f = xyz.map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  @Test("colours stay 25 units of CIELAB apart for every kind of colour vision")
  func apart() {
    for vision in Self.visions {
      for shade in [\Ink.light, \Ink.dark] {
        let colours = Ink.allCases.map { ink in
          let light = Self.light(ink[keyPath: shade])
          return Self.lab(
            vision.map { row in
              min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }))
            })
        }
        for (index, colour) in colours.enumerated() {
          for other in colours[(index + 1)...] {
            let distance = zip(colour, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(distance.squareRoot() >= 25)
          }
        }
      }
    }
  }

  @Test("two series never look alike in both colour and dash, nor in both colour and marker")
  func distinct() {
    var chart = Chart("t", x: Axis("x"), y: Axis("y"))
    for index in 0..<24 { chart.line("\(index)", x: [0.0], y: [0.0]) }
    let looks = SeriesList(of: [chart]).looks.values
    #expect(Set(looks.map { [$0.ink.rawValue, $0.dash] }).count == 24)
    let markers = looks.map { "\($0.ink) \($0.marker)" }
    #expect(Set(markers).count == 24)
  }

  @Test("a colour asked for is kept, and the others go round it")
  func pinned() {
    var chart = Chart("t", x: Axis("x"), y: Axis("y"))
    chart.line("first", x: [0.0], y: [0.0])
    chart.line("second", x: [0.0], y: [0.0], ink: .blue)
    chart.line("third", x: [0.0], y: [0.0])
    let looks = SeriesList(of: [chart]).looks
    #expect(looks["first"]?.ink == .orange)
    #expect(looks["second"]?.ink == .blue)
    #expect(looks["third"]?.ink == .green)
  }
}
