package noteedit

import (
	"bytes"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// fieldKeys are the keys under which a field stands in front matter, the one that counts first.
var fieldKeys = map[string][]string{
	"authors":     {"author", "authors", "author_name", "by"},
	"conference":  {"edition", "conference", "conferences"},
	"date":        {"date", "pub_date", "publish_date", "published_at", "date_published", "published"},
	"title":       {"title"},
	"perspective": {"perspective"},
}

// Assign sets fields in the front matter of the note at path, which is made if there is none, and changes no
// other byte: a key that is there gets its new value where it stands, a comment behind it stays, and a new key
// comes last. A field with the value nil or "" loses its key. Keys are those of Missing, and perspective. The
// error is a kb.Problem with CodeTagEdit where the note has no place for keys.
func Assign(path string, data []byte, fields []Field) ([]byte, error) {
	isYAML := notefile.IsYAML(path)
	for _, f := range fields {
		next, err := assign(path, data, f, isYAML)
		if err != nil {
			return nil, err
		}
		data = next
	}
	return data, nil
}

func assign(path string, data []byte, f Field, isYAML bool) ([]byte, error) {
	front, found := notefile.FrontOf(data, isYAML)
	key, span, there := keyOf(front, found, f.Key)
	if f.Value == nil || f.Value == "" {
		if !there {
			return data, nil
		}
		return slices.Concat(data[:span.Start], data[span.End:]), nil
	}
	if there {
		f.Key = key
		if people, list := f.Value.([]string); list && len(people) == 1 && strings.EqualFold(strings.Trim(key, `"'`), "author") {
			f.Value = people[0]
		}
	}
	line, err := f.Line(found && front.Fence == "+++")
	if err != nil {
		return nil, err
	}
	nl := lineBreak(data)
	switch {
	case there:
		old := data[span.Start:span.End]
		end := ""
		if body := bytes.TrimRight(old, "\r\n"); len(body) < len(old) {
			end = string(old[len(body):])
		}
		return slices.Concat(data[:span.Start], []byte(line+comment(old)+end), data[span.End:]), nil
	case isYAML:
		at, ok := topOfMapping(data)
		if !ok {
			return nil, kb.Problem{Path: path, Line: 1, Severity: kb.SeverityError, Code: CodeTagEdit, Message: "a list has no place for " + f.Key,
				Hint: "make it the list takeaways: of a mapping"}
		}
		return insert(data, at, line+nl), nil
	case found && front.Fence == "+++": // a key after a [table] would belong to it
		return insert(data, front.Start, line+nl), nil
	case found:
		return insert(data, front.End, line+nl), nil
	}
	return insert(data, afterBOM(data, 0), "---"+nl+line+nl+"---"+nl+nl), nil
}

// keyOf finds the key of a field in front matter, as it is written, and the lines of its value: the line of the
// key and those below it that go on with the value.
func keyOf(front notefile.Front, found bool, field string) (key string, span kb.Span, ok bool) {
	if !found {
		return "", span, false
	}
	names := fieldKeys[field]
	best := len(names)
	for k := range front.Keys() {
		if i := slices.Index(names, k.Name); i >= 0 && i < best {
			best, key, span, ok = i, k.Name, k.Lines, true
		}
	}
	if !ok {
		return "", span, false
	}
	text := front.Text(span)
	end := 0
	for i, line := range slices.Collect(strings.Lines(text)) {
		if i > 0 && (strings.TrimSpace(line) == "" || strings.IndexByte(" \t-]", line[0]) < 0) {
			break
		}
		end += len(line)
	}
	span.End = span.Start + end
	written, _, _ := strings.Cut(text, map[bool]string{true: "=", false: ":"}[front.Fence == "+++"])
	return strings.TrimSpace(written), span, true
}

// comment is the comment at the end of a line with a plain value, with the blanks before it.
func comment(line []byte) string {
	text := strings.TrimRight(string(line), "\r\n")
	if strings.Contains(text, "\n") {
		return ""
	}
	at := strings.Index(text, " #")
	if at < 0 || strings.ContainsAny(text, `"'`) {
		return ""
	}
	return strings.TrimRight(text[len(strings.TrimRight(text[:at], " \t")):], " ")
}
