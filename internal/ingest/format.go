package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"path"
	"regexp"
	"strings"
	"sync"

	"takeaway/internal/notefile"
)

// Format is how a document is written.
type Format string

// The formats of documents.
const (
	Markdown Format = "markdown"
	MDX      Format = "mdx"
	Text     Format = "text"
	YAML     Format = "yaml"
	HTML     Format = "html"
	Calendar Format = "ics"
	JSON     Format = "json"
	CSV      Format = "csv" // with any separator
	// Captions and transcripts of talks.
	VTT        Format = "vtt"
	SRT        Format = "srt"
	JSON3      Format = "json3"
	Transcript Format = "transcript"
)

// Formats lists the formats by their names.
func Formats() []Format {
	return []Format{Markdown, MDX, Text, YAML, HTML, Calendar, JSON, CSV, VTT, SRT, JSON3, Transcript}
}

// ParseFormat finds a format by its name or by the ending of its files.
func ParseFormat(s string) (Format, error) {
	s = strings.ToLower(strings.TrimPrefix(s, "."))
	for _, f := range Formats() {
		if string(f) == s {
			return f, nil
		}
	}
	if f := FormatOf("x." + s); f != "" {
		return f, nil
	}
	return "", fmt.Errorf("format %q is not known", s)
}

// FormatOf tells the format by the ending of a file's name; empty if that says nothing.
func FormatOf(name string) Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return Markdown
	case ".mdx":
		return MDX
	case ".txt", ".text":
		return Text
	case ".yaml", ".yml":
		return YAML
	case ".html", ".htm", ".xhtml":
		return HTML
	case ".ics", ".ical", ".icalendar":
		return Calendar
	case ".json":
		return JSON
	case ".csv", ".tsv":
		return CSV
	case ".vtt":
		return VTT
	case ".srt":
		return SRT
	case ".json3":
		return JSON3
	}
	return ""
}

// formatOfType tells the format by a content type; empty where the type does not decide, as text/plain
// does not; ok is false for a type that is no document.
func formatOfType(contentType string) (f Format, charset string, ok bool) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil { // "text/html; charset" happens
		kind, _, _ = strings.Cut(strings.ToLower(contentType), ";")
		kind = strings.TrimSpace(kind)
	}
	charset = params["charset"]
	switch kind {
	case "text/html", "application/xhtml+xml":
		return HTML, charset, true
	case "text/markdown", "text/x-markdown":
		return Markdown, charset, true
	case "text/calendar":
		return Calendar, charset, true
	case "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml":
		return YAML, charset, true
	case "text/vtt":
		return VTT, charset, true
	case "application/x-subrip", "text/srt":
		return SRT, charset, true
	case "application/json", "text/json":
		return JSON, charset, true
	case "text/csv", "text/tab-separated-values", "application/csv":
		return CSV, charset, true
	case "", "text/plain", "application/octet-stream", "binary/octet-stream":
		return "", charset, true
	}
	return "", "", false
}

// subRip is how files of SubRip begin: a number, and the times of the first caption.
var subRip = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\d+\s*\r?\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->`)
})

// ext is the ending of a note made of a document of this format.
func (f Format) ext() string {
	switch f {
	case MDX:
		return ".mdx"
	case Text:
		return ".txt"
	case YAML, Calendar, JSON, CSV:
		return ".yaml"
	}
	return ".md"
}

// Sniff tells the format by the content: what standard input and pages without a type are.
func Sniff(data []byte) Format {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	head := bytes.ToLower(text[:min(len(text), 1024)])
	switch {
	case bytes.HasPrefix(head, []byte("begin:vcalendar")):
		return Calendar
	case bytes.HasPrefix(head, []byte("webvtt")):
		return VTT
	case subRip().Match(head):
		return SRT
	case looksLikeHTML(head):
		return HTML
	case len(head) > 0 && (head[0] == '{' || head[0] == '[') && json.Valid(bytes.TrimRight(text, "\x00")):
		return JSON
	case looksLikeSheet(text):
		return CSV
	case looksLikeYAML(text):
		return YAML
	case looksLikeMarkdown(text):
		return Markdown
	}
	return Text
}

// looksLikeHTML reports whether text, in lower case, begins as a page or a part of one does.
func looksLikeHTML(head []byte) bool {
	for {
		rest, ok := bytes.CutPrefix(head, []byte("<!--"))
		if !ok {
			break
		}
		_, after, ok := bytes.Cut(rest, []byte("-->"))
		if !ok {
			return bytes.Contains(rest, []byte("<html"))
		}
		head = bytes.TrimLeft(after, " \t\r\n")
	}
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<main", "<section", "<meta ", "<title"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	if bytes.HasPrefix(head, []byte("<?xml")) {
		return bytes.Contains(head, []byte("<html"))
	}
	// A fragment: Markdown may begin with a tag too, but not with three kinds of block.
	blocks := 0
	for _, tag := range []string{"</p>", "</h1>", "</h2>", "</div>", "</ul>", "</header>"} {
		if bytes.Contains(head, []byte(tag)) {
			blocks++
		}
	}
	return bytes.HasPrefix(head, []byte("<")) && blocks >= 2
}

// looksLikeYAML reports whether text is a YAML write-up or a list of talks, and no Markdown behind front matter.
func looksLikeYAML(text []byte) bool {
	for line := range bytes.Lines(text) {
		s := bytes.TrimRight(line, " \t\r\n")
		isComment := bytes.HasPrefix(s, []byte("#")) && !bytes.HasPrefix(s, []byte("##"))
		if len(s) == 0 || isComment || bytes.Equal(s, []byte("---")) {
			continue
		}
		key, _, ok := bytes.Cut(bytes.TrimPrefix(s, []byte("- ")), []byte(":"))
		if !ok || len(key) > 40 || bytes.ContainsAny(key, " #*[<") {
			return false
		}
		break
	}
	if _, err := notefile.Parse("stdin.yaml", text); err == nil {
		return true
	}
	items, err := talksOf(text)
	return err == nil && len(items.talks) > 0
}

// looksLikeMarkdown reports whether some line of text is marked up as Markdown.
func looksLikeMarkdown(text []byte) bool {
	first := true
	for line := range bytes.Lines(text[:min(len(text), 64<<10)]) {
		s := bytes.TrimRight(line, " \t\r\n")
		if first && (bytes.Equal(s, []byte("---")) || bytes.Equal(s, []byte("+++"))) {
			return true
		}
		first = false
		if marks := bytes.TrimLeft(s, "#"); len(marks) < len(s) && len(s)-len(marks) <= 6 && len(marks) > 0 && marks[0] == ' ' {
			return true
		}
		if bytes.HasPrefix(s, []byte("```")) || bytes.Contains(s, []byte("](http")) || bytes.HasPrefix(s, []byte("**")) {
			return true
		}
	}
	return false
}
