import Glibc

/// The operand stack and the frames of a task: reserved address space that is committed on first touch, so that pointers
/// stay valid and nothing is moved.
struct TaskStack {
  let start: Raw
  let end: Raw
  let frames: Raw
  let framesEnd: Raw
  private let bytes: Int

  /// A stack for this many frames of up to 256 slots on average; nil when the system has no address space left.
  init?(frames count: Int) {
    let frameBytes = (count + 8) * 32
    let stackBytes = max(count * 4096, 1 << 20)
    bytes = stackBytes + frameBytes
    let memory = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_NORESERVE), -1, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    start = memory
    end = memory + stackBytes
    frames = end
    framesEnd = frames + (count + 1) * 32
  }

  /// Gives the address space back.
  func free() { munmap(start, bytes) }
}
