extension VirtualMachine {
  /// Throws when the running task may not dispatch a tool of this name (06 §8.3).
  package func admitTool(_ name: String) throws(HarnError) {
    try stepHooks?.admitTool(name, task: currentTask)
  }
}
