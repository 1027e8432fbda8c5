/// The text of a built-in module, by the part of its path behind `std/` (04 B9); nil when there is none. Modules are parsed
/// and compiled only by programs that import them.
package func libraryModuleSource(_ name: String) -> String? {
  libraryModules[name]
}

/// The built-in modules by name.
package let libraryModules: [String: String] = [
  "async": asyncModule,
  "checkpoint": checkpointModule,
  "collections": collectionsModule,
  "context": contextModule,
  "json": jsonModule,
  "math": mathModule + statisticsModule + vectorModule + clusteringModule,
  "path": pathModule,
  "runtime": runtimeModule,
  "schema": schemaModule,
  "testing": testingModule,
  "text": textModule,
]
