import Foundation
import Testing

@testable import Charts

@Suite("Densities")
struct DensityTests {
  static let grid = (0...800).map { -4 + Float($0) / 100 }

  static func integral(_ values: [Float]) -> Double {
    // The trapezoid rule with a spacing of 1/100.
    values.reduce(0) { $0 + Double($1) } / 100 - Double(values[0] + values[values.count - 1]) / 200
  }

  @Test("a kernel density integrates to 1", arguments: [1, 2, 10, 2000])
  func integratesToOne(count: Int) {
    let samples = noise(count).map { Float($0) }
    let p = density(of: samples, over: Self.grid)
    #expect(abs(Self.integral(p) - 1) < 1e-3)
    #expect(p.allSatisfy { $0 >= 0 })
  }

  @Test("one sample gives the normal bell around it")
  func bell() {
    let p = density(of: [0.5], over: [-1.0, 0, 0.5, 1, 20], bandwidth: 0.5)
    for (x, value) in zip([-1.0, 0, 0.5, 1], p) {
      #expect(abs(value - normalDensity(x, mean: 0.5, deviation: 0.5)) < 1e-12)
    }
    #expect(p[4] == 0)
  }

  @Test("the automatic bandwidth is Silverman's")
  func silverman() {
    // 1, 2, …, 9: deviation √(60/9), quartiles 3 and 7.
    let samples = (1...9).map { Double($0) }
    let h = 0.9 * min((60.0 / 9).squareRoot(), 4 / 1.34) * pow(9, -0.2)
    let grid = (0...100).map { Double($0) / 10 }
    #expect(density(of: samples, over: grid) == density(of: samples, over: grid, bandwidth: h))
  }

  @Test("a collapsed generator is a spike that can be seen")
  func collapsed() throws {
    let p = density(of: [Float](repeating: 1.003, count: 500), over: Self.grid)
    #expect(abs(Self.integral(p) - 1) < 1e-3)
    #expect(try #require(p.max()) > 10)
  }

  @Test("NaN, infinite and no samples are no trouble")
  func bad() {
    let good: [Float] = [0, 1, 2]
    #expect(
      density(of: good + [.nan, .infinity], over: Self.grid) == density(of: good, over: Self.grid))
    #expect(density(of: [Float](), over: Self.grid).allSatisfy { $0 == 0 })
    #expect(density(of: good, over: []).isEmpty)
    #expect(density(of: good, over: [1]).count == 1)
  }

  @Test("a histogram integrates to 1, and to the share of samples inside a given range")
  func histogram() {
    let samples = noise(3000)
    let whole = Histogram(of: samples, bins: 37)
    #expect(abs(whole.density.reduce(0, +) * whole.binWidth - 1) < 1e-12)
    let part = Histogram(of: samples, bins: 10, range: 0...1)
    let inside = Double(samples.count { (0...1).contains($0) }) / 3000
    #expect(inside > 0.2 && inside < 0.8)
    #expect(abs(part.density.reduce(0, +) * part.binWidth - inside) < 1e-12)
  }

  @Test("samples fall into the right bins, the upper end into the last")
  func bins() {
    let histogram = Histogram(of: [0, 0.1, 0.9, 1.5, 2] as [Float], bins: 2, range: 0...2)
    #expect(histogram.density == [0.6, 0.4])
    #expect(Histogram(of: [3.0, 3, 3], bins: 5).density.reduce(0, +) > 0)
    #expect(Histogram(of: [Double](), bins: 5).density == [0, 0, 0, 0, 0])
  }
}
