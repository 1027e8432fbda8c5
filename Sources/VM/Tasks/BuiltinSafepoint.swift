extension VirtualMachine {
  /// A safepoint inside a builtin that may take long: throws what ends the running task when it was asked to end or its
  /// time is over (04 A5, A6). Other tasks do not get their turn here.
  package func passSafepoint() throws(HarnError) {
    guard machine.pointee.interrupt != 0 else { return }
    switch scheduler.passSafepoint(cost: 100) {
    case .proceed: return
    case .fail: throw takePendingError()
    // The entry task was asked to end; this one must not keep it from its turn.
    case .yield: throw .thrown(text: cancellationText)
    }
  }
}
