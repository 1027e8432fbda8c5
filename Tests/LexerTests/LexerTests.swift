import Diagnostics
import Lexer
import Testing
