import Diagnostics
import Engine
import Manifest

/// What the `harn.toml` of a project says about checking its files (07 §12).
struct ProjectSettings {
  /// The functions that the body of a persona may call besides steps.
  var personaStepAllowlist: Set<String> = []

  /// The settings of manifests by path; each is read once.
  struct Cache {
    private var known: [String: ProjectSettings] = [:]

    /// The settings of the nearest manifest from the folder of a file upwards. One that cannot be read is reported and
    /// counts as empty (07 §12.1).
    mutating func settings(ofFile path: String) -> ProjectSettings {
      let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) }
      guard let manifest = Manifest.nearest(from: folder.map { $0.isEmpty ? "/" : $0 } ?? ".") else {
        return ProjectSettings()
      }
      if let settings = known[manifest] { return settings }
      let settings = ProjectSettings(manifestAt: manifest)
      known[manifest] = settings
      return settings
    }
  }

  private init() {}

  private init(manifestAt path: String) {
    do {
      personaStepAllowlist = try Manifest(SourceFile.read(path)).personaStepAllowlist
    } catch let error as ManifestError {
      StandardStream.error.write("warning: failed to parse \(path): \(error.message)\n")
    } catch {
      StandardStream.error.write("warning: failed to parse \(path): \((error as? ReadError)?.reason ?? "")\n")
    }
  }
}
