/// A set of Unicode scalar values: sorted ranges that neither overlap nor touch.
struct ScalarSet: Hashable {
  /// The ranges in ascending order.
  private(set) var ranges: [ClosedRange<UInt32>]

  /// The largest code point.
  static let last: UInt32 = 0x10ffff

  /// The union of these ranges, which may overlap and stand in any order.
  init(_ ranges: [ClosedRange<UInt32>] = []) {
    var joined: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let previous = joined.last, range.lowerBound <= previous.upperBound &+ 1 {
        joined[joined.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    self.ranges = joined
  }

  /// One scalar.
  init(_ scalar: UInt32) { ranges = [scalar...scalar] }

  /// All scalars.
  static var all: ScalarSet { ScalarSet([0...last]) }

  /// The only member, nil when there is not exactly one.
  var onlyMember: UInt32? {
    guard ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound else { return nil }
    return ranges[0].lowerBound
  }

  /// Whether a scalar is a member. O(log n).
  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(scalar)
  }

  /// All scalars that are no members.
  var complement: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= ScalarSet.last { gaps.append(next...ScalarSet.last) }
    return ScalarSet(gaps)
  }

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  func intersection(_ other: ScalarSet) -> ScalarSet {
    complement.union(other.complement).complement
  }

  func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.complement) }

  func symmetricDifference(_ other: ScalarSet) -> ScalarSet {
    union(other).subtracting(intersection(other))
  }
}
