/// The text of a built-in module, by the part of its path behind `std/` (04 B9); nil when there is none.
package func libraryModuleSource(_ name: String) -> String? {
  switch name {
  case "async": asyncModule
  default: nil
  }
}
