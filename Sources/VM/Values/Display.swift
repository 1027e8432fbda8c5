/// The display form of any value (01 "Display form"). O(n).
package func displayText(_ value: Value) -> String {
  value.stringValue ?? ""
}
