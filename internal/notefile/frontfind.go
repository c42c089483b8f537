package notefile

import (
	"bytes"
	"iter"
	"strings"

	"takeaway/internal/kb"
)

// Front is where the front matter of a note is, as its lines show it.
type Front struct {
	kb.Span        // of its lines, without fences
	Fence   string // "---", "+++", or "" for the keys of a YAML note
	Body    int    // the byte at which the text below begins
	text    string
	// first and last are the lines of the content, 0-based and half open; body is the first line below.
	first, last, body int
}

// FrontOf finds the front matter of a note by its lines alone; isYAML says that it is a YAML note, whose
// keys are the note. What is between the fences need not be well-formed.
func FrontOf(data []byte, isYAML bool) (Front, bool) {
	if isYAML {
		text := string(data)
		start := len(text) - len(strings.TrimPrefix(text, "\ufeff"))
		return Front{Span: kb.Span{Start: start, End: len(text)}, text: text[start:]}, true
	}
	if top := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n"); len(top) == 0 || strings.IndexByte("-+<", top[0]) < 0 {
		return Front{}, false
	}
	text := string(data[:min(len(data), maxFront+maxFront/4)])
	return findFront(text, splitLines(text))
}

// findFront finds the fences at the top of a note.
func findFront(text string, lines []line) (Front, bool) {
	at := func(i int) string { return text[lines[i].start:lines[i].end] }
	first := 0
	for first < len(lines) && isBlank(at(first)) {
		first++
	}
	if first == len(lines) || first > 2 {
		return Front{}, false
	}
	fence := strings.TrimRight(at(first), " \t")
	if fence != "---" && fence != "+++" {
		return Front{}, false
	}
	for i := first + 1; i < len(lines) && lines[i].start-lines[first].next <= maxFront; i++ {
		if s := strings.TrimRight(at(i), " \t"); s == fence || fence == "---" && s == "..." {
			span := kb.Span{Start: lines[first].next, End: lines[i].start}
			return Front{Span: span, Fence: fence, text: text[span.Start:span.End], first: first + 1, last: i, body: i + 1, Body: lines[i].next}, true
		}
	}
	return Front{}, false
}

// FrontKey is a key of front matter with the lines that hold it and its value.
type FrontKey struct {
	Name  string  // in lower case, without quotes
	Value string  // what follows in the line of the key, without quotes
	Lines kb.Span // in the note, with the break of the last line
}

// Keys yields the keys that start a line without indentation, in YAML and TOML alike. Lines rather than
// trees, because broken front matter has keys too; those below the first table of TOML are left out.
func (f Front) Keys() iter.Seq[FrontKey] {
	return func(yield func(FrontKey) bool) {
		var key FrontKey
		for _, l := range splitLines(f.text) {
			s := f.text[l.start:l.end]
			if f.Fence == "+++" && strings.HasPrefix(s, "[") && !strings.Contains(s, "=") {
				break
			}
			name, value, ok := frontKey(s, f.Fence)
			if ok {
				if key.Name != "" && !yield(key) {
					return
				}
				key = FrontKey{Name: name, Value: value, Lines: kb.Span{Start: f.Start + l.start}}
			}
			if key.Name != "" {
				key.Lines.End = f.Start + l.next
			}
		}
		if key.Name != "" {
			yield(key)
		}
	}
}

// frontKey splits a line that begins with a key.
func frontKey(s, fence string) (name, value string, ok bool) {
	if s == "" || strings.IndexByte(" \t-#[]{}", s[0]) >= 0 {
		return "", "", false
	}
	sep := strings.IndexAny(s, ":=")
	if fence != "+++" {
		sep = strings.IndexByte(s, ':')
	}
	if sep <= 0 {
		return "", "", false
	}
	name = strings.ToLower(strings.Trim(strings.TrimSpace(s[:sep]), `"'`))
	return name, unquote(s[sep+1:]), name != ""
}

// Has reports whether one of the keys is there, even with a value that says nothing.
func (f Front) Has(name string) bool {
	for k := range f.Keys() {
		if k.Name == name {
			return true
		}
	}
	return false
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
