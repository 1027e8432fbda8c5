import Diagnostics

/// Why a program that parses cannot be compiled (01 "Processing stages", 02 §15.5).
///
/// The caller shows it as `Compile error at line L: MESSAGE`.
package struct CompileError: Error, Equatable {
  /// What is wrong.
  package var message: String
  /// The smallest text that is wrong.
  package var range: SourceRange

  /// An error at `range`.
  package init(_ message: String, at range: SourceRange) {
    self.message = message
    self.range = range
  }
}

extension CompileError {
  /// An attribute argument that is not a constant (06 §2.4).
  static func attributeArgument(at range: SourceRange) -> CompileError {
    CompileError("attribute argument must be a literal value", at: range)
  }

  /// `@acp_tool` on something else than a function (06 §1.2).
  static func misplacedTool(at range: SourceRange) -> CompileError {
    CompileError("@acp_tool can only be applied to function declarations", at: range)
  }

  /// `break` or `continue` without a loop in the same function body (02 §6.4).
  static func outsideOfLoop(_ keyword: String, at range: SourceRange) -> CompileError {
    CompileError("\(keyword) outside of loop", at: range)
  }

  /// An assignment to something that is neither a variable nor a part of one (02 §4.2).
  static func assignmentTarget(at range: SourceRange) -> CompileError {
    CompileError("only a variable or a part of one can be assigned", at: range)
  }

  /// `finally` and `defer` blocks whose copies would not fit into memory.
  static func cleanupTooLarge(at range: SourceRange) -> CompileError {
    CompileError("`finally` and `defer` blocks are nested too deeply, or left in too many ways", at: range)
  }

  /// A duration beyond the 64-bit range of milliseconds (01 "Numbers").
  static func durationTooLarge(at range: SourceRange) -> CompileError {
    CompileError("duration literal is too large", at: range)
  }

  /// `pub import` inside a block (04 B1); without `pub` the parser refuses it.
  static func importInBlock(at range: SourceRange) -> CompileError {
    CompileError("`import` is only allowed at the top level of a file", at: range)
  }

  /// A construct that the virtual machine does not run yet.
  static func notSupported(_ construct: String, at range: SourceRange) -> CompileError {
    CompileError("`\(construct)` is not supported yet", at: range)
  }

  /// `...` where nothing is built (02 §5.3).
  static func spread(at range: SourceRange) -> CompileError {
    CompileError(
      "spread (...) can only be used inside list literals, dict literals, or function call "
        + "arguments", at: range)
  }

  /// More locals than a frame may have.
  static func tooManyLocals(at range: SourceRange) -> CompileError {
    CompileError("too many local variables in one function (limit 4095)", at: range)
  }

  /// `try*` outside every function-like body (02 §14.5).
  static func tryStarOutsideFunction(at range: SourceRange) -> CompileError {
    CompileError(
      "try* requires an enclosing function (fn, tool, or pipeline) so the rethrow has a target",
      at: range)
  }
}
