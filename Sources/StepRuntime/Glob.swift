/// Whether `pattern` matches the whole of `text`: `*` stands for any run, everything else for itself (06 §7.2, §13.2).
/// O(n · m) at worst.
package func matchesGlob(_ pattern: String, _ text: String) -> Bool {
  let pattern = Array(pattern.utf8)
  let text = Array(text.utf8)
  let star = UInt8(ascii: "*")
  var p = 0
  var t = 0
  // Where to go on when the current attempt fails: behind the last `*`, one byte further in the text.
  var retry: (pattern: Int, text: Int)?
  while t < text.count {
    if p < pattern.count, pattern[p] == star {
      retry = (p + 1, t)
      p += 1
    } else if p < pattern.count, pattern[p] == text[t] {
      p += 1
      t += 1
    } else if let point = retry {
      retry = (point.pattern, point.text + 1)
      p = point.pattern
      t = point.text + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == star }
}
