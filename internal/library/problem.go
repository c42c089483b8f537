package library

import (
	"fmt"

	"takeaway/internal/kb"
)

func warning(path string, line int, code, hint, message string, args ...any) kb.Problem {
	return kb.Problem{Path: path, Line: line, Severity: kb.SeverityWarning, Code: code, Message: fmt.Sprintf(message, args...), Hint: hint}
}
