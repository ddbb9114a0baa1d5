import Preconditions
import Tensors

/// The share of images that can be read: in which all three ``Readers`` see the same digit.
///
/// Of unseen real digits 0.99 drawn and 0.94 of MNIST, of noise none. It is blind to variety: a generator that repeats one good five is
/// legible. And it is strict: about a third of what it rejects of a generator's samples can be read by eye,
/// and so can strong blur and noise, which the readers were taught to reject.
///
/// - Parameter images: `[n, 784]` or `[n, 28, 28, 1]`, pixels in 0…1.
/// - Returns: nil if there are none, or a pixel is NaN or infinite.
public func legibility(of images: Tensor, by readers: Readers) -> Float? {
  guard images.shape[0] > 0 else { return nil }
  return readers.readings(of: images).map { readings in
    Float(readings.count { $0 != nil }) / Float(readings.count)
  }
}

/// The share of samples that are read as what was asked for.
///
/// - Parameters:
///   - classes: what a classifier reads in each sample.
///   - labels: what the generator was asked to draw.
public func shareRead(_ classes: [Int], asAsked labels: [Int]) -> Float {
  require(
    !classes.isEmpty && classes.count == labels.count,
    "shareRead: \(labels.count) labels for \(classes.count) samples")
  return Float(zip(classes, labels).count { $0 == $1 }) / Float(classes.count)
}

extension Metric {
  public static let legible = Metric(
    "legible", .samples, "Legible",
    "The share of samples in which three networks of different build, which also know what is no "
      + "digit, read the same digit.",
    reference: "Of unseen real digits 0.94 on MNIST, of noise 0. It is blind to variety.",
    settledBy: ["coverage", "digitsCovered"])
  public static let asked = Metric(
    "asked", .samples, "Read as asked",
    "The share of samples that the classifier reads as what the generator was asked to draw.",
    reference: "1; a generator that ignores what it is asked has 0.1.",
    settledBy: ["legible"])
}
