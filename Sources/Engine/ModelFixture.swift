import Diagnostics
import LLM

/// Replies that answer the model calls of a run (07 §11).
public struct ModelFixture: Sendable {
  /// The replies.
  let fixture: Fixture

  /// Why a fixture file is refused.
  public struct LoadError: Error, Equatable, Sendable {
    /// What the command line prints behind `error: `.
    public var message: String
  }

  /// Reads the text of a fixture file; messages call it `path`.
  public init(_ text: String, path: String) throws(LoadError) {
    do throws(FixtureError) {
      fixture = try Fixture(text, path: path)
    } catch {
      throw LoadError(message: error.message)
    }
  }

  /// Reads the fixture file at `path`.
  public init(fileAt path: String) throws(LoadError) {
    let text: String
    do throws(ReadError) {
      let file = try SourceFile.read(path)
      text = String(decoding: file.bytes, as: UTF8.self)
    } catch {
      throw LoadError(message: "failed to read \(path): \(error.reason)")
    }
    try self.init(text, path: path)
  }
}
