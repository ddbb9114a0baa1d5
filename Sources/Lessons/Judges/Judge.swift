import Datasets
import Metrics
import Runs
import Tensors

/// Says how good samples are, by what is known of the real ones.
public protocol Judge {
  /// The metric that says how far the samples are from real ones.
  var distance: Metric { get }

  /// What can be measured quickly, for a moment of a run; nothing if the samples are not finite.
  func glance(at samples: Tensor) -> Measurements

  /// Everything, for the end.
  func report(on samples: Tensor) -> Measurements
}

extension Judge {
  public func report(on samples: Tensor) -> Measurements { glance(at: samples) }
}

/// A judge that looks at pictures, in a format of its own.
public protocol PictureViewer: Judge {
  /// Pictures as the judge sees them, `[n, d]`.
  ///
  /// - Parameter pictures: pixels in 0…1; what the judge has seen already, `[n, d]`, is as it is.
  func seen(_ pictures: Tensor) -> Tensor

  /// Real ones that nobody is trained on, as the judge sees them.
  var real: Tensor { get }

  /// ``Judge/glance(at:)``, and how many of the samples are what was asked for.
  ///
  /// - Parameter labels: the class that a conditional generator was asked to draw, sample by sample; nil
  ///   of one that nobody can ask. A judge that knows no classes measures nothing by them.
  func glance(at samples: Tensor, asked labels: [Int]?) -> Measurements

  /// Everything, for the end.
  func report(on samples: Tensor, asked labels: [Int]?) -> Measurements
}

extension PictureViewer {
  public func glance(at samples: Tensor) -> Measurements { glance(at: samples, asked: nil) }

  public func report(on samples: Tensor) -> Measurements { report(on: samples, asked: nil) }

  /// How alike samples are to one another, beside real pictures.
  public func variety(of samples: Tensor) -> Measurements {
    let variety = Variety(real: real, fake: seen(samples))
    return [.spread: variety?.spread, .twins: variety?.twins]
  }
}

/// On the line, where the real distribution is known.
public struct LineJudge: Judge {
  public let real: Distribution
  public let distance = Metric.w1

  public init(_ real: Distribution) { self.real = real }

  /// The values of `samples`, beside those of the real distribution: `[n, 1]`.
  public func glance(at samples: Tensor) -> Measurements {
    let report = OneDimensionalReport(
      of: samples.scalars, cumulative: real.cumulative(at:), meanDistance: real.meanDistance(to:),
      over: real.plotRange)
    return (report?.measurements ?? [:]).map { metric in
      switch metric {
      case .mean: metric.comparedWith("\(readable(Float(real.mean))), that of the real numbers.")
      case .std:
        metric.comparedWith(
          "\(readable(Float(real.standardDeviation))), that of the real numbers.")
      default: metric
      }
    }
  }
}

extension Measurements {
  /// How many samples can be read, before another sentence; nothing where nobody has read them.
  public var readingSentence: String {
    let legible = self[.legible].map {
      "A share of \(Runs.readable($0)) of the samples is legible. "
    }
    let asked = self[.asked].map { "\(Runs.readable($0)) are read as what was asked for. " }
    return (legible ?? "") + (asked ?? "")
  }

  /// A value for a sentence.
  public func readable(_ metric: Metric) -> String { self[metric].map(Runs.readable) ?? "unknown" }
}
