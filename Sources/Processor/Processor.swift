#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// This module is built for any processor, without the flags of the others: it has to run where they do not.

/// The action for an illegal instruction that was there before.
private nonisolated(unsafe) var former = sigaction()

private let sentence: StaticString = """
  this processor lacks instructions that the workbook was built for. Build it again on this machine: \
  `make`; or for any processor: `WORKBOOK_CPU=portable make` (`haswell`: any with AVX2).

  """

/// From now on a process that meets an instruction which this processor does not have ends with a
/// sentence and status 70. To be called before anything else.
public func watchProcessor() {
  var action = sigaction()
  #if canImport(Glibc)
    action.__sigaction_handler.sa_sigaction = { _, info, _ in met(info) }
  #else
    action.__sigaction_u.__sa_sigaction = { _, info, _ in met(info) }
  #endif
  action.sa_flags = SA_SIGINFO
  sigaction(SIGILL, &action, &former)
}

/// In a signal handler: nothing here may take memory or a lock.
private func met(_ info: UnsafeMutablePointer<siginfo_t>?) {
  if isTrap(info) {
    // It comes again, and meets whoever was there before us.
    sigaction(SIGILL, &former, nil)
    return
  }
  write(2, sentence.utf8Start, sentence.utf8CodeUnitCount)
  _exit(70)
}

/// On x86-64 Swift stops a program with an instruction that is illegal on purpose, `ud2`; it has said
/// why by then.
private func isTrap(_ info: UnsafeMutablePointer<siginfo_t>?) -> Bool {
  #if arch(x86_64)
    // The address means something only in a signal from the processor, not in one from `kill`.
    guard let info, info.pointee.si_code > 0 else { return false }
    #if canImport(Glibc)
      let address = info.pointee._sifields._sigfault.si_addr
    #else
      let address = info.pointee.si_addr
    #endif
    guard let bytes = address?.assumingMemoryBound(to: UInt8.self) else { return false }
    return bytes[0] == 0x0F && bytes[1] == 0x0B
  #else
    return false
  #endif
}
