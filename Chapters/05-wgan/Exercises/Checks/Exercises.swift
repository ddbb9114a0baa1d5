// The exercises of chapter 5: a protocol and its check in each file. Whoever imports them has
// `NotYetSolved` and the rest of Exercises too.
@_exported import Exercises
