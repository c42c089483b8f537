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
	slip              string // what is wrong with the closing fence
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

// mostAbove is how many lines of comments and blank lines may be above front matter.
const mostAbove = 40

// findFront finds the front matter at the top of a note. Its end is the closing fence; where that is
// missing or is another line of dashes, the keys end at that line, at a blank one or at a heading.
func findFront(text string, lines []line) (Front, bool) {
	at := func(i int) string { return text[lines[i].start:lines[i].end] }
	first := firstFence(lines, at)
	if first < 0 {
		return Front{}, false
	}
	fence := strings.TrimRight(at(first), " \t")
	make := func(last, body int, slip string) (Front, bool) {
		span := kb.Span{Start: lines[first].next, End: len(text)}
		f := Front{Fence: fence, Body: len(text), first: first + 1, last: last, body: body, slip: slip}
		if last < len(lines) {
			span.End = lines[last].start
		}
		if body < len(lines) {
			f.Body = lines[body].start
		}
		f.Span, f.text = span, text[span.Start:span.End]
		return f, true
	}
	closed := -1
	for i := first + 1; i < len(lines) && lines[i].start-lines[first].next <= maxFront; i++ {
		if s := strings.TrimRight(at(i), " \t"); s == fence || fence == "---" && s == "..." {
			closed = i
			break
		}
	}
	limit := closed
	if closed < 0 {
		limit = len(lines)
	}
	end, known := keyBlock(first+1, limit, fence, at)
	switch {
	case known && end < limit && isDashes(at(end)):
		return make(end, end+1, "is closed with "+strings.TrimSpace(at(end)))
	case closed >= 0 && !(fence == "---" && known && proseIn(end, closed, at)):
		return make(closed, closed+1, "")
	case known:
		return make(end, end, "is not closed")
	}
	return Front{}, false
}

// firstFence is the line that opens front matter: the first but for two blank lines or a comment of HTML,
// -1 if it is none.
func firstFence(lines []line, at func(int) string) int {
	comment, most := false, 2
	for i := 0; i < len(lines) && i <= most; i++ {
		s := strings.TrimSpace(at(i))
		switch {
		case comment || strings.HasPrefix(s, "<!--"):
			comment, most = !strings.HasSuffix(s, "-->"), mostAbove
		case s == "":
		case strings.TrimRight(at(i), " \t") == "---" || strings.TrimRight(at(i), " \t") == "+++":
			return i
		default:
			return -1
		}
	}
	return -1
}

// keyBlock is the line at which the keys that begin at first end, at the latest limit: a blank one, a
// heading, or a line of dashes. Known says that one of them is a key that notes have.
func keyBlock(first, limit int, fence string, at func(int) string) (end int, known bool) {
	sep := ":"
	if fence == "+++" {
		sep = "="
	}
	for i := first; i < limit; i++ {
		s := at(i)
		if level, _ := atxHeading(s); isBlank(s) || level > 0 || isDashes(s) {
			return i, known
		}
		if key, _, ok := strings.Cut(s, sep); ok && isKey(strings.TrimSpace(key)) && indent(s) == 0 {
			_, _, field := headerField(strings.TrimSpace(key) + ": x")
			known = known || field != ""
		}
	}
	return limit, known
}

// isDashes reports whether a line is meant to close front matter, though no reader takes it as that.
func isDashes(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 1 && s != "---" && strings.Trim(s, "-\u2013\u2014") == ""
}

// proseIn reports whether one of the lines is none of YAML: it begins at the margin and is no key, item,
// comment or the end of a value over several lines.
func proseIn(first, last int, at func(int) string) bool {
	for i := first; i < last; i++ {
		s := at(i)
		if isBlank(s) || strings.IndexByte(" \t-#[]{}\"'&*!|>%@`", s[0]) >= 0 {
			continue
		}
		key, _, ok := strings.Cut(s, ":")
		if (!ok || !isKey(strings.Trim(strings.TrimSpace(key), `"'`))) && len(strings.Fields(s)) > 1 {
			return true
		}
	}
	return false
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

// Text is the text of lines of the front matter, as Keys yields them.
func (f Front) Text(lines kb.Span) string { return f.text[lines.Start-f.Start : lines.End-f.Start] }

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
