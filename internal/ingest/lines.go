package ingest

import (
	"strings"

	"golang.org/x/net/html"
)

// textLines cuts text at its line breaks as the reader of notes does: LF or CRLF, or CR where that is all.
func textLines(s string) []string {
	if !strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \t\n\"<>")
}

// oneLine is text on one line, without what a terminal would act on.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// only is the one element of this name, nil if there are several.
func only(doc *html.Node, name string) *html.Node {
	var found *html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			if found != nil {
				return nil
			}
			found = n
		}
	}
	return found
}

// printable is valid UTF-8 without control characters but tab and line feed, and without those that turn
// the direction of text around.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r < 0x20, r >= 0x7F && r <= 0x9F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"))
}
