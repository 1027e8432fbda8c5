import Diagnostics
import Engine
import Manifest
import StepRuntime

extension Manifest {
  /// The personas, with the host capabilities of the file that the manifest names: TOML, or a JSON object of lists (07 §12.3).
  func personasWithHostCapabilities() throws(PersonaFailure) -> PersonaList {
    guard let path = hostCapabilitiesPath else { return personas }
    let file: SourceFile
    do throws(ReadError) {
      file = try SourceFile.read(path)
    } catch {
      throw PersonaFailure("failed to read \(path): \(error.reason)")
    }
    if path.hasSuffix(".json") { return personas(hostCapabilities: try listedCapabilities(json: file)) }
    do throws(ManifestError) {
      return personas(hostCapabilities: try Manifest(file).listedCapabilities)
    } catch {
      throw PersonaFailure("failed to parse \(path): \(error.message)")
    }
  }

  private func listedCapabilities(json file: SourceFile) throws(PersonaFailure) -> [String: Set<String>] {
    do {
      guard case .object(let members) = try JSONValue(parsing: file.text(of: file.range)) else { return [:] }
      return Dictionary(members.map { ($0.key, $0.value.texts) }) { $0.union($1) }
    } catch {
      throw PersonaFailure("failed to parse \(file.path): \(error.message)")
    }
  }
}

extension JSONValue {
  /// The strings of an array.
  fileprivate var texts: Set<String> {
    guard case .array(let items) = self else { return [] }
    return Set(items.compactMap { if case .string(let text) = $0 { text } else { nil } })
  }
}
