import Foundation
import Testing

/// The committed numbers of `References/`, made by the scripts beside them.
enum Reference {
  static func decode<Value: Decodable>(_: Value.Type, from name: String) throws -> Value {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "References"))
    return try JSONDecoder().decode(Value.self, from: Data(contentsOf: url))
  }

  /// Trajectories of six parameters over twelve updates, in float64.
  struct Optimizers: Decodable {
    let initial: [Float]
    let gradients: [[Float]]
    let optimizers: [Case]
    let schedules: [Schedule]
    let average: Average

    struct Case: Decodable {
      let name: String
      let hyperparameters: [String: Double]
      let trajectory: [[Double]]
    }
    struct Schedule: Decodable {
      let name: String
      let steps: [Int]
      let factors: [Double]
    }
    struct Average: Decodable {
      let decay: Float
      let trajectory: [[Double]]
    }

    static func load() throws -> Optimizers {
      try Reference.decode(Optimizers.self, from: "optimizers")
    }

    func named(_ name: String) throws -> Case {
      try #require(optimizers.first { $0.name == name }, "no case \(name) in optimizers.json")
    }
  }

  /// Weights and their largest singular values.
  struct Spectral: Decodable {
    let cases: [Case]

    struct Case: Decodable {
      let shape: [Int]
      let weight: [Float]
      let singularValue: Double
    }

    static func load() throws -> Spectral { try Reference.decode(Spectral.self, from: "spectral") }
  }

  /// Known answers of Philox4x32-10.
  struct Philox: Decodable {
    let vectors: [Vector]

    struct Vector: Decodable {
      let name: String
      let counter: String
      let key: String
      let words: String
    }

    static func load() throws -> Philox { try Reference.decode(Philox.self, from: "philox") }
  }
}

/// Whether a process that stopped said each of `words` in its sentence.
func expectSaid(
  _ words: String..., by result: ExitTest.Result?,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let result else { return }
  let said = String(decoding: result.standardErrorContent, as: UTF8.self)
  let sentence = said.prefix { $0 != "\n" }
  for word in words {
    #expect(sentence.contains(word), sourceLocation: sourceLocation)
  }
}
