/// Things that loaded code knows by number. The numbers of those that were taken out are given again.
struct NumberedTable<Element> {
  private var slots: [Element?] = []
  private var unused: [Int] = []

  /// The number that the next element gets.
  var nextNumber: Int { unused.last ?? slots.count }

  /// How many elements there are.
  var count: Int { slots.count - unused.count }

  /// The elements, in the order of their numbers.
  var elements: some Sequence<Element> { slots.lazy.compactMap(\.self) }

  /// The element of a number that was given and not taken back.
  subscript(number: Int) -> Element {
    guard let element = slots[number] else { preconditionFailure("number \(number) is not in use") }
    return element
  }

  /// Adds an element; the result is `nextNumber` from before.
  @discardableResult mutating func add(_ element: Element) -> Int {
    guard let number = unused.popLast() else {
      slots.append(element)
      return slots.count - 1
    }
    slots[number] = element
    return number
  }

  /// Takes an element out.
  mutating func remove(_ number: Int) {
    slots[number] = nil
    unused.append(number)
  }
}

extension Array {
  /// Adds elements to a sorted array and keeps it sorted. Linear in the number of elements that move, not in all of them.
  mutating func merge(_ additions: [Element], by isBefore: (Element, Element) -> Bool) {
    var additions = additions.sorted(by: isBefore)
    var old = count - 1
    append(contentsOf: additions)
    var place = count - 1
    while let addition = additions.last {
      if old >= 0, isBefore(addition, self[old]) {
        swapAt(place, old)
        old -= 1
      } else {
        self[place] = addition
        additions.removeLast()
      }
      place -= 1
    }
  }
}
