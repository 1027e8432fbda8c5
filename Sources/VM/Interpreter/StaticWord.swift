/// The words of threaded code that belong to no function: where the bottom frames of stacks return to, by number.
enum StaticWord: Int {
  case stepReturn = 0
  case programEnd = 1
  case producerEnd = 2
  case taskBottom = 3
  case taskStart = 4
  case taskStartWithArgument = 7
  case switchTask = 10
  case interludeReturn = 11
  static let count = 12

  /// The word in the memory of all.
  func address(in words: Raw) -> Raw { words + 16 * rawValue }
}

/// Writes all words. `anonymousName` is the name of the callee in a call that has none.
func writeStaticWords(_ words: Raw, anonymousName: StringPointer) {
  for index in 0..<StaticWord.count { (words + 16 * index).value = Value(tag: 0, bits: 0) }
  func write(_ handler: UInt, _ word: StaticWord, plus offset: Int = 0) {
    (word.address(in: words) + 16 * offset).storeBytes(of: handler, as: UInt.self)
  }
  write(handlerAddress(stepReturn), .stepReturn)
  write(handlerAddress(programEnd), .programEnd)
  write(handlerAddress(producerEnd), .producerEnd)
  write(handlerAddress(taskEnd), .taskBottom)
  write(handlerAddress(switchToNextTask), .switchTask)
  write(handlerAddress(interludeReturn), .interludeReturn)
  for (word, bytes) in [(StaticWord.taskStart, 0), (.taskStartWithArgument, 16)] {
    write(handlerAddress(call), word)
    word.address(in: words).storeBytes(of: UInt16(bytes), toByteOffset: 10, as: UInt16.self)
    write(UInt(bitPattern: anonymousName), word, plus: 1)
    write(handlerAddress(taskEnd), word, plus: 2)
  }
}
