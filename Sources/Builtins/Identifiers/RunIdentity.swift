import Glibc
import VM

// What names a run from outside: identifiers, times and digests for records of runs (06 §11.2).

/// A new identifier; later ones are larger.
package func makeRunIdentifier() -> String { UUID.timeOrdered().text }

/// The time now, RFC 3339 in UTC.
package func utcTimeText() -> String {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  let milliseconds = time.tv_nsec / 1_000_000 * 1_000_000
  let local = LocalTime(
    Timestamp(seconds: time.tv_sec, nanoseconds: milliseconds), offset: 0, abbreviation: "UTC")
  return "\(local.rfc3339.dropLast(6))Z"
}

/// `sha256:<hex>` of some octets.
package func digestText(_ octets: [UInt8]) -> String { "sha256:\(hexText(SHA256.digest(octets)))" }
