/// Stops with `sentence` where a caller broke a rule, such as shapes that do not match.
///
/// `precondition` prints its message in unoptimised code only, and most modules here are optimised
/// even in a debug build: the sentence that quotes both shapes would never be read.
@inlinable @inline(__always)
package func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
  if !condition { stop(sentence()) }
}

/// Stops with `sentence`: a place is reached that no caller may reach.
@usableFromInline @inline(never)
package func stop(_ sentence: String) -> Never { fatalError(sentence) }
