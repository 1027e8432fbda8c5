/// `std/path` (05 §30.5). It marks nothing `pub`: a wildcard import brings all of it.
let pathModule = #"""
  fn ext(path) {
    let extension = extname(path)
    return extension == "" ? "" : extension[1:]
  }

  fn stem(path) { return basename(path).split(".")[0] }

  fn normalize(path) { return path.replace("\\", "/") }

  fn is_absolute(path) { return path_is_absolute(path) }

  fn workspace_info(path, root = nil) {
    if root == nil { return path_workspace_info(path) }
    return path_workspace_info(path, root)
  }

  fn workspace_normalize(path, root = nil) {
    if root == nil { return path_workspace_normalize(path) }
    return path_workspace_normalize(path, root)
  }

  fn list_files(directory) {
    return list_dir(directory).filter({ name -> stat(path_join(directory, name)).is_file })
  }

  fn list_dirs(directory) {
    return list_dir(directory).filter({ name -> stat(path_join(directory, name)).is_dir })
  }
  """#
