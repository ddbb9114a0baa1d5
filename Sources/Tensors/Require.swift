/// Stops with `sentence` where a caller broke a rule, such as shapes that do not match.
///
/// `precondition` prints its message in unoptimised code only, and this module is optimised even in
/// a debug build: the sentence that quotes both shapes would never be read.
@inline(__always)
package func require(_ condition: Bool, _ sentence: @autoclosure () -> String) {
  if !condition { stop(sentence()) }
}

@inline(never)
package func stop(_ sentence: String) -> Never { fatalError(sentence) }
