extension Engine {
  /// The version of the interpreter, `major.minor.patch`.
  public static let version = "0.1.0"
}
