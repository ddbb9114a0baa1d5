import Foundation
import Testing

@testable import Tensors

/// The error of minimal filtering beside that of the direct sum, for every layer of the workloads that takes it.
/// `WORKBOOK_ERRORS=PATH swift test --filter FilterErrorTests` writes the table of SPEED.md.
@Suite("errors of minimal filtering", .serialized)
struct FilterErrorTests {
  struct Layer: CustomStringConvertible, Sendable {
    let workloads: String
    /// The size of the larger image, and of the smaller one if it is not half of that.
    let size: Int
    let kernel: Int
    let stride: Int
    let inputs: Int
    let outputs: Int
    /// Upsampling folded in: an even kernel, with two pixels before.
    var isFolded = false

    var description: String {
      "\(kernel) × \(kernel)\(stride > 1 ? ", stride \(stride)" : "")\(isFolded ? ", folded" : "")"
    }

    var geometry: ConvolutionGeometry? {
      let axis =
        isFolded
        ? ConvolutionAxis(input: size, kernel: kernel, stride: 2, before: 2, output: size / 2)
        : ConvolutionAxis(input: size, kernel: kernel, stride: stride, padding: .same)
      return axis.map {
        ConvolutionGeometry(batch: 4, height: $0, width: $0, inputs: inputs, outputs: outputs)
      }
    }
  }

  static let layers: [Layer] = [
    Layer(workloads: "W3, W6", size: 14, kernel: 5, stride: 2, inputs: 64, outputs: 128),
    Layer(workloads: "W3, W6", size: 7, kernel: 5, stride: 2, inputs: 128, outputs: 256),
    Layer(workloads: "W3", size: 4, kernel: 5, stride: 1, inputs: 256, outputs: 512),
    Layer(
      workloads: "W3", size: 14, kernel: 6, stride: 2, inputs: 128, outputs: 256, isFolded: true),
    Layer(
      workloads: "W3", size: 28, kernel: 6, stride: 2, inputs: 64, outputs: 128, isFolded: true),
    Layer(workloads: "W3", size: 28, kernel: 5, stride: 1, inputs: 32, outputs: 64),
    Layer(workloads: "W4, W5", size: 32, kernel: 4, stride: 2, inputs: 64, outputs: 128),
    Layer(workloads: "W4, W5", size: 16, kernel: 4, stride: 2, inputs: 128, outputs: 256),
    Layer(workloads: "W4, W5", size: 8, kernel: 4, stride: 2, inputs: 256, outputs: 512),
    Layer(workloads: "W5", size: 64, kernel: 4, stride: 2, inputs: 64, outputs: 128),
    Layer(workloads: "W5", size: 8, kernel: 4, stride: 2, inputs: 512, outputs: 1024),
    Layer(workloads: "W6", size: 14, kernel: 4, stride: 2, inputs: 64, outputs: 128),
    Layer(workloads: "W6", size: 28, kernel: 4, stride: 2, inputs: 32, outputs: 64),
  ]

  private static let readings = ["forward", "image", "weights"]

  @Test("at most four times that of the direct sum, in all three readings", arguments: layers)
  func errors(layer: Layer) throws {
    let geometry = try #require(layer.geometry)
    guard case .minimal(let plan) = FilterChoice(geometry) else {
      Issue.record("\(layer), \(layer.inputs) to \(layer.outputs), takes the direct kernels")
      return
    }
    var stream = RandomStream(seed: 3, for: "numbers")
    let x = Tensor.normal(geometry.inputShape, using: &stream)
    let w = Tensor.normal(geometry.weightShape, using: &stream)
    let y = Tensor.normal(geometry.outputShape, using: &stream)
    func made(_ shape: Shape, _ compute: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
      var numbers = [Float](repeating: 0, count: shape.scalarCount)
      numbers.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { compute(start) } }
      return numbers
    }
    let direct = [
      made(geometry.outputShape) {
        Correlation(of: x.storage, with: w.storage, bias: nil, geometry, into: $0).compute()
      },
      made(geometry.inputShape) {
        Correlation(adjointOf: y.storage, with: w.storage, bias: nil, geometry, into: $0).compute()
      },
      made(geometry.weightShape) {
        WeightGradient(of: x.storage, y.storage, geometry, into: $0).compute()
      },
    ]
    let minimal = [
      made(geometry.outputShape) {
        MinimalCorrelation(of: x.storage, with: w.storage, bias: nil, plan, into: $0).compute()
      },
      made(geometry.inputShape) {
        MinimalCorrelation(adjointOf: y.storage, with: w.storage, bias: nil, plan, into: $0)
          .compute()
      },
      made(geometry.weightShape) {
        MinimalWeightGradient(of: x.storage, y.storage, plan, into: $0).compute()
      },
    ]
    let operands = PlainOperands(geometry, x: x.scalars, w: w.scalars, y: y.scalars)
    for (reading, name) in Self.readings.enumerated() {
      var (directError, minimalError, size) = (0.0, 0.0, 0.0)
      for _ in 0..<400 {
        let place = stream.next(below: direct[reading].count)
        let exact = operands.sum(reading, at: place)
        directError = max(directError, abs(Double(direct[reading][place]) - exact))
        minimalError = max(minimalError, abs(Double(minimal[reading][place]) - exact))
        size = max(size, abs(exact))
      }
      #expect(minimalError <= 4 * directError, "\(layer), \(name): \(minimalError), \(directError)")
      // A direct sum of a few thousand products that is nearer than this would be none.
      #expect(directError > 1e-8 * size && directError < 1e-5 * size)
      try Self.write(layer, name, directError / size, minimalError / size)
    }
  }

  private static func write(_ layer: Layer, _ reading: String, _ direct: Double, _ minimal: Double)
    throws
  {
    guard let path = ProcessInfo.processInfo.environment["WORKBOOK_ERRORS"] else { return }
    let line =
      #"{"channels":"\#(layer.inputs) ↔ \#(layer.outputs)","direct":\#(direct),"kernel":"\#(layer)","#
      + #""minimal":\#(minimal),"pixels":\#(layer.size),"reading":"\#(reading)","workloads":"\#(layer.workloads)"}"#
    if !FileManager.default.fileExists(atPath: path) {
      FileManager.default.createFile(atPath: path, contents: nil)
    }
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data((line + "\n").utf8))
    try file.close()
  }
}

/// Single numbers of the three readings, summed in float64.
private struct PlainOperands {
  let geometry: ConvolutionGeometry
  let x: [Float]
  let w: [Float]
  let y: [Float]

  init(_ geometry: ConvolutionGeometry, x: [Float], w: [Float], y: [Float]) {
    (self.geometry, self.x, self.w, self.y) = (geometry, x, w, y)
  }

  func sum(_ reading: Int, at place: Int) -> Double {
    let g = geometry
    let (height, width) = (g.height, g.width)
    var sum = 0.0
    switch reading {
    case 0:
      let o = place % g.outputs
      let pixel = place / g.outputs
      let (b, i, j) = (
        pixel / width.output / height.output, pixel / width.output % height.output,
        pixel % width.output
      )
      for k in 0..<height.kernel {
        for l in 0..<width.kernel {
          guard let meeting = g.meeting(b, i, j, k, l) else { continue }
          for c in 0..<g.inputs {
            sum += Double(x[meeting.x + c]) * Double(w[meeting.w + c * g.outputs + o])
          }
        }
      }
    case 1:
      let c = place % g.inputs
      let pixel = place / g.inputs
      let b = pixel / width.input / height.input
      for i in 0..<height.output {
        let k = pixel / width.input % height.input - i * height.stride + height.before
        for j in 0..<width.output where (0..<height.kernel).contains(k) {
          let l = pixel % width.input - j * width.stride + width.before
          guard (0..<width.kernel).contains(l), let meeting = g.meeting(b, i, j, k, l) else {
            continue
          }
          for o in 0..<g.outputs {
            sum += Double(y[meeting.y + o]) * Double(w[meeting.w + c * g.outputs + o])
          }
        }
      }
    default:
      let (o, c) = (place % g.outputs, place / g.outputs % g.inputs)
      let tap = place / g.outputs / g.inputs
      for b in 0..<g.batch {
        for i in 0..<height.output {
          for j in 0..<width.output {
            guard let meeting = g.meeting(b, i, j, tap / width.kernel, tap % width.kernel) else {
              continue
            }
            sum += Double(x[meeting.x + c]) * Double(y[meeting.y + o])
          }
        }
      }
    }
    return sum
  }
}
