package kb

import (
	"cmp"
	"fmt"
)

// Severity says how bad a problem is.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"   // the note, or a part of it, could not be read
	SeverityWarning Severity = "warning" // it was read, but something was guessed or looks wrong
)

// Problem is something wrong with a note, at a place. It is an error.
type Problem struct {
	Path     string   `json:"path" yaml:"path"`
	Line     int      `json:"line,omitempty" yaml:"line,omitempty"` // 1-based, 0 for the whole file
	Col      int      `json:"col,omitempty" yaml:"col,omitempty"`   // 1-based, in characters
	Severity Severity `json:"severity" yaml:"severity"`
	// Code names the check: "front-matter", "not-text", "too-large", "unknown-conference", …
	Code    string `json:"code" yaml:"code"`
	Message string `json:"message" yaml:"message"`
	// Hint says what to do next, where that is known.
	Hint string `json:"hint,omitempty" yaml:"hint,omitempty"`
}

// Error is "path:line:col: message", with the parts that are known.
func (p Problem) Error() string {
	switch {
	case p.Line > 0 && p.Col > 0:
		return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Col, p.Message)
	case p.Line > 0:
		return fmt.Sprintf("%s:%d: %s", p.Path, p.Line, p.Message)
	}
	return p.Path + ": " + p.Message
}

// CompareProblems orders problems by place, then by code.
func CompareProblems(a, b Problem) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
		cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
}
