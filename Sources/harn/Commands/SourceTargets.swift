import Glibc

/// The files that targets on the command line stand for (07 §2.6).
enum SourceTargets {
  /// Files as they are, folders with all `*.harn` files below them; sorted by path and without duplicates.
  static func files(_ targets: [String]) -> [String] {
    Set(filesInOrder(targets)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The same in the order of the targets, and in a folder in the order of the names.
  static func filesInOrder(_ targets: [String]) -> [String] {
    targets.flatMap { isFolder($0) ? files(below: $0) : [$0] }
  }

  private static func files(below folder: String) -> [String] {
    var found: [String] = []
    var pending = [(path: folder, isFolder: true)]
    while let entry = pending.popLast() {
      guard entry.isFolder else {
        found.append(entry.path)
        continue
      }
      let names = entries(of: entry.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let skipped = skippedNames(among: names)
      for name in names.reversed() {
        let path = entry.path.hasSuffix("/") ? entry.path + name : "\(entry.path)/\(name)"
        if isFolder(path), !isLink(path) {
          pending.append((path, true))
        } else if name.hasSuffix(".harn"), !skipped.contains(String(name.dropLast(".harn".utf8.count))) {
          pending.append((path, false))
        }
      }
    }
    return found
  }

  /// The folder that a file is in.
  static func folder(of path: String) -> String {
    guard let end = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  /// The names in a folder, without `.` and `..`. A folder that cannot be read has none.
  private static func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The names of programs that a sibling `<name>.<word>-skip` leaves out.
  private static func skippedNames(among names: [String]) -> Set<String> {
    var skipped: Set<String> = []
    for name in names where name.hasSuffix("-skip") {
      guard let dot = name.lastIndex(of: ".") else { continue }
      skipped.insert(String(name[..<dot]))
    }
    return skipped
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
