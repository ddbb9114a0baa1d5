import Synchronization

/// One operation that was computed.
public struct Operation: Sendable {
  /// The function's name, without its arguments: `dense`, `+`, `convolutionAdjoint`.
  public let name: String
  /// The shapes of the tensors that went in.
  public let operands: [Shape]
  /// The shape of the tensor that came out.
  public let result: Shape
  /// From the end of the operation before to the end of this one. Two that are done together have half of it each.
  public let time: Duration
}

/// The operations that `work` computes on this thread, in order, each with its time: also those of the
/// gradients, and random numbers and updates of optimisers.
///
/// Nothing else differs while somebody looks. While nobody does, an operation looks at one number.
public func operations(of work: () -> Void) -> [Operation] {
  let log = OperationLog()
  OperationLog.listeners.add(1, ordering: .relaxed)
  defer { OperationLog.listeners.subtract(1, ordering: .relaxed) }
  OperationLog.$current.withValue(log, operation: work)
  return log.operations
}

/// Filled by the thread that made it, and no other: a child task sees it, but `work` cannot wait for one.
final class OperationLog: @unchecked Sendable {
  /// How many threads look. It only spares the others to look for a log of their own.
  fileprivate static let listeners = Atomic<Int>(0)
  @TaskLocal fileprivate static var current: OperationLog?

  fileprivate var operations: [Operation] = []
  private var last = ContinuousClock.now

  /// Notes that an operation has just been done. What is not inlined keeps the operation itself small.
  @inline(__always)
  static func note(
    _ name: StaticString, _ result: Shape, _ a: Tensor? = nil, _ b: Tensor? = nil,
    _ c: Tensor? = nil
  ) {
    if listeners.load(ordering: .relaxed) > 0 { tell(name, result, a, b, c) }
  }

  @inline(__always)
  static func note(
    _ name: StaticString, _ result: Shape, _ operands: @autoclosure () -> [Tensor]
  ) {
    if listeners.load(ordering: .relaxed) > 0 { tell(name, result, operands().map(\.shape)) }
  }

  /// Notes that two operations have just been done together.
  static func noteTogether(
    _ first: (name: StaticString, result: Shape, operands: [Tensor]),
    _ second: (name: StaticString, result: Shape, operands: [Tensor])
  ) {
    guard listeners.load(ordering: .relaxed) > 0, let log = current else { return }
    let time = log.last.duration(to: .now) / 2
    for operation in [first, second] {
      log.append(operation.name, operation.result, operation.operands.map(\.shape), time)
    }
  }

  @inline(never)
  private static func tell(
    _ name: StaticString, _ result: Shape, _ a: Tensor?, _ b: Tensor?, _ c: Tensor?
  ) {
    tell(name, result, [a, b, c].compactMap(\.?.shape))
  }

  private static func tell(_ name: StaticString, _ result: Shape, _ operands: [Shape]) {
    guard let log = current else { return }
    log.append(name, result, operands, log.last.duration(to: .now))
  }

  private func append(
    _ name: StaticString, _ result: Shape, _ operands: [Shape], _ time: Duration
  ) {
    operations.append(
      Operation(
        name: String(name.description.prefix { $0 != "(" }), operands: operands, result: result,
        time: time))
    // What it took to note this is in no operation's time.
    last = .now
  }
}
