import Datasets
import Runs

extension Run {
  /// Says which images the run learns from and which are held back to judge it by; to be called before
  /// the run is followed.
  ///
  /// What was left out is told at once, on standard error. How many images there are and their
  /// fingerprints become facts of a checkpoint: over other images a run does not go on.
  public func use(_ images: any ImageSource, unseen: any ImageSource) {
    let folders = [images, unseen].compactMap { $0 as? ImageFolder }
    let streamed = folders.contains { !$0.isInMemory }
    use(
      RunData(
        facts: ["data": facts(images), "unseen data": facts(unseen)],
        // Both are of one folder, and so are the files that were left out.
        warnings: [folders.first?.warning].compactMap { $0 },
        loss: {
          let losses = folders.compactMap(\.loss)
          if losses.isEmpty { return nil }
          return (
            folders.reduce(0) { $0 + $1.lostFiles.count }, losses.joined(separator: "; ")
          )
        },
        isGone: streamed ? { folders.contains(where: \.isGone) } : nil))
    say(
      "\(images.count) images to learn from, and \(unseen.count) others held back to judge by")
  }
}

private func facts(_ images: any ImageSource) -> String {
  "\(images.count) images of fingerprint \(images.fingerprint)"
}
