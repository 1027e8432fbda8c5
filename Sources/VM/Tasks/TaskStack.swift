import Glibc

/// The operand stack and the frames of a task or producer: reserved address space that is committed on first touch, so that
/// values are not moved.
struct TaskStack {
  let start: Raw
  let end: Raw
  let frames: Raw
  let framesEnd: Raw

  /// The stack in a slot of the pool, whose frames have not grown.
  @inline(__always) init(slot: Raw) {
    // One frame more than the limit: the check of a call is about the frame that it pushes.
    start = slot + StackPool.firstFrameBytes + frameStride
    end = slot + StackPool.slotBytes
    frames = slot
    framesEnd = slot + StackPool.firstFrameBytes
  }

  /// The stack of an entry task, for this many frames of up to 256 slots on average; nil when the system has no address
  /// space left.
  init?(frames count: Int) {
    let stackBytes = max(count * 4096, 1 << 20)
    guard let memory = reserve(stackBytes + (count + 8) * frameStride) else { return nil }
    start = memory
    end = memory + stackBytes
    frames = end
    framesEnd = frames + (count + 1) * frameStride
  }

  /// Gives the address space of the stack of an entry task back.
  func free() { munmap(start, framesEnd + 7 * frameStride - start) }
}

/// Address space that costs memory when it is touched; nil when there is none left.
private func reserve(_ bytes: Int) -> Raw? {
  let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_NORESERVE), -1, 0)
  guard let memory, memory != MAP_FAILED else { return nil }
  return memory
}

/// Slots of the pool that nobody uses and whose memory is committed: the first word of each leads to the next.
struct FreeStacks {
  private var first: Raw?
  private var count = 0

  private static let limit = 1024

  /// No slots.
  init() {}

  /// A slot, if there is one.
  @inline(__always) mutating func take() -> Raw? {
    guard let slot = first else { return nil }
    first = slot.load(as: Raw?.self)
    count &-= 1
    return slot
  }

  /// Keeps a slot; false when there are enough of them.
  @inline(__always) mutating func keep(_ slot: Raw) -> Bool {
    if count == FreeStacks.limit { return false }
    slot.storeBytes(of: first, as: Raw?.self)
    first = slot
    count &+= 1
    return true
  }
}

/// The stacks of tasks and producers of a machine, used again when their owner has ended.
///
/// A stack is one slot of a large reservation: a few frames, and the operand stack behind them in the same page, so that a
/// task that calls little needs one page. When the frames run out they move to a region of their own (`grownFrames`).
final class StackPool {
  /// Slots nobody uses; the machine takes them from here and gives them back.
  let free = UnsafeMutablePointer<FreeStacks>.allocate(capacity: 1)
  /// Slots whose memory went back to the system.
  private var cold: [Raw] = []
  private var chunks: [Raw] = []
  /// Slots of the latest chunk that were never used.
  private var fresh = 0
  /// Regions of frames by the slot that they belong to.
  private var regions: [Raw: Raw] = [:]
  private var freeRegions: [Raw] = []
  /// Frames of a region.
  private let frames: Int

  static let slotBytes = 1 << 20
  private static let chunkSlots = 64
  private static let keptRegions = 16
  /// Bytes of the frames in a slot.
  static let firstFrameBytes = 16 * frameStride

  /// A pool of stacks for up to this many frames each.
  init(frames: Int) {
    self.frames = frames
    free.initialize(to: FreeStacks())
  }

  deinit {
    free.deallocate()
    for chunk in chunks { munmap(chunk, StackPool.chunkSlots * StackPool.slotBytes) }
    for region in freeRegions + Array(regions.values) { munmap(region, regionBytes) }
  }

  private var regionBytes: Int { (frames + 8) * frameStride }

  /// A stack that nobody uses; nil when the system has no address space left.
  func take() -> TaskStack? {
    guard let slot = free.pointee.take() ?? cold.popLast() ?? freshSlot() else { return nil }
    return TaskStack(slot: slot)
  }

  private func freshSlot() -> Raw? {
    if fresh == 0 {
      let bytes = StackPool.chunkSlots * StackPool.slotBytes
      guard let chunk = reserve(bytes) else { return nil }
      // A slot that touches one page must not get a large one.
      madvise(chunk, bytes, MADV_NOHUGEPAGE)
      chunks.append(chunk)
      fresh = StackPool.chunkSlots
    }
    fresh -= 1
    return chunks[chunks.count - 1] + fresh * StackPool.slotBytes
  }

  /// Keeps a stack for later; beyond a few its memory goes back to the system.
  func give(back stack: TaskStack) {
    let slot = stack.frames
    if !regions.isEmpty, let region = regions.removeValue(forKey: slot) { giveBack(region: region) }
    if free.pointee.keep(slot) { return }
    madvise(slot, StackPool.slotBytes, MADV_DONTNEED)
    cold.append(slot)
  }

  private func giveBack(region: Raw) {
    if freeRegions.count < StackPool.keptRegions { freeRegions.append(region) } else { munmap(region, regionBytes) }
  }

  /// A larger place for the frames of the slot at `frames`, and its end; nil when there is none.
  fileprivate func grownFrames(_ frames: Raw) -> (start: Raw, end: Raw)? {
    guard regions[frames] == nil, let region = freeRegions.popLast() ?? reserve(regionBytes) else { return nil }
    regions[frames] = region
    return (region, region + (self.frames + 1) * frameStride)
  }
}

// MARK: Growth of frames

/// Moves the frames of the running task or producer to a larger place when they are still in the first one: the frame that
/// then is at `fp`; nil when there is no larger place.
///
/// Whoever holds an older address of a frame may still read it, and end in `fail`, which asks `currentFrame`.
@inline(never) func growFrames(_ fp: Raw) -> Raw? {
  let machine = fp.machine
  let old = machine.pointee.framesStart
  guard machine.pointee.frameLimit - old == StackPool.firstFrameBytes,
    let (start, end) = machine.vm.stacks.grownFrames(old)
  else { return nil }
  start.copyMemory(from: old, byteCount: StackPool.firstFrameBytes)
  machine.pointee.outgrownFrames = old
  machine.pointee.framesStart = start
  machine.pointee.frameLimit = end
  machine.pointee.framesEnd = machine.pointee.stopRequested == 0 ? end : noFrames
  if let coroutine = machine.pointee.coroutine {
    coroutine.pointee.registers.framesStart = start
    coroutine.pointee.registers.framesEnd = end
  }
  return start + (fp - old)
}

/// The address of a frame now that was at `fp` when the running instruction began.
@inline(never) func currentFrame(_ fp: Raw) -> Raw {
  let machine = fp.machine
  let offset = fp - machine.pointee.outgrownFrames
  guard offset >= 0, offset < StackPool.firstFrameBytes,
    fp < machine.pointee.framesStart || fp >= machine.pointee.frameLimit
  else { return fp }
  return machine.pointee.framesStart + offset
}
