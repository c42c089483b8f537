// Package quick prints code.
package quick

import "io"

// Highlight prints source as it stands.
func Highlight(w io.Writer, source, lexer, formatter, style string) error {
	_, err := io.WriteString(w, source)
	return err
}
